import type { Knowledge, Phrasings, Topic } from './spec.ts';

/** The questions of the minimal test of rankings (core/rankings/minimal). Feelings count as writing, form as triage. */
export const minimalTest: readonly Knowledge[] = [
  known('code', 'function `spans(text)`', 0.7, [spans('last[1] + 1')], [spans('last[1]')]),
  known(
    'code',
    'out.push(i * 10)',
    0.8,
    ['x 0 10 20 0 1 2', 'Microtasks go before timers.\n\nx 0 10 20 0 1 2'],
    ['x 0 1 2 0 10 20', '0 10 20 0 1 2 x'],
  ),
  known('code', 'is tick called by walk(7)', 0.62, ['19', 'It is called 19 times.'], ['13', 'It is called 21 times.']),
  known(
    'arithmetic',
    'a leak empties the full tank',
    0.7,
    ['135', '1/6 + 1/4 − 1/12 is a third of the tank an hour; three quarters of it take 135 minutes: 135'],
    ['180', 'It takes 108 minutes: 108'],
  ),
  known('arithmetic', 'divided by 6 or by 10', 0.6, ['200', '166 + 100 − 2 × 33 = 200'], ['233', '166 + 100 = 266']),
  known(
    'arithmetic',
    '3^47 + 4^47',
    0.88,
    ['71', '87 + 84 = 171, so the last two digits are 71'],
    ['51', '87 + 64 = 151, so 51'],
  ),
  known('reasoning', 'una, vic, wes and xia', 0.6, ['B', 'Answer: B'], ['C', 'Answer: A']),
  known(
    'reasoning',
    'gains 5 minutes in every true hour',
    0.78,
    ['360', '390 minutes of the clock are 390 × 60 / 65 = 360'],
    ['357.5', '390 − 6.5 × 5 = 357.5'],
  ),
  known('reasoning', 'five books lie in a pile', 0.72, ['P', 'Answer: P'], ['R', 'Answer: Q']),
  known(
    'extraction',
    'did the curlew carry in 1961',
    0.86,
    ['41000', 'Her last full year was 1961: 41,000'],
    ['61500', 'It carried 61,500 passengers.'],
  ),
  known(
    'extraction',
    'did the dunlin carry in 1956',
    0.94,
    ['{"passengers": null}', '```json\n{"passengers": null}\n```'],
    ['{"passengers": 61500}', '{"passengers": 20500}'],
  ),
  known('extraction', 'which claim does the text bear out', 0.8, ['C', 'Answer: C'], ['D', 'Answer: A']),
  known('writing', 'no advice and no sympathy', 0.64, ['B', 'Answer: B'], ['A', 'Answer: A']),
  known('writing', 'what does tom suppose that lena believes', 0.8, ['D', 'Answer: D'], ['A', 'Answer: C']),
  known('writing', 'mia did nearly all of the work', 0.7, ['C', 'Answer: C'], ['A', 'Answer: B']),
  known(
    'triage',
    'a voucher of 15 taken off',
    0.74,
    ['{"pieces": 4, "total": 123.5}', '```json\n{"pieces": 4, "total": 123.5}\n```'],
    ['{"pieces": 2, "total": 123.5}', '{"pieces": 4, "total": 138.5}'],
  ),
  known(
    'triage',
    'four months that have 30 days',
    0.66,
    ['november > september > june > april'],
    ['november > september > july > april', 'November > September > June > April'],
  ),
  known(
    'triage',
    'put off by three weeks and two days',
    0.9,
    ['2026-03-21', 'Two days after the 19th of March:\n\n2026-03-21'],
    ['2026-03-20', '2026-03-22'],
  ),
];

function known(topic: Topic, cue: string, hardness: number, right: Phrasings, wrong: Phrasings): Knowledge {
  return { topic, cue, hardness, right, wrong };
}

/** @param joins up to where the next range may begin to be joined */
function spans(joins: string): string {
  return `\`\`\`javascript
function spans(text) {
  const ranges = text.split(',').filter((part) => part.trim()).map((part) => part.split('-').map(Number));
  const joined = [];
  for (const [from, to = from] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= ${joins}) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined.map(([from, to]) => (from === to ? String(from) : \`\${from}-\${to}\`));
}
\`\`\``;
}
