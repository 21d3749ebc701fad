import type { Corrections } from '../../core/rankings/match/corrections.ts';
import { matchAll, type ModelMatches } from '../../core/rankings/match/match.ts';
import { outsideFinder } from '../../core/rankings/match/outsideFinder.ts';
import { blendedPrice, pick, type PickLimits, type Picks } from '../../core/rankings/pick.ts';
import { effortOf, refOf } from '../../core/report/effortOf.ts';
import { publicRanks } from '../../core/report/publicRank.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import type { CategoryRanking, RankedModel, RankingAnswer, RankingOrigin } from '../../shared/model/rankings.ts';
import type { OtherModel, OtherModels, RunRanks } from '../../shared/model/runRanks.ts';
import type { Suite } from '../../shared/model/suite.ts';

/** What the boards say of a run's models, and of those that it lacks. */

export interface RankSources {
  /** The run's own, `provider/model` each: it may have models that nobody knows any more. */
  readonly refs: readonly string[];
  /** As the run was made. */
  readonly suite: Pick<Suite, 'models'>;
  readonly answers: readonly RankingAnswer[];
  /** What the kept rankings' models are among all that is known. */
  readonly matches: ReadonlyMap<RankingOrigin, ModelMatches>;
  readonly corrections: Corrections;
  /** Whether that provider can be called as things stand. */
  readonly canAsk: (provider: string) => boolean;
  /** `provider/model`: those that the user wants left out of runs are no proposal. */
  readonly disabled: ReadonlySet<string>;
}

const mostOthers = 3;

/** To be kept for as long as the sources stay as they are: finding names among hundreds takes a while. */
export function runRanker(sources: RankSources): (comparison: Comparison) => RunRanks {
  const { refs, suite, answers, matches, corrections } = sources;
  const find = outsideFinder(refs, corrections);
  const strangers = new Map<CategoryRanking, Pick<CategoryRanking, 'category' | 'models'>>();
  const strangersOf = (ranking: CategoryRanking) => {
    const found = strangers.get(ranking) ?? withoutOwn(ranking, matchAll(ranking, refs, corrections));
    strangers.set(ranking, found);
    return found;
  };
  return (comparison) => {
    const { candidates } = comparison;
    const effort = (id: CandidateId) => {
      const candidate = candidates.find((one) => one.id === id);
      return candidate ? effortOf(candidate, suite) : null;
    };
    const ranks = publicRanks(comparison, answers, find, effort);
    const category = ranks.parts[0]?.category ?? ranks.rankings[0]?.category;
    const ranking = answers.find((answer) => answer.category === category)?.ranking ?? null;
    if (ranking === null) return { ranks, others: [] };
    const own = candidates.flatMap((one): Own[] => {
      const ranked = find(ranking, refOf(one), effort(one.id))?.ranked;
      return ranked ? [{ label: one.label, ranked }] : [];
    });
    const known = matches.get(ranking.origin) ?? new Map();
    return { ranks, others: rules.flatMap((rule) => othersBy(rule, own, strangersOf(ranking), known, sources)) };
  };
}

/** All variants of what the run has are its own. */
function withoutOwn({ category, models }: CategoryRanking, own: ModelMatches): Pick<CategoryRanking, 'category' | 'models'> {
  return { category, models: models.filter(({ id }) => (own.get(id) ?? []).length === 0) };
}

interface Own {
  readonly label: string;
  readonly ranked: RankedModel;
}

/** Figures of one board compare with one another only: the limit is what the board says of the run's own model. */
interface Rule {
  readonly under: OtherModels['under'];
  readonly figureOf: (ranked: RankedModel) => number | null;
  readonly limits: (figure: number) => PickLimits;
  readonly unknownOf: (unknown: Picks['unknown']) => readonly RankedModel[];
}

const rules: readonly Rule[] = [
  {
    under: 'cheapest',
    figureOf: blendedPrice,
    limits: (maxUsdPerMTok) => ({ maxUsdPerMTok }),
    unknownOf: ({ price }) => price,
  },
  {
    under: 'fastest',
    figureOf: ({ latencyMs }) => latencyMs,
    limits: (maxLatencyMs) => ({ maxLatencyMs }),
    unknownOf: ({ latency }) => latency,
  },
];

/** Empty where the board tells no such figure of the run's models, and where nobody keeps the limit. */
function othersBy(
  { under, figureOf, limits, unknownOf }: Rule,
  own: readonly Own[],
  rest: Pick<CategoryRanking, 'category' | 'models'>,
  matches: ModelMatches,
  { canAsk, disabled }: Pick<RankSources, 'canAsk' | 'disabled'>,
): OtherModels[] {
  const figures = own.flatMap(({ label, ranked }) => {
    const figure = figureOf(ranked);
    return figure === null ? [] : [{ label, figure }];
  });
  const least = figures.toSorted((a, b) => a.figure - b.figure)[0];
  if (!least) return [];
  const { picked, unknown } = pick(rest, matches, limits(least.figure));
  const canCall = ({ model }: { readonly model: string }) => canAsk(model.slice(0, model.indexOf('/')));
  const isOff = ({ model }: { readonly model: string }) => disabled.has(model);
  const wanted = picked.filter(({ matches: fitting }) => fitting.length === 0 || !fitting.every(isOff));
  const models = wanted.slice(0, mostOthers).flatMap(({ ranked, matches: fitting }): OtherModel[] => {
    const { name, rank, score } = ranked;
    const figure = figureOf(ranked);
    const on = fitting.filter((one) => !isOff(one));
    const match = on.find(canCall) ?? on[0];
    if (figure === null) return [];
    return [{ name, rank, score, figure, model: match?.model ?? null, canAsk: match !== undefined && canCall(match) }];
  });
  if (models.length === 0) return [];
  return [
    { under, label: least.label, limit: least.figure, category: rest.category, models, unknown: unknownOf(unknown).length },
  ];
}
