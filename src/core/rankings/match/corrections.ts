import type { RankingOrigin } from '../../../shared/model/rankings.ts';

/** What the user says an outside model is. */
export interface Correction {
  readonly origin: RankingOrigin;
  /** `RankedModel.id` */
  readonly id: string;
  /** `provider/model`; `null`: none of mine. */
  readonly model: string | null;
}

export type Corrections = readonly Correction[];
