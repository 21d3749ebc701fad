import { rankingAge } from '../../core/rankings/age.ts';
import { blendedPrice, pick } from '../../core/rankings/pick.ts';
import { formatMs, formatPlural, formatPrice } from '../../shared/format.ts';
import {
  rankingBoards,
  type CategoryRanking,
  type ModelMatch,
  type RankedModel,
  type RankingAge,
  type RankingAnswer,
  type RankingBoard,
  type RankingHealth,
  type RankingSource,
  type SourceError,
} from '../../shared/model/rankings.ts';
import type { RankingMatches } from '../rankings/rankingService.ts';
import { l10n } from '../words.ts';

/** What the Rankings view lists, before any of it is a row. */

export interface RankingFilter {
  /** Only models that can be called as things stand. */
  readonly onlyAskable: boolean;
  readonly maxUsdPerMTok: number | null;
  readonly maxLatencyMs: number | null;
}

export const noFilter: RankingFilter = { onlyAskable: false, maxUsdPerMTok: null, maxLatencyMs: null };

export interface CategoryNode {
  readonly kind: 'ranking';
  readonly ranking: CategoryRanking;
  readonly source: RankingSource | null;
  readonly age: RankingAge;
  /** Those that the filter leaves, best first. */
  readonly models: readonly RankedNode[];
  /** Left out, since nobody knows their price or latency. */
  readonly unknown: number;
}

export interface RankedNode {
  readonly kind: 'ranked';
  readonly ranking: CategoryRanking;
  readonly ranked: RankedModel;
  /** What it may be among the known ones, the surest first. */
  readonly matches: readonly ModelMatch[];
  /** `provider/model` to call it by; `null`: none that is known. */
  readonly ref: string | null;
  /** What it may be where no match is more than a guess: shown, never acted on. */
  readonly guess: string | null;
  /** Of that one: as things stand, and whether the user has disabled it. */
  readonly canAsk: boolean;
  readonly isDisabled: boolean;
}

export interface MoreRankedNode {
  readonly kind: 'more-ranked';
  readonly category: CategoryRanking['category'];
  readonly left: number;
}

/** Who is to be named, below the models that are theirs. */
export interface CreditNode {
  readonly kind: 'credit';
  readonly category: CategoryRanking['category'];
  readonly text: string;
  readonly url: string;
}

/** What a filter leaves out without knowing. */
export interface LeftOutNode {
  readonly kind: 'left-out';
  readonly category: CategoryRanking['category'];
  readonly count: number;
}

/** A source that fails, or lacks its key. */
export interface FaultNode {
  readonly kind: 'fault';
  readonly source: RankingSource;
  /** `null`: its key is not set. */
  readonly error: SourceError | null;
}

export type RankingNode = CategoryNode | RankedNode | MoreRankedNode | CreditNode | LeftOutNode | FaultNode;

export interface RankingFacts {
  readonly answers: readonly RankingAnswer[];
  readonly matches: RankingMatches;
  /** Ids of the providers that can be called as things stand. */
  readonly askable: readonly string[];
  /** `provider/model`. */
  readonly disabled: ReadonlySet<string>;
  readonly filter: RankingFilter;
  readonly now: Date;
}

export function categoryNodes({ answers, matches, askable, disabled, filter, now }: RankingFacts): readonly CategoryNode[] {
  const isSure = ({ confidence }: ModelMatch) => confidence !== 'guess';
  const canCall = (match: ModelMatch) =>
    isSure(match) && askable.includes(match.model.slice(0, match.model.indexOf('/'))) && !disabled.has(match.model);
  return answers.flatMap(({ ranking, source }): CategoryNode[] => {
    if (ranking === null) return [];
    const known = matches.get(ranking.origin) ?? new Map<string, readonly ModelMatch[]>();
    const { maxUsdPerMTok, maxLatencyMs, onlyAskable } = filter;
    const isListed = ({ id }: RankedModel) => !onlyAskable || (known.get(id) ?? []).some(canCall);
    const { picked, unknown } = pick({ models: ranking.models.filter(isListed) }, known, {
      ...(maxUsdPerMTok !== null && { maxUsdPerMTok }),
      ...(maxLatencyMs !== null && { maxLatencyMs }),
    });
    const models = picked.map(({ ranked }): RankedNode => {
      const own = known.get(ranked.id) ?? [];
      const match = own.find(canCall) ?? own.find(isSure);
      const canAsk = match !== undefined && canCall(match);
      const ref = match?.model ?? null;
      const guess = match ? null : (own[0]?.model ?? null);
      const isDisabled = ref !== null && disabled.has(ref);
      return { kind: 'ranked', ranking, ranked, matches: own, ref, guess, canAsk, isDisabled };
    });
    const left = new Set([...unknown.price, ...unknown.latency]).size;
    return [{ kind: 'ranking', ranking, source, age: rankingAge(ranking.fetchedAt, now), models, unknown: left }];
  });
}

