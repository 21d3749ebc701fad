import type { Estimate } from './comparison.ts';
import type { CandidateId, RunId } from './ids.ts';
import type { ModelMatch, RankedModel, RankingCategory, RankingOrigin, RankingSource } from './rankings.ts';

/** What a run's own cases say of its models, beside what the public boards say. */
export interface PublicRanks {
  readonly runId: RunId;
  /** One for each category that has a ranking; those of the run's own cases first. */
  readonly rankings: readonly PublicRanking[];
  /** In the order of the run. */
  readonly candidates: readonly CandidateRanks[];
  /** The run, and each of its case categories, beside the ranking of the same kind. Empty where there is none. */
  readonly parts: readonly RankedPart[];
}

/** A ranking without its models. */
export interface PublicRanking {
  readonly category: RankingCategory;
  readonly origin: RankingOrigin;
  readonly source: RankingSource;
  /** ISO */
  readonly fetchedAt: string;
  readonly index: string;
  readonly standsIn: boolean;
  readonly models: number;
}

export interface CandidateRanks {
  readonly id: CandidateId;
  readonly label: string;
  /** `provider/model` */
  readonly model: string;
  readonly quality: Estimate | null;
  /** In the order of `rankings`; a category that does not rank it is missing. */
  readonly ranks: readonly PublicRank[];
}

export interface PublicRank {
  readonly category: RankingCategory;
  /** As the board writes it. */
  readonly name: string;
  /** Among all models of the ranking; 1 is best. */
  readonly rank: number;
  readonly score: number;
  readonly confidence: ModelMatch['confidence'];
  /** Why it is not exact; empty where it is. */
  readonly because: string;
}

/** Own order beside public order, for the whole run or for one category of its cases. */
export interface RankedPart {
  /** Of the public ranking. */
  readonly category: RankingCategory;
  /** As the suite calls it; `null`: all cases. */
  readonly caseCategory: string | null;
  /** The best by own quality first; those that the board does not rank are missing. */
  readonly rows: readonly RankedRow[];
  /** Pairs on which the run has decided, and the board has them apart; guessed matches are left out. */
  readonly decidedPairs: number;
  /** Of these, those that the board has in the same order. */
  readonly agreeingPairs: number;
  /** The clearest first by own difference. */
  readonly disagreements: readonly Disagreement[];
  readonly order: OrderAgreement;
}

export interface RankedRow {
  readonly id: CandidateId;
  readonly label: string;
  readonly quality: Estimate;
  readonly public: PublicRank;
}

/** The run has `above` better than `below`, after Holm's correction; the board has it the other way round. */
export interface Disagreement {
  readonly above: RankedRow;
  readonly below: RankedRow;
  /** Own quality of `above` minus that of `below`, paired by case. */
  readonly difference: Estimate;
}

/** Kendall's tau-b of own quality and public score, over models; one that ran with several prompts counts by its best. */
export interface OrderAgreement {
  /** −1 to 1; `null` with fewer than `fewestForOrder` models, and where either side has all alike. */
  readonly tau: number | null;
  readonly models: number;
}

/** With fewer, an order agrees or not by chance: three models fall into the same order one time in six. */
export const fewestForOrder = 4;

/** What an outside ranking has of one model of ours. */
export interface RankedMatch {
  readonly ranked: RankedModel;
  readonly match: ModelMatch;
}
