import { classification } from './classification.ts';
import { coding } from './coding.ts';
import { invoices } from './invoices.ts';
import { math } from './math.ts';
import { minimalTest } from './minimalTest.ts';
import { pairwise } from './pairwise.ts';
import { quickstart } from './quickstart.ts';
import { reasoning } from './reasoning.ts';
import { refusal } from './refusal.ts';
import { workOut } from './rules/workOut.ts';
import type { Knowledge, Phrasings } from './spec.ts';
import { support } from './support.ts';

/** What is remembered, one list for each suite of examples/; tests hold the two against each other. */
export const remembered: readonly Knowledge[] = [
  ...quickstart,
  ...support,
  ...coding,
  ...math,
  ...reasoning,
  ...invoices,
  ...refusal,
  ...classification,
  ...pairwise,
];

/** What the models say to a question they do not know: no pretence. `{title}` is the model's name. */
export const unknownAnswers: Phrasings = [
  'I am {title}, a demo model: I only know the questions of the example suites. Add a real model to your suite for an answer to this one.',
  'This is {title}, one of the built-in demo models. I have answers to the questions of the examples and to nothing else, so put a real model here.',
  'I cannot answer that: {title} is a demo model with a small store of answers. Please ask a real model.',
];

/** `null` for a question that the demo models do not know. */
export function recall(prompt: string): Knowledge | null {
  const text = prompt.toLowerCase().replaceAll(/\s+/g, ' ');
  return [...remembered, ...minimalTest].find(({ cue }) => text.includes(cue)) ?? workOut(text);
}
