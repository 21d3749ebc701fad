export type Topic = 'policy' | 'arithmetic' | 'extraction' | 'triage' | 'writing' | 'safety' | 'reasoning' | 'code';

export type Phrasings = readonly [string, ...string[]];

/** A question the demo models know, with right answers and plausible wrong ones. */
export interface Knowledge {
  readonly topic: Topic;
  /** Part of the question, in lower case, that no other question contains. */
  readonly cue: string;
  /** 0 to 1 on the scale of `Character.skill`. */
  readonly hardness: number;
  readonly right: Phrasings;
  readonly wrong: Phrasings;
}
