import type { ScoredAnswer } from '../../../src/core/scorers/spec.ts';

export function answer(text: string, over: Partial<ScoredAnswer> = {}): ScoredAnswer {
  return { text, reasoning: '', e2eMs: null, ttftMs: null, costUsd: null, outputTokens: null, ...over };
}
