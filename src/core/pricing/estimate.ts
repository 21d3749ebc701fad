import type { PriceRow } from '../../shared/model/usage.ts';

/** What a run will ask of one model, roughly. */
export interface PlannedCalls {
  /** `provider/model`, to name it where its price is unknown. */
  readonly model: string;
  readonly samples: number;
  /** Mean length of system and prompt together. */
  readonly promptChars: number;
  /** `null` where the suite sets no limit. */
  readonly maxOutputTokens: number | null;
  readonly price: PriceRow | null;
}

export interface RunEstimate {
  /** USD over the models whose price is known; `null` where none is. */
  readonly lowUsd: number | null;
  readonly highUsd: number | null;
  /** Models left out of the range, each once. */
  readonly unknownModels: readonly string[];
}

/** English text in current tokenizers; code and other scripts take more tokens for a character. */
const charsPerToken = 4;
/** A short answer, and a long one where no limit is set. */
const shortAnswerTokens = 20;
const longAnswerTokens = 500;

/** A rough range before a run: every first attempt answered, shortly or at length; no retries, nothing cached. */
export function estimateRun(planned: readonly PlannedCalls[]): RunEstimate {
  const unknownModels = [...new Set(planned.filter((calls) => calls.price === null).map((calls) => calls.model))];
  return {
    lowUsd: sumUsd(planned, (calls) => Math.min(shortAnswerTokens, calls.maxOutputTokens ?? shortAnswerTokens)),
    highUsd: sumUsd(planned, (calls) => calls.maxOutputTokens ?? longAnswerTokens),
    unknownModels,
  };
}

function sumUsd(planned: readonly PlannedCalls[], outputTokens: (calls: PlannedCalls) => number): number | null {
  const known = planned.flatMap((calls) => (calls.price === null ? [] : [callsUsd(calls, calls.price, outputTokens(calls))]));
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0);
}

function callsUsd(calls: PlannedCalls, price: PriceRow, outputTokens: number): number {
  const inputTokens = calls.promptChars / charsPerToken;
  return (calls.samples * (inputTokens * price.inputPerMTok + outputTokens * price.outputPerMTok)) / 1_000_000;
}
