import type { PublicRanks } from './publicRanks.ts';
import type { RankingCategory } from './rankings.ts';

/** What the panel shows of the public boards beside one run. */
export interface RunRanks {
  readonly ranks: PublicRanks;
  /** By the ranking that all cases of the run stand beside. */
  readonly others: readonly OtherModels[];
}

/** The best-ranked models that the run lacks and that ask no more than its cheapest, or answer no later than its fastest, by the same board. */
export interface OtherModels {
  readonly under: 'cheapest' | 'fastest';
  /** Label of the model that sets the limit. */
  readonly label: string;
  /** USD per million tokens, or ms: what the board says of that model. */
  readonly limit: number;
  readonly category: RankingCategory;
  /** A few, best first. */
  readonly models: readonly OtherModel[];
  /** Models of the ranking whose price or latency the board does not tell. */
  readonly unknown: number;
}

export interface OtherModel {
  /** As the board writes it. */
  readonly name: string;
  readonly rank: number;
  readonly score: number;
  /** Of the limit's kind. */
  readonly figure: number;
  /** `provider/model`; `null`: none that is known here. */
  readonly model: string | null;
  /** Whether its provider can be called as things stand. */
  readonly canAsk: boolean;
}
