import type { CategoryRanking, ModelMatch, RankedModel } from '../../shared/model/rankings.ts';
import type { ModelMatches } from './match/match.ts';

/** What a pick may cost and take; absent: whatever. */
export interface PickLimits {
  /** USD per million tokens, three parts of input to one of output. */
  readonly maxUsdPerMTok?: number;
  /**
   * Until an answer of usual length has ended, in ms: that is what somebody waits for. A time to the first token is no
   * substitute, since it says nothing of what follows; but one that is over the limit already settles it.
   */
  readonly maxLatencyMs?: number;
  /** Providers that can be asked. Absent: models that no known id fits count too. */
  readonly providers?: readonly string[];
}

export interface Picked {
  readonly ranked: RankedModel;
  /** Ids that it can be asked by, the surest first; a guess is none. */
  readonly matches: readonly ModelMatch[];
  readonly blendedUsdPerMTok: number | null;
}

export interface Picks {
  /** The best first; of equal rank the cheaper, then the faster. */
  readonly picked: readonly Picked[];
  /** Left out, since the board does not say what they cost or take. */
  readonly unknown: { readonly price: readonly RankedModel[]; readonly latency: readonly RankedModel[] };
  /** Left out as too dear, too slow, and for want of a provider: counts, where each stands at its first reason. */
  readonly over: { readonly price: number; readonly latency: number };
  readonly unmatched: number;
}

/** The best models of a ranking within limits. What the board does not tell is within no limit. */
export function pick({ models }: Pick<CategoryRanking, 'models'>, matches: ModelMatches, limits: PickLimits): Picks {
  const picked: Picked[] = [];
  const unknown = { price: new Array<RankedModel>(), latency: new Array<RankedModel>() };
  const over = { price: 0, latency: 0 };
  let unmatched = 0;
  for (const ranked of models) {
    const own = askable(matches.get(ranked.id) ?? [], limits.providers);
    if (limits.providers !== undefined && own.length === 0) unmatched++;
    else {
      const price = priceWithin(ranked, limits.maxUsdPerMTok);
      const latency = latencyWithin(ranked, limits.maxLatencyMs);
      if (price === 'over') over.price++;
      else if (latency === 'over') over.latency++;
      if (price === 'unknown' && latency !== 'over') unknown.price.push(ranked);
      if (latency === 'unknown' && price !== 'over') unknown.latency.push(ranked);
      if (price === 'within' && latency === 'within') {
        picked.push({ ranked, matches: own, blendedUsdPerMTok: blendedPrice(ranked) });
      }
    }
  }
  return { picked: picked.toSorted(bestFirst), unknown, over, unmatched };
}

function askable(matches: readonly ModelMatch[], providers: PickLimits['providers']): readonly ModelMatch[] {
  return matches.filter(
    ({ model, confidence }) =>
      confidence !== 'guess' && (providers === undefined || providers.includes(model.slice(0, model.indexOf('/')))),
  );
}

/** Three parts of input to one of output, as Artificial Analysis blends; `null` where either is unknown. */
export function blendedPrice({ inputUsdPerMTok, outputUsdPerMTok }: RankedModel): number | null {
  return inputUsdPerMTok === null || outputUsdPerMTok === null ? null : (3 * inputUsdPerMTok + outputUsdPerMTok) / 4;
}

type Within = 'within' | 'over' | 'unknown';

function priceWithin(ranked: RankedModel, limit: number | undefined): Within {
  const least = (3 * (ranked.inputUsdPerMTok ?? 0) + (ranked.outputUsdPerMTok ?? 0)) / 4;
  return within(blendedPrice(ranked), least, limit);
}

function latencyWithin({ latencyMs, ttftMs }: RankedModel, limit: number | undefined): Within {
  return within(latencyMs, ttftMs ?? 0, limit);
}

/** `least`: what an unknown figure comes to at any rate. */
function within(figure: number | null, least: number, limit: number | undefined): Within {
  if (limit === undefined) return 'within';
  if (figure === null) return least > limit ? 'over' : 'unknown';
  return figure > limit ? 'over' : 'within';
}

function bestFirst(a: Picked, b: Picked): number {
  return (
    a.ranked.rank - b.ranked.rank ||
    knownFirst(a.blendedUsdPerMTok, b.blendedUsdPerMTok) ||
    knownFirst(a.ranked.latencyMs, b.ranked.latencyMs) ||
    (a.ranked.name < b.ranked.name ? -1 : Number(a.ranked.name > b.ranked.name))
  );
}

/** The smaller first, the unknown last. */
function knownFirst(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}
