/** What models may write to each prompt of the minimal test, by its name. */
export interface PossibleAnswers {
  readonly right: readonly string[];
  /** The tempting mistake comes first. */
  readonly wrong: readonly string[];
}

const rightSpans = `function spans(text) {
  const ranges = text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return [from, to];
  }).sort((a, b) => a[0] - b[0]);
  const joined = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined.map(([from, to]) => (from === to ? String(from) : from + '-' + to));
}`;

const choices = (letter: string, tempting: string): PossibleAnswers => ({
  right: [`Answer: ${letter}`, letter, `One thing after the other.\n\n**Answer: ${letter}**`],
  wrong: [`Answer: ${tempting}`, tempting, 'It cannot be told.'],
});

const numbers = (value: string, tempting: string): PossibleAnswers => ({
  right: [value, `First this, then that (${tempting} would be too quick).\n\n**${value}**`, `The answer is ${value}.`],
  wrong: [tempting, `It is ${value} at first sight, but in truth ${tempting}.`, 'I cannot say.'],
});

export const possibleAnswers: Readonly<Record<string, PossibleAnswers>> = {
  'joined spans': {
    right: [`\`\`\`javascript\n${rightSpans}\n\`\`\``, rightSpans, `\`\`\`js\nexport ${rightSpans}\n\`\`\``],
    wrong: [
      // Forgets that what follows directly is joined.
      `\`\`\`js\n${rightSpans.replace('last[1] + 1', 'last[1]')}\n\`\`\``,
      // Lets a shorter range cut a longer one.
      `\`\`\`js\n${rightSpans.replace('Math.max(last[1], to)', 'to')}\n\`\`\``,
      '```js\nconst spans = (text) => text.split(", ").sort();\n```',
      '```js\nfunction spans(text) { return (\n```',
      'I would split the text at its commas, sort the parts and join them.',
    ],
  },
  'order of output': {
    right: [
      'x 0 10 20 0 1 2',
      'Microtasks run first, then the timers in their order.\n\nx 0 10 20 0 1 2',
      'It prints:\n\n```\nx 0 10 20 0 1 2\n```',
      'Output: `x 0 10 20 0 1 2`',
    ],
    wrong: [
      'x 0 1 2 0 10 20',
      '0 10 20 0 1 2 x',
      'x 0 10 20 3 3 3',
      'One might think x 0 10 20 0 1 2, but it is\nx 0 1 2 0 10 20',
    ],
  },
  'counted calls': numbers('19', '13'),
  'a leaking tank': numbers('135', '180'),
  'by six or by ten': numbers('200', '233'),
  'last two digits': numbers('71', '51'),
  'four visits': choices('B', 'A'),
  'a fast clock': numbers('360', '357.5'),
  'a pile of books': choices('P', 'R'),
  'what follows from the text': numbers('41000', '61500'),
  'what the text does not say': {
    right: ['{"passengers": null}', '```json\n{ "passengers": null }\n```'],
    wrong: ['{"passengers": 20500}', '{"passengers": 61500}', 'null', 'The text does not say.', '{}'],
  },
  'the one claim that holds': choices('C', 'D'),
  'not tonight': choices('B', 'A'),
  'who knows what': choices('D', 'A'),
  'after the prize': choices('C', 'A'),
  'a bill': {
    right: ['{"pieces": 4, "total": 123.5}', '```json\n{"pieces": 4, "total": 123.50}\n```'],
    wrong: ['{"pieces": 2, "total": 123.5}', '{"pieces": 4, "total": 138.5}', '{"total": 123.5}', 'Four pieces, 123.50 in all.'],
  },
  'to the letter': {
    right: ['november > september > june > april', ' november > september > june > april\n'],
    wrong: [
      'april > june > september > november',
      'November > September > June > April',
      'Here they are: november > september > june > april',
      'november, september, june, april',
    ],
  },
  'put off': {
    right: [
      '2026-03-21',
      'Three weeks on it is the 19th of March, two days later the 21st.\n\n2026-03-21',
      'New date: **2026-03-21**',
    ],
    wrong: ['2026-03-20', '2026-03-22', '21 March 2026', '2026-03-21 or 2026-03-22'],
  },
};
