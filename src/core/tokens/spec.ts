import type { TokenUsage } from '../../shared/model/usage.ts';

/** What went over the wire in one call, as far as it was text. */
export interface CallTexts {
  /** System and prompt. */
  readonly input: string;
  readonly output: string;
  readonly reasoning: string;
}

/** Stands in where a provider reports no usage. What it counts is an estimate: every model has a tokenizer of its own. */
export interface TokenCounter {
  count(texts: CallTexts): Promise<TokenUsage>;
}
