import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import {
  matrixLimit,
  type CandidateSummary,
  type Comparison,
  type MatrixRow,
  type ScoringView,
} from '../../../shared/model/comparison.ts';
import type { RunDetail, RunRecord } from '../../../shared/model/run.ts';
import type { GradeRecord, Rating } from '../../../shared/model/scoring.ts';
import type { Candidate } from '../../../shared/model/suite.ts';
import type { PriceRow } from '../../../shared/model/usage.ts';
import { paramsOf } from '../effortOf.ts';
import { isPlayMoney } from '../../../shared/playMoney.ts';
import { defaultMargin } from '../../stats/noninferiority.ts';
import { paretoFront } from '../../stats/pareto.ts';
import { compareWithBaseline } from '../baseline/compareWithBaseline.ts';
import type { BaselineData } from '../baseline/data.ts';
import { figuresByCase } from './figuresByCase.ts';
import { categoriesOf, largestCategories } from './categories.ts';
import { choose } from './choose.ts';
import { totalCost } from './cost.ts';
import { throughputOf } from './flow.ts';
import { group } from './group.ts';
import { headlineOf, type Findings } from './headline.ts';
import { judgingOf } from './judging.ts';
import { leadersOf } from './leaders.ts';
import { levelsOf, type Levels } from './levels.ts';
import { matrixOf } from './matrix.ts';
import { bestByQuality, pairsOf } from './pairs.ts';
import { pairwiseRankingOf } from './pairwiseRanking.ts';
import { peopleOf, ratedAnswers } from './people.ts';
import { detectableBy } from './planning.ts';
import { promptsOf } from './prompts.ts';
import { recommend } from './recommend.ts';
import { replicatesOf } from './replicates.ts';
import { summarize } from './summarize.ts';

/** What belongs to a run beside its attempts. `attempts` have the scores of the active scoring in place of their own. */
export interface CompareContext {
  readonly scoring?: ScoringView;
  /** Of the active scoring. */
  readonly grades?: readonly GradeRecord[];
  readonly ratings?: readonly Rating[];
  readonly baseline?: BaselineData | null;
}

const firstScores: ScoringView = { active: null, all: [], leftOut: 0, open: 0 };

/** A comparison with every row of its matrix. */
export interface ComparedRun {
  readonly comparison: Comparison;
  readonly rows: readonly MatrixRow[];
}

export function compare(...of: Parameters<typeof compareWhole>): Comparison {
  return compareWhole(...of).comparison;
}

/**
 * Everything that is shown of a run, from whatever attempts there are so far; definitions in the docs of
 * `core/stats`.
 *
 * A sample counts by its final attempt; warm-up calls count only in the total cost. Latencies and qualities are
 * those of answered samples. Contaminated samples stay in and are counted, since leaving out what came slowly
 * would flatter. The same attempts always give the same figures.
 */
export function compareWhole(
  run: RunRecord,
  detail: RunDetail,
  attempts: readonly AttemptRecord[],
  { scoring = firstScores, grades = [], ratings = [], baseline = null }: CompareContext = {},
): ComparedRun {
  const grouped = group(detail, attempts);
  const { cases, groups } = grouped;
  const { repeats, thresholds, timing, concurrency, warmup } = detail.suite;
  // Runs of earlier versions do not say.
  const margin = detail.suite.margin ?? defaultMargin;
  const planned = cases.length * repeats;
  const categories = largestCategories(cases);
  const unmarked = groups.map((g) => {
    const outputLimit = paramsOf(g.candidate, detail.suite)?.maxOutputTokens ?? null;
    const price = priceOf(detail, g.candidate);
    return summarize(g, { planned, thresholds, categories, price, outputLimit, isTiming: timing !== null });
  });
  const figures = new Map(groups.map((g) => [g.candidate.id, figuresByCase(g, cases.length)]));
  const levels = levelsOf(unmarked, figures);
  const summaries = markPareto(unmarked, levels);
  const best = bestByQuality(summaries, levels);
  const pairs = best ? pairsOf(best, summaries, figures, margin) : [];
  const againstBest = pairs.filter(({ result }) => result.b === best?.id);
  const choice = choose(best, summaries, againstBest, figures, levels);
  const rated = ratedAnswers(ratings);
  const judging = judgingOf(groups, grades, rated);
  const judged = cases.some((spec) => spec.expect.length > 0);
  const findings: Findings = { groups, summaries, levels, pairs: againstBest, choice, margin, judged, scoring, judging };
  const headline = headlineOf(findings);
  const rows = matrixOf(grouped);
  const comparison: Comparison = {
    runId: run.id,
    run,
    status: run.status,
    timing: timing && { outputTokens: timing.outputTokens, concurrency, warmup },
    candidates: summaries,
    scoring,
    pairs: pairs.map((pair) => pair.result),
    recommendation: recommend(run, findings, headline),
    leaders: leadersOf(choice, summaries, againstBest, figures),
    categories: categoriesOf(categories, summaries, figures),
    prompts: promptsOf(groups, summaries, figures),
    replicates: run.status === 'running' ? null : replicatesOf(grouped, figures, levels),
    ranking: pairwiseRankingOf(groups),
    judging,
    people: peopleOf(groups, rated),
    moreData: headline.moreData,
    baseline: baseline && compareWithBaseline(detail, groups, baseline),
    detectable: detectableBy(againstBest.map(({ paired }) => paired)),
    matrix: rows.slice(0, matrixLimit),
    matrixTotal: cases.length,
    budgetUsd: detail.suite.budgetUsd,
    playMoney: isPlayMoney(detail.suite) && (judging?.judges ?? []).every(({ judge }) => judge.startsWith('demo/')),
    totals: totalsOf(run, summaries, attempts),
  };
  return { comparison, rows };
}

function priceOf({ prices }: RunDetail, { provider, model }: Candidate): PriceRow | null {
  return prices[`${provider}/${model}`] ?? null;
}

/** Only a candidate whose cost and quality are both known can stand on the front. */
function markPareto(summaries: readonly CandidateSummary[], levels: Levels): CandidateSummary[] {
  const points = summaries.flatMap((s) => {
    const { cost = null, quality = null } = levels.get(s.id) ?? {};
    return cost === null || quality === null ? [] : [{ id: s.id, cost, quality }];
  });
  const front = new Set(paretoFront(points).map(({ id }) => id));
  return summaries.map((s) => ({ ...s, pareto: front.has(s.id) }));
}

function totalsOf(
  run: RunRecord,
  summaries: readonly CandidateSummary[],
  attempts: readonly AttemptRecord[],
): Comparison['totals'] {
  const sum = (figure: (s: CandidateSummary) => number): number => summaries.reduce((total, s) => total + figure(s), 0);
  const { totalUsd, knownUsd, unknownCalls } = totalCost(attempts.map(({ cost }) => cost));
  return {
    done: sum((s) => s.ok + s.failed),
    planned: run.plannedSamples,
    failed: sum((s) => s.failed),
    costUsd: totalUsd,
    knownCostUsd: knownUsd,
    unknownCostCalls: unknownCalls,
    contaminated: sum((s) => s.contaminated),
    throughput: throughputOf(attempts.filter(({ warmup }) => !warmup)),
  };
}
