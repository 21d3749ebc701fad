import type { CategoryRanking, RankingCategory, SourceError, SourceUse } from '../../shared/model/rankings.ts';
import type { KeptChange } from './kept.ts';

/** What one source answered to one question of the chain. */
export interface SourceAnswer {
  readonly outcome: SourceUse['outcome'];
  /** Good ones only. */
  readonly rankings: readonly CategoryRanking[];
  /** Of the source as a whole; `null` where it answered anything. */
  readonly error: SourceError | null;
  /** Why a category that is not among `rankings` has none. */
  readonly whyNot: (category: RankingCategory) => SourceError;
  readonly notModified: boolean;
  readonly change: KeptChange | null;
}

export type WhyNot = SourceAnswer['whyNot'];

export function answered(
  rankings: readonly CategoryRanking[],
  whyNot: WhyNot,
  more: Partial<Pick<SourceAnswer, 'notModified' | 'change'>> = {},
): SourceAnswer {
  return { outcome: 'success', rankings, error: null, whyNot, notModified: false, change: null, ...more };
}

export function failed(error: SourceError, whyNot: WhyNot = () => error, change: KeptChange | null = null): SourceAnswer {
  return { outcome: 'failure', rankings: [], error, whyNot, notModified: false, change };
}

/** Nothing was asked: no attempt. */
export function skipped(error: SourceError, whyNot: WhyNot = () => error): SourceAnswer {
  return { outcome: 'skipped', rankings: [], error, whyNot, notModified: false, change: null };
}