export interface BoardState {
  readonly id: RankingBoard;
  readonly enabled: boolean;
  readonly needsKey: boolean;
  readonly hasKey: boolean;
}

/** What keeps a board from ranking: its last use failed, or its key is missing. */
export function faultNodes({ sources }: Pick<RankingHealth, 'sources'>, boards: readonly BoardState[]): readonly FaultNode[] {
  return rankingBoards.flatMap((id): FaultNode[] => {
    const board = boards.find((one) => one.id === id);
    if (!board?.enabled) return [];
    if (board.needsKey && !board.hasKey) return [{ kind: 'fault', source: id, error: null }];
    const found = sources.find(({ source }) => source === id);
    const failure = found?.lastFailure ?? null;
    const isOver = failure === null || (found?.lastSuccessAt ?? '') > failure.at;
    return isOver ? [] : [{ kind: 'fault', source: id, error: failure.error }];
  });
}

/** How many rows each of the user's wishes for more adds. */
export const pageModels = 50;

export function childrenOf(
  category: CategoryNode,
  pages: number,
  credit: { readonly text: string; readonly url: string } | null,
): readonly RankingNode[] {
  const { models, unknown, ranking } = category;
  const shown = models.slice(0, pages * pageModels);
  const left = models.length - shown.length;
  const of = { category: ranking.category };
  return [
    ...shown,
    ...(left > 0 ? [{ kind: 'more-ranked', ...of, left } as const] : []),
    ...(unknown > 0 ? [{ kind: 'left-out', ...of, count: unknown } as const] : []),
    ...(credit ? [{ kind: 'credit', ...of, ...credit } as const] : []),
  ];
}

/** The score, what it costs, which of ours it is, and whether that can be called: the shortest first, where there is little room. */
export function rankedParts({ ranked, ref, guess, canAsk, isDisabled }: RankedNode, score: string): readonly string[] {
  const price = blendedPrice(ranked);
  return [
    score,
    price === null ? '' : l10n.t('{0}/M', formatPrice(price)),
    ref ?? (guess === null ? '' : l10n.t('perhaps {0}', guess)),
    canAsk ? l10n.t('can be called') : isDisabled ? l10n.t('disabled') : '',
  ].filter((part) => part !== '');
}

/** `≤ $2.00/M · ≤ 5 s · only what can be called`: what a narrow side bar cuts off its menu still tells. Empty where all are shown. */
export function filterText({ onlyAskable, maxUsdPerMTok, maxLatencyMs }: RankingFilter): string {
  return [
    ...(maxUsdPerMTok === null ? [] : [l10n.t('≤ {0}/M', formatPrice(maxUsdPerMTok))]),
    ...(maxLatencyMs === null ? [] : [`≤ ${formatMs(maxLatencyMs)}`]),
    ...(onlyAskable ? [l10n.t('only what can be called')] : []),
  ].join(' · ');
}

export function leftOutText(count: number): string {
  return l10n.t('{0} left out: price or latency unknown', formatPlural(count, 'model'));
}

type Limits = Pick<RankingFilter, 'maxUsdPerMTok' | 'maxLatencyMs'>;

const limitWords = /\$ ?(?<dollars>\d+(?:\.\d+)?)\b|(?<figure>\d+(?:\.\d+)?) ?(?<unit>usd|ms|s)\b/gi;

/** Reads `$2`, `0.5 USD`, `800 ms`, `5 s`, or one of each; `null` where there is anything else, or two of a kind. */
export function readLimits(text: string): Limits | null {
  if (!/^[\s,;]*$/.test(text.replaceAll(limitWords, ''))) return null;
  const prices: number[] = [];
  const times: number[] = [];
  for (const { groups: { dollars, figure, unit = '' } = {} } of text.matchAll(limitWords)) {
    const value = Number(dollars ?? figure);
    if (dollars !== undefined || unit.toLowerCase() === 'usd') prices.push(value);
    else times.push(unit.toLowerCase() === 's' ? value * 1000 : value);
  }
  if (prices.length > 1 || times.length > 1) return null;
  return { maxUsdPerMTok: prices[0] ?? null, maxLatencyMs: times[0] ?? null };
}
