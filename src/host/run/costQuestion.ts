import type { RunEstimate } from '../../core/pricing/estimate.ts';
import { unpricedModels, type Billed } from '../../core/unpricedModels.ts';
import { isPlayMoney } from '../../shared/playMoney.ts';

/** Up to where nobody is asked. */
export interface CostLimits {
  readonly usd: number;
  /** Calls of a run that calls models whose price is not known, judges included. */
  readonly unpricedCalls: number;
}

/** What a user is to be asked about, with what an estimate leaves to tell. */
export type CostQuestion =
  | { readonly kind: 'dear'; readonly highUsd: number; readonly estimate: RunEstimate }
  | { readonly kind: 'unpriced'; readonly estimate: RunEstimate };

/** @param calls without those of judges; `null`: there is nothing to ask */
export function costQuestion(prepared: Billed, calls: number, limits: CostLimits): CostQuestion | null {
  if (isPlayMoney(prepared.suite)) return null;
  const estimate = { ...prepared.estimate, unknownModels: unpricedModels(prepared) };
  const { highUsd, unknownModels, judging } = estimate;
  if (highUsd !== null && highUsd > limits.usd) return { kind: 'dear', highUsd, estimate };
  const isMany = calls + (judging?.calls ?? 0) > limits.unpricedCalls;
  return unknownModels.length > 0 && isMany ? { kind: 'unpriced', estimate } : null;
}
