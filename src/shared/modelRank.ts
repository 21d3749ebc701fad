import type { PublicRank } from './model/publicRanks.ts';
import type { CategoryRanking, RankingCategory } from './model/rankings.ts';
import { creditOf, formatScore, sourceLine } from './rankingText.ts';

/** What one kept ranking has of one model, wherever models are named. */
export interface ModelRank extends PublicRank, Pick<CategoryRanking, 'origin' | 'index' | 'standsIn' | 'fetchedAt'> {
  /** How many models are ranked. */
  readonly of: number;
}

/** The rank to go by in a category; a guessed match is none to go by. `null`: none is known. */
export function rankIn(category: RankingCategory, ranks: readonly ModelRank[]): ModelRank | null {
  return ranks.find((rank) => rank.category === category && rank.confidence !== 'guess') ?? null;
}

/** `#4 coding`. */
export function rankMark({ rank, category }: Pick<ModelRank, 'rank' | 'category'>): string {
  return `#${rank} ${category}`;
}

/** `#4 coding, 71.2 · Artificial Analysis, 3 hours ago`. */
export function rankLine(rank: ModelRank, now: Date): string {
  return `${rankMark(rank)}, ${formatScore(rank.score)} · ${rankSource(rank, now)}`;
}

/** `Artificial Analysis, 3 hours ago`; of our own test also on how little it rests. */
export function rankSource(rank: Pick<ModelRank, 'origin' | 'index' | 'fetchedAt'>, now: Date): string {
  const line = sourceLine(rank, null, now.getTime() - Date.parse(rank.fetchedAt));
  return rank.origin === 'minimal-test' ? `${line}: a rough order, by the ${rank.index}` : line;
}

/** Markdown: who wants to be named, with the link; empty for what we measured ourselves. */
export function creditLink(origin: ModelRank['origin']): string {
  const credit = creditOf(origin);
  return credit === null ? '' : `[${credit.text}](${credit.url})`;
}

/** The better rank first; those of which none is known keep their order behind. */
export function byRank<Item>(items: readonly Item[], rankOf: (item: Item) => ModelRank | null): readonly Item[] {
  const ranked = items.map((item) => ({ item, rank: rankOf(item)?.rank ?? Infinity }));
  return ranked.toSorted((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank)).map(({ item }) => item);
}
