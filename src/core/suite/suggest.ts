/** Longer names are not compared: distance is quadratic in length, and nobody mistypes 64 characters by one. */
const longestCompared = 64;
const mostCompared = 2000;

/** Names of neighbouring tools for what is called otherwise here. */
const synonyms: Readonly<Record<string, string>> = {
  assert: 'expect',
  baseurl: 'baseUrl',
  equals: 'exact',
  evaluators: 'expect',
  expected: 'expect',
  icontains: 'contains',
  isjson: 'json',
  js: 'javascript',
  label: 'classify',
  levenshtein: 'similarity',
  llmrubric: 'judge',
  maxtokens: 'maxOutputTokens',
  maxcompletiontokens: 'maxOutputTokens',
  providers: 'models',
  rubric: 'judge',
  script: 'javascript',
  selectbest: 'pairwise',
  similar: 'similarity',
  tests: 'cases',
  url: 'baseUrl',
  variables: 'vars',
};

/** The candidate that `name` was most likely meant to be, or `null` where none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  const flat = flatten(name);
  const same = candidates.find((candidate) => flatten(candidate) === flat);
  if (same !== undefined) return same;
  const synonym = Object.hasOwn(synonyms, flat) ? synonyms[flat] : undefined;
  if (synonym !== undefined && candidates.includes(synonym)) return synonym;
  if (flat.length > longestCompared) return null;
  let best: string | null = null;
  let least = Math.min(3, Math.floor(flat.length / 3)) + 1;
  for (const candidate of candidates.slice(0, mostCompared)) {
    if (Math.abs(candidate.length - name.length) >= least + 3) continue;
    const distance = editDistance(flat, flatten(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Without case and separators: `max_output-tokens` is `maxOutputTokens`. */
function flatten(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/g, '');
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
