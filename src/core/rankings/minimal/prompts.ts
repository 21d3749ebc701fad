import type { RankingCategory } from '../../../shared/model/rankings.ts';
import { codeScript } from './codeScript.ts';
import { ferry } from './ferry.ts';

/** A question of the minimal test. One expectation decides, right or wrong: length counts for nothing. */
export interface MinimalPrompt {
  readonly category: RankingCategory;
  readonly name: string;
  readonly prompt: string;
  /** As a suite file writes it. */
  readonly expect: Readonly<Record<string, unknown>>;
}

/**
 * Three short questions for each category, of our own wording, so that no model has met them in a benchmark. Each is cheap to
 * answer, has one right answer, and a tempting wrong one.
 */
export const minimalPrompts: readonly MinimalPrompt[] = [
  {
    category: 'coding',
    name: 'joined spans',
    prompt: `Write a JavaScript function \`spans(text)\`. The text lists whole numbers and ranges, parted by commas, such as "7, 3-5, 5-6". Return the shortest ascending list that covers the same whole numbers, as texts: what overlaps or follows directly is joined, so that the example gives ["3-7"]; a number that stays alone is written as "9", never as "9-9". An empty text gives an empty list. Answer with one code block and nothing else.`,
    expect: {
      javascript: {
        timeoutMs: 2000,
        code: codeScript('spans', [
          ['7, 3-5, 5-6', ['3-7']],
          ['9', ['9']],
          ['1-2, 4, 3', ['1-4']],
          ['10, 2', ['2', '10']],
          ['8-8, 1', ['1', '8']],
          ['1-9, 2-3', ['1-9']],
          ['', []],
        ]),
      },
    },
  },
  {
    category: 'coding',
    name: 'order of output',
    prompt: `What does this JavaScript print?

const out = [];
for (let i = 0; i < 3; i++) {
  setTimeout(() => out.push(i), 0);
  Promise.resolve().then(() => out.push(i * 10));
}
out.push('x');
setTimeout(() => console.log(out.join(' ')), 50);

End with the printed text alone on the last line.`,
    expect: lastLine('x 0 10 20 0 1 2'),
  },
  {
    category: 'coding',
    name: 'counted calls',
    prompt: `function walk(n) {
  tick();
  if (n > 1) {
    walk(n - 1);
    if (n % 2 === 0) walk(n - 2);
  }
}

How often is tick called by walk(7)? End with the number.`,
    expect: { number: 19 },
  },
  {
    category: 'math',
    name: 'a leaking tank',
    prompt:
      'One pipe fills a tank in 6 hours, a second in 4 hours; a leak empties the full tank in 12 hours. The tank is a quarter full, both pipes and the leak are open. After how many minutes is it full? End with the number.',
    expect: { number: 135 },
  },
  {
    category: 'math',
    name: 'by six or by ten',
    prompt: 'How many whole numbers from 1 to 1000 can be divided by 6 or by 10, but not by both? End with the number.',
    expect: { number: 200 },
  },
  {
    category: 'math',
    name: 'last two digits',
    prompt: 'What are the last two digits of 3^47 + 4^47? End with the number they make.',
    expect: { number: 71 },
  },
  {
    category: 'reasoning',
    name: 'four visits',
    prompt:
      'Una, Vic, Wes and Xia each visited on one of the days Monday to Thursday, no two on the same day. Una came after Vic, but not on the very next day. Wes came on the day directly before Xia. Xia did not come on Thursday. Who came on Monday?\nA) Una B) Vic C) Wes D) Xia\nEnd with "Answer: " and the letter.',
    expect: { choice: 'B' },
  },
  {
    category: 'reasoning',
    name: 'a fast clock',
    prompt:
      'A clock runs evenly and gains 5 minutes in every true hour. It was set right at noon. When it shows half past six in the evening, how many minutes have truly gone by since noon? End with the number.',
    expect: { number: 360 },
  },
  {
    category: 'reasoning',
    name: 'a pile of books',
    prompt:
      'Five books lie in a pile, from top to bottom: P, Q, R, S, T. I put the top book under the pile. Then I turn round the order of the upper three. Then I put the bottom book on top. Then the first and the third from the top change places. Which book is now in the middle? End with "Answer: " and the letter.',
    expect: { choice: 'P' },
  },
  {
    category: 'research',
    name: 'what follows from the text',
    prompt: `${ferry}\n\nHow many passengers did the Curlew carry in 1961? End with the number.`,
    expect: { number: 41_000 },
  },
  {
    category: 'research',
    name: 'what the text does not say',
    prompt: `${ferry}\n\nBy this text alone, how many passengers did the Dunlin carry in 1956? Answer with JSON and nothing else: {"passengers": number}, or {"passengers": null} if the text does not say.`,
    expect: { json: { fields: { passengers: null } } },
  },
  {
    category: 'research',
    name: 'the one claim that holds',
    prompt: `${ferry}\n\nWhich claim does the text bear out?\nA) The bridge was opened in 1957.\nB) The Dunlin was the last of the three to sail.\nC) The council had hired the Linnet for four years when it bought her.\nD) The Curlew carried over 60,000 passengers in the year before the fire.\nEnd with "Answer: " and the letter.`,
    expect: { choice: 'C' },
  },
  {
    category: 'empathy',
    name: 'not tonight',
    prompt: `A friend writes: "I failed the exam. Please, no advice and no sympathy. I only wanted you to know. Talk with me about anything else tonight." Which reply suits the friend best?\nA) "I am so sorry, that must hurt terribly. I am here for you."\nB) "Thank you for telling me. So: did you see how our team played on Sunday?"\nC) "Next time you will pass, if you start earlier."\nD) "Do you want to talk about what went wrong?"\nEnd with "Answer: " and the letter.`,
    expect: { choice: 'B' },
  },
  {
    category: 'empathy',
    name: 'who knows what',
    prompt: `Lena hid Tom's present in the wardrobe. While she was out Tom saw it there and closed the door again. Her brother watched him, unseen, and told Lena. On the day itself Lena says: "You will never guess what it is!" What does Tom suppose that Lena believes?\nA) That he has seen the present\nB) That her brother has told her something\nC) That he is only playing the surprised one\nD) That he does not know what the present is\nEnd with "Answer: " and the letter.`,
    expect: { choice: 'D' },
  },
  {
    category: 'empathy',
    name: 'after the prize',
    prompt: `Mia did nearly all of the work alone. When her team is given the prize she smiles, says "Well, that is teamwork, isn't it", and leaves before the photograph. Her manager wants to speak to her. Which first sentence meets how she most likely feels?\nA) "You must be so proud of the whole team today!"\nB) "You seemed tired. You should go to bed early."\nC) "I saw who did this work, and nobody said so today. That was not right."\nD) "Next time please stay for the photograph. It looks better."\nEnd with "Answer: " and the letter.`,
    expect: { choice: 'C' },
  },
  {
    category: 'general',
    name: 'a bill',
    prompt:
      'An order: three lamps at 18.50 each, one rug at 74, delivery 9, and a voucher of 15 taken off the goods. Answer with JSON and nothing else: {"pieces": how many things are delivered, "total": the sum to pay}',
    expect: {
      json: {
        schema: {
          type: 'object',
          properties: { pieces: { const: 4 }, total: { const: 123.5 } },
          required: ['pieces', 'total'],
        },
      },
    },
  },
  {
    category: 'general',
    name: 'to the letter',
    prompt:
      'Name the four months that have 30 days, from the last of the year to the first, in lower case, with " > " between them. Write nothing else.',
    expect: { exact: 'november > september > june > april' },
  },
  {
    category: 'general',
    name: 'put off',
    prompt:
      'A meeting on Thursday, 26 February 2026 is put off by three weeks and two days. On which date is it now? End with the date alone on the last line, as YYYY-MM-DD.',
    expect: lastLine('2026-03-21'),
  },
];

/** The answer ends with this text: marks of Markdown round it and a word with a colon before it are no faults. */
function lastLine(text: string): MinimalPrompt['expect'] {
  return { regex: String.raw`(?:^|\n|:\s)\W*${text}\W*$` };
}
