import type { CandidateSummary, Comparison, Estimate, Verdict } from '../../shared/model/comparison.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import {
  fewestForOrder,
  type Disagreement,
  type OrderAgreement,
  type PublicRank,
  type PublicRanking,
  type PublicRanks,
  type RankedMatch,
  type RankedPart,
  type RankedRow,
} from '../../shared/model/publicRanks.ts';
import {
  rankingCategories,
  type CategoryRanking,
  type RankingAnswer,
  type RankingCategory,
} from '../../shared/model/rankings.ts';
import { rankingCategoryOf } from '../../shared/rankingCategoryOf.ts';
import { kendallTauB } from '../stats/kendall.ts';

/** What a ranking has of `provider/model`, asked with that reasoning effort (`null`: the model's own). */
export type FindRanked = (ranking: CategoryRanking, model: string, effort: string | null) => RankedMatch | null;

type OwnFigures = Pick<Comparison, 'runId' | 'candidates' | 'pairs' | 'categories' | 'matrix'>;

/** Own quality beside what public boards say. `effortOf`: the reasoning effort that a candidate was asked with. */
export function publicRanks(
  comparison: OwnFigures,
  answers: readonly RankingAnswer[],
  find: FindRanked,
  effortOf: (id: CandidateId) => string | null,
): PublicRanks {
  const all = partsOf(comparison);
  const own = new Set(all.map(({ category }) => category));
  const order = [...own, ...rankingCategories.filter((category) => !own.has(category))];
  const answered = order.flatMap((category) => answers.find((answer) => answer.category === category && isPublic(answer)) ?? []);
  const ranks = new Map(comparison.candidates.map((one) => [one.id, ranksOf(one, answered, find, effortOf(one.id))]));
  return {
    runId: comparison.runId,
    rankings: answered.flatMap(withoutModels),
    candidates: comparison.candidates.map((one) => ({
      id: one.id,
      label: one.label,
      model: modelOf(one),
      quality: one.quality,
      ranks: ranks.get(one.id) ?? [],
    })),
    parts: all
      .filter(({ category }) => answered.some((answer) => answer.category === category))
      .map((part) => besidePublic(part, comparison.candidates, ranks)),
  };
}

/** A minimal test is a run of one's own, and a small one: no voice from outside. */
export function isPublic({ ranking }: RankingAnswer): boolean {
  return ranking !== null && ranking.origin !== 'minimal-test';
}

/** A part of the run as the run itself sees it. */
interface OwnPart {
  readonly category: RankingCategory;
  readonly caseCategory: string | null;
  readonly qualities: ReadonlyMap<CandidateId, Estimate>;
  readonly pairs: readonly OwnPair[];
}

interface OwnPair {
  readonly a: CandidateId;
  readonly b: CandidateId;
  /** Of `a` against `b`. */
  readonly verdict: Verdict;
  readonly difference: Estimate;
}

function partsOf(comparison: OwnFigures): readonly OwnPart[] {
  const { candidates, pairs, categories } = comparison;
  const whole: OwnPart = {
    category: categoryOfAll(comparison),
    caseCategory: null,
    qualities: new Map(candidates.flatMap(({ id, quality }) => (quality ? [[id, quality]] : []))),
    pairs,
  };
  return [whole, ...categories.flatMap(ofCases)];
}

/** Of some cases only each against their leader is decided. */
function ofCases({ category: caseCategory, leader, candidates }: Comparison['categories'][number]): OwnPart[] {
  const category = rankingCategoryOf(caseCategory);
  if (category === null || leader === null) return [];
  const pairs = candidates.flatMap(({ id, verdict, difference }) =>
    verdict === null || difference === null ? [] : [{ a: id, b: leader.id, verdict, difference }],
  );
  return [{ category, caseCategory, qualities: new Map(candidates.map(({ id, quality }) => [id, quality])), pairs }];
}

