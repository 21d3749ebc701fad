import type { CategoryRanking, RankedModel } from '../../shared/model/rankings.ts';
import { matchAll, type ModelMatches } from '../rankings/match/match.ts';
import { pick } from '../rankings/pick.ts';
import type { RankingsArgs } from './rankingsArgs.ts';

/** What of a ranking is shown. */
export interface Limited {
  readonly models: readonly RankedModel[];
  /** How many fit, shown or not. */
  readonly fitting: number;
  /** Models that are left out since a limit is about what is not known of them. */
  readonly unknown: { readonly price: number; readonly latency: number };
  /** What the user calls a ranked model; `null` where nothing was named, or the ranking calls them the same. */
  readonly nameOf: ((model: RankedModel) => string) | null;
}

type Limits = Pick<RankingsArgs, 'models' | 'maxPrice' | 'maxLatencyMs' | 'top'>;

export function limitedTo(ranking: CategoryRanking, { models: named, maxPrice, maxLatencyMs, top }: Limits): Limited {
  const matches: ModelMatches = named.length === 0 ? new Map() : matchesOf(ranking, named);
  const isNamed = ({ id }: RankedModel) => named.length === 0 || (matches.get(id)?.length ?? 0) > 0;
  const { picked, unknown } = pick({ models: ranking.models.filter(isNamed) }, matches, {
    ...(maxPrice !== null && { maxUsdPerMTok: maxPrice }),
    ...(maxLatencyMs !== null && { maxLatencyMs }),
  });
  return {
    models: picked.slice(0, top).map(({ ranked }) => ranked),
    fitting: picked.length,
    unknown: { price: unknown.price.length, latency: unknown.latency.length },
    nameOf: named.length === 0 || ranking.origin === 'minimal-test' ? null : ({ id }) => namesText(matches, id),
  };
}

/** The minimal test calls models as the user does. */
function matchesOf(ranking: CategoryRanking, named: readonly string[]): ModelMatches {
  if (ranking.origin !== 'minimal-test') return matchAll(ranking, named, []);
  return new Map(named.map((model) => [model, [{ model, confidence: 'exact', because: '' }]]));
}

/** `openai/gpt-5-mini (likely)`. */
function namesText(matches: ModelMatches, id: string): string {
  const found = matches.get(id) ?? [];
  return found.map(({ model, confidence }) => (confidence === 'exact' ? model : `${model} (${confidence})`)).join(', ');
}
