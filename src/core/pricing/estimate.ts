import type { PriceRow } from '../../shared/model/usage.ts';
import { ratesFor } from './rates.ts';

/** What a run will ask of one model, roughly. */
export interface PlannedCalls {
  /** `provider/model`, to name it where its price is unknown. */
  readonly model: string;
  /** Warm-ups among them: they are billed like any other call. */
  readonly samples: number;
  /** Mean length of system and prompt together. */
  readonly promptChars: number;
  /** `null` where the suite sets no limit. */
  readonly maxOutputTokens: number | null;
  readonly price: PriceRow | null;
}

/** What a judge or an embedding model will be asked, roughly. */
export interface PlannedGrading {
  readonly model: string;
  readonly kind: 'judge' | 'embedding';
  readonly calls: number;
  /** Length of a call's input without the answers in it. */
  readonly inputChars: number;
  /** How many answers a call shows. */
  readonly answers: number;
  /** Limits of those answers: of each model that is judged, `null` where the suite sets none. */
  readonly answerLimits: readonly (number | null)[];
  readonly price: PriceRow | null;
}

export interface RunEstimate {
  /** USD over the models whose price is known, judges included; `null` where none is. */
  readonly lowUsd: number | null;
  readonly highUsd: number | null;
  /** Models left out of the range, each once. */
  readonly unknownModels: readonly string[];
  /** The part of it that judges and embedding models take; `null` where none is asked. */
  readonly judging: JudgingEstimate | null;
}

export interface JudgingEstimate {
  readonly calls: number;
  /** Over those whose price is known; `null` where none is. */
  readonly costUsd: { readonly low: number; readonly high: number } | null;
}

/** English text in current tokenizers; code and other scripts take more tokens for a character. */
const charsPerToken = 4;
/** A short answer, and a long one where no limit is set. */
const shortAnswerTokens = 20;
const longAnswerTokens = 500;
/** A grade with a sentence for its reason, and one of a model that reasons before. */
const shortGradeTokens = 60;
const longGradeTokens = 1000;

/**
 * A rough range before a run: every first attempt answered, shortly or at length, and every answer graded; no retries,
 * nothing cached.
 */
export function estimateRun(planned: readonly PlannedCalls[], grading: readonly PlannedGrading[] = []): RunEstimate {
  const unknown = [...planned, ...grading].filter(({ price }) => price === null);
  const judging = grading.length === 0 ? null : judgingOf(grading);
  return {
    lowUsd: sumKnown([...planned.map((calls) => runUsd(calls, lowTokens)), judging?.costUsd?.low ?? null]),
    highUsd: sumKnown([...planned.map((calls) => runUsd(calls, highTokens)), judging?.costUsd?.high ?? null]),
    unknownModels: [...new Set(unknown.map(({ model }) => model))],
    judging,
  };
}

function judgingOf(grading: readonly PlannedGrading[]): JudgingEstimate {
  const low = sumKnown(grading.map((calls) => gradingUsd(calls, lowTokens, shortGradeTokens)));
  const high = sumKnown(grading.map((calls) => gradingUsd(calls, highTokens, longGradeTokens)));
  return {
    calls: grading.reduce((sum, { calls }) => sum + calls, 0),
    costUsd: low === null || high === null ? null : { low, high },
  };
}

type AnswerTokens = (limit: number | null) => number;
const lowTokens: AnswerTokens = (limit) => Math.min(shortAnswerTokens, limit ?? shortAnswerTokens);
const highTokens: AnswerTokens = (limit) => limit ?? longAnswerTokens;

/** `null` without a price. */
function runUsd({ samples, promptChars, maxOutputTokens, price }: PlannedCalls, answerTokens: AnswerTokens): number | null {
  return price && samples * callUsd(price, promptChars / charsPerToken, answerTokens(maxOutputTokens));
}

function gradingUsd(planned: PlannedGrading, answerTokens: AnswerTokens, gradeTokens: number): number | null {
  const { kind, calls, inputChars, answers, answerLimits, price } = planned;
  const meanAnswer = answerLimits.reduce<number>((sum, limit) => sum + answerTokens(limit), 0) / Math.max(1, answerLimits.length);
  const inputTokens = inputChars / charsPerToken + answers * meanAnswer;
  return price && calls * callUsd(price, inputTokens, kind === 'judge' ? gradeTokens : 0);
}

function sumKnown(costs: readonly (number | null)[]): number | null {
  const known = costs.filter((usd) => usd !== null);
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0);
}

function callUsd(price: PriceRow, inputTokens: number, outputTokens: number): number {
  const { input, output } = ratesFor(price, inputTokens);
  return (inputTokens * input + outputTokens * output) / 1_000_000;
}
