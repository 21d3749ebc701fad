/** Prompts that ask for length rather than for an answer: speed tests do. */
const wish = /\b(\d{2,5}) words\b/i;
const longest = 20_000;

const sentences = [
  'The path leaves the village behind the mill and climbs through beech woods.',
  'After an hour the trees grow thin, and the wind carries the sound of sheep bells.',
  'A wooden bridge crosses the stream where it leaves the gorge.',
  'From the saddle both valleys can be seen, one still in shadow.',
  'Whoever starts early has the ridge to himself until noon.',
  'The hut keeps soup, bread and a dry corner for wet boots.',
  'Marmots whistle from the scree and are gone before anyone turns round.',
  'The last mile follows the old water channel, almost level, between stone walls.',
];

/** As many words as the prompt asks for, or `null` where it names no number of words. `start` varies the text. */
export function essayFor(prompt: string, start: number): string | null {
  const asked = wish.exec(prompt)?.[1];
  if (asked === undefined) return null;
  const count = Math.min(Number(asked), longest);
  const words: string[] = [];
  for (let index = start; words.length < count; index += 1) words.push(...(sentences[index % sentences.length] ?? '').split(' '));
  return words.slice(0, count).join(' ');
}