/** The one kind that all cases are of, as far as they say; else `general`. */
function categoryOfAll({ candidates, matrix }: OwnFigures): RankingCategory {
  const names = [
    ...candidates.flatMap(({ qualityByCategory }) => Object.keys(qualityByCategory)),
    ...matrix.map(({ category }) => category),
  ];
  const kinds = new Set(names.map((name) => (name === null ? null : rankingCategoryOf(name))));
  const [only = null] = kinds;
  return kinds.size === 1 && only !== null ? only : 'general';
}

function withoutModels({ ranking, source }: RankingAnswer): PublicRanking[] {
  if (ranking === null || source === null) return [];
  const { category, origin, fetchedAt, index, standsIn, models } = ranking;
  return [{ category, origin, source, fetchedAt, index, standsIn, models: models.length }];
}

function modelOf({ provider, model }: CandidateSummary): string {
  return `${provider}/${model}`;
}

function ranksOf(
  candidate: CandidateSummary,
  answered: readonly RankingAnswer[],
  find: FindRanked,
  effort: string | null,
): readonly PublicRank[] {
  return answered.flatMap(({ category, ranking }) => {
    const found = ranking === null ? null : find(ranking, modelOf(candidate), effort);
    if (found === null) return [];
    const { name, rank, score } = found.ranked;
    const { confidence, because } = found.match;
    return [{ category, name, rank, score, confidence, because }];
  });
}

function besidePublic(
  part: OwnPart,
  candidates: readonly CandidateSummary[],
  ranks: ReadonlyMap<CandidateId, readonly PublicRank[]>,
): RankedPart {
  const rows = candidates.flatMap(({ id, label }): RankedRow[] => {
    const quality = part.qualities.get(id);
    const found = ranks.get(id)?.find(({ category }) => category === part.category);
    return quality && found ? [{ id, label, quality, public: found }] : [];
  });
  const sure = new Map(rows.filter((row) => row.public.confidence !== 'guess').map((row) => [row.id, row]));
  const decided = part.pairs.flatMap((pair) => decidedBy(pair, sure));
  const disagreements = decided.filter(({ above, below }) => above.public.rank > below.public.rank);
  return {
    category: part.category,
    caseCategory: part.caseCategory,
    rows: rows.toSorted((a, b) => b.quality.value - a.quality.value || a.public.rank - b.public.rank),
    decidedPairs: decided.length,
    agreeingPairs: decided.length - disagreements.length,
    disagreements: disagreements.toSorted((a, b) => b.difference.value - a.difference.value),
    order: orderOf(candidates, sure),
  };
}

/** The pair with the better one above, where the run has decided and the board has the two apart. */
function decidedBy({ a, b, verdict, difference }: OwnPair, sure: ReadonlyMap<CandidateId, RankedRow>): Disagreement[] {
  const [first, second] = [sure.get(a), sure.get(b)];
  if (!first || !second || verdict === 'cannot-tell' || first.public.rank === second.public.rank) return [];
  return verdict === 'better'
    ? [{ above: first, below: second, difference }]
    : [{ above: second, below: first, difference: negative(difference) }];
}

function negative(difference: Estimate): Estimate {
  const turned = (figure: number | null): number | null => (figure === null ? null : -figure);
  return { ...difference, value: -difference.value, low: turned(difference.high), high: turned(difference.low) };
}

function orderOf(candidates: readonly CandidateSummary[], sure: ReadonlyMap<CandidateId, RankedRow>): OrderAgreement {
  const best = new Map<string, RankedRow>();
  for (const candidate of candidates) {
    const row = sure.get(candidate.id);
    const before = best.get(modelOf(candidate));
    if (row && (!before || row.quality.value > before.quality.value)) best.set(modelOf(candidate), row);
  }
  const pairs = [...best.values()].map((row): [number, number] => [row.quality.value, -row.public.rank]);
  return { tau: pairs.length < fewestForOrder ? null : kendallTauB(pairs), models: pairs.length };
}
