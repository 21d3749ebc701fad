import type { CategoryRanking, RankingAnswer, RankingCategory, RankingOrigin } from '../../shared/model/rankings.ts';
import { creditOf, sourceLine } from '../../shared/rankingText.ts';
import type { Corrections } from '../rankings/match/corrections.ts';
import type { PickLimits, Picks } from '../rankings/pick.ts';

/** What public boards say, beside own runs (besideRuns.ts) or in their place (insteadOfRuns.ts): never mixed with them. */

export interface KeptRankings {
  readonly answers: readonly RankingAnswer[];
  readonly corrections: Corrections;
  readonly now: Date;
}

export type Ranked = RankingAnswer & { readonly ranking: CategoryRanking };

/** The ranking to go by, else that of all kinds of tasks; `null`: neither is kept. */
export function rankedFor(category: RankingCategory, answers: readonly RankingAnswer[]): Ranked | null {
  const ranked = answers.filter((answer): answer is Ranked => answer.ranking !== null);
  return ranked.find((answer) => answer.category === category) ?? ranked.find((answer) => answer.category === 'general') ?? null;
}

/** Limits as a tool takes them, without those that were not named. */
export function within({
  maxUsdPerMTok,
  maxLatencyMs,
}: {
  readonly maxUsdPerMTok?: number | undefined;
  readonly maxLatencyMs?: number | undefined;
}): PickLimits {
  return { ...(maxUsdPerMTok !== undefined && { maxUsdPerMTok }), ...(maxLatencyMs !== undefined && { maxLatencyMs }) };
}

/** `Left out: 3 over the price, 12 whose latency the board does not tell.` */
export function leftOutText({ over, unknown }: Picks): string {
  const parts = [
    over.price > 0 ? `${over.price} over the price` : null,
    over.latency > 0 ? `${over.latency} over the latency` : null,
    unknown.price.length > 0 ? `${unknown.price.length} whose price the board does not tell` : null,
    unknown.latency.length > 0 ? `${unknown.latency.length} whose latency the board does not tell` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `Left out: ${parts.join(', ')}.`;
}

/** `Artificial Analysis, kept, 3 hours ago`. */
export function sourceText({ ranking, source }: Ranked, now: Date): string {
  return sourceLine(ranking, source, now.getTime() - Date.parse(ranking.fetchedAt));
}

/** Markdown; empty for what we measured ourselves. */
export function creditText(origin: RankingOrigin): string {
  const credit = creditOf(origin);
  return credit === null ? '' : `[${credit.text}](${credit.url})`;
}

export function boardData({ ranking: { category, origin, fetchedAt, index, standsIn, models }, source }: Ranked) {
  return { category, origin, source, fetchedAt, index, standsIn, rankedModels: models.length, credit: creditOf(origin) };
}
