import type { Score } from '../../shared/model/attempt.ts';
import type { ScorerArgs, ScorerName, scorerPlaces, ScorerPlace, ScorerSpec } from '../../shared/model/scorer.ts';

/** What a scorer may look at: the answer and what the call was like. */
export interface ScoredAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly e2eMs: number | null;
  readonly ttftMs: number | null;
  readonly costUsd: number | null;
  readonly outputTokens: number | null;
}

/** 0–1 with a reason. Throwing (or a time-out) is a scorer failure, recorded as `value: null`. */
export interface Verdict01 {
  readonly value: number;
  readonly passed: boolean;
  readonly reason: string;
  /** Of `classify`. */
  readonly label?: NonNullable<Score['label']>;
}

export interface Describer<Name extends ScorerName> {
  readonly name: Name;
  /** How it reads in lists: `contains "30 days"`. */
  describe(args: ScorerArgs[Name]): string;
}

/** One file per scorer; registered in `registry.ts`. Pure and bounded in time. */
export interface Scorer<Name extends ScorerName> extends Describer<Name> {
  score(answer: ScoredAnswer, args: ScorerArgs[Name]): Verdict01;
}

export type ScorerNameAt<Place extends ScorerPlace> = {
  [Name in ScorerName]: (typeof scorerPlaces)[Name] extends Place ? Name : never;
}[ScorerName];

/** Scores what may take long, in a thread of its own that is started with the first answer and may be let go between. */
export interface ScoringThread {
  /** The scores of those of `expect` that are `thread` scorers, in their order. Never rejects: what fails is a score without a value. */
  score(answer: ScoredAnswer, expect: readonly ScorerSpec[]): Promise<readonly Score[]>;
  /** Ends the thread; the next answer starts it anew. */
  release(): void;
}

export type ScoreAnswer = (
  answer: ScoredAnswer,
  expect: readonly ScorerSpec[],
) => {
  readonly scores: readonly Score[];
  /** Weighted mean of the scores that did not fail; `null` where nothing was expected or every scorer failed. */
  readonly quality: number | null;
  readonly passed: boolean | null;
};
