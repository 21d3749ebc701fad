/** Scripts that write no spaces between words: each of their characters is a token, as the metrics' Chinese variants have it. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const unspacedPattern = new RegExp(`[${unspaced}]`, 'gu');
const wordPattern = new RegExp(String.raw`[${unspaced}]|(?:(?![${unspaced}])[\p{L}\p{M}\p{N}])+`, 'gu');

/** Lower-cased runs of letters and digits: what google-research's rouge-score takes as tokens, beyond ASCII too. No stemming. */
export function rougeTokens(text: string): string[] {
  return text.toLowerCase().match(wordPattern) ?? [];
}

/** Words and signs as mteval-v13a splits them, which is how BLEU scores are commonly computed; case counts. */
export function bleuTokens(text: string): string[] {
  const spaced = ` ${text.replaceAll('-\n', '').replaceAll('\n', ' ')} `
    .replaceAll(unspacedPattern, ' $& ')
    .replaceAll(/[{-~[-` -&(-+:-@/]/g, ' $& ')
    .replaceAll(/([^0-9])([.,])/g, '$1 $2 ')
    .replaceAll(/([.,])([^0-9])/g, ' $1 $2')
    .replaceAll(/([0-9])-/g, '$1 - ');
  return spaced.split(/\s+/).filter(Boolean);
}
