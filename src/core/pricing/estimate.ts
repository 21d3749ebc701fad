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
  const unknownModels = [...new Set(planned.filter(({ price }) => price === null).map(({ model }) => model))];
  return {
    lowUsd: sumUsd(planned, (limit) => Math.min(shortAnswerTokens, limit ?? shortAnswerTokens)),
    highUsd: sumUsd(planned, (limit) => limit ?? longAnswerTokens),
    unknownModels,
  };
}

function sumUsd(planned: readonly PlannedCalls[], answerTokens: (limit: number | null) => number): number | null {
  const known = planned.flatMap(({ samples, promptChars, maxOutputTokens, price }) =>
    price === null ? [] : [samples * callUsd(price, promptChars / charsPerToken, answerTokens(maxOutputTokens))],
  );
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0);
}

function callUsd(price: PriceRow, inputTokens: number, outputTokens: number): number {
  const { input, output } = ratesFor(price, inputTokens);
  return (inputTokens * input + outputTokens * output) / 1_000_000;
}
