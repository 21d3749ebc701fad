import type { Phrasings, Topic } from '../spec.ts';

export interface Answers {
  readonly right: Phrasings;
  readonly wrong: Phrasings;
}

/** A kind of question that is worked out instead of remembered: those in examples/data/shop-questions.csv. */
export interface Rule {
  readonly topic: Topic;
  /** Fits a question in lower case on one line. */
  readonly pattern: RegExp;
  /** Range of `Knowledge.hardness`: some questions of a kind are harder than others. */
  readonly hardness: readonly [number, number];
  /** What the pattern's groups lead to; `null` where nothing does. */
  readonly answer: (groups: Readonly<Record<string, string>>) => Answers | null;
}

/** A choice of one option: the letter, and how the option reads. */
export function letters(right: string, wrong: Phrasings, option: string): Answers {
  const [first, ...others] = wrong;
  return {
    right: [right, `${right}) ${option}`, `The answer is ${right}.`],
    wrong: [first, ...others.map((letter) => `The answer is ${letter}.`)],
  };
}
