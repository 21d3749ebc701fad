import type {
  BaselineComparison,
  CandidateSummary,
  Comparison,
  Estimate,
  PairwiseResult,
} from '../../shared/model/comparison.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import { candidateLabel, ranked } from '../report/ranking.ts';
import { figure, shortName } from './bounds.ts';

/** How much of a run is told: of several runs less of each. */
export interface Extent {
  readonly models: number;
  readonly pairs: number;
}

export function extentOf(runs: number): Extent {
  return { models: Math.max(4, Math.floor(16 / runs)), pairs: Math.max(3, Math.floor(16 / runs)) };
}

/** A run's comparison as JSON for an agent: the same figures as everywhere, rounded, without what is for drawing. */
export function comparedRun(comparison: Comparison, extent: Extent): Readonly<Record<string, unknown>> {
  const { run, recommendation, totals, detectable, matrixTotal } = comparison;
  const label = (id: CandidateId | null) => (id === null ? null : shortName(candidateLabel(comparison, id)));
  const models = ranked(comparison.candidates);
  return {
    run: {
      id: run.id,
      name: shortName(run.name),
      suite: shortName(run.suiteName),
      suitePath: run.suitePath,
      startedAt: run.startedAt,
      status: run.status,
      part: run.part ?? null,
    },
    verdict: recommendation.headline,
    details: recommendation.details,
    bestQuality: label(recommendation.bestQuality),
    cheapestAsGood: label(recommendation.cheapestAsGood),
    cheapest: label(recommendation.cheapest),
    fastest: label(recommendation.fastest),
    saving: estimate(recommendation.saving),
    margin: recommendation.margin,
    cases: matrixTotal,
    samples: { done: totals.done, planned: totals.planned, failed: totals.failed },
    costUsd: figure(totals.costUsd),
    knownCostUsd: figure(totals.knownCostUsd),
    detectableDifference: figure(detectable),
    models: models.slice(0, extent.models).map(modelFigures),
    modelsLeftOut: Math.max(0, models.length - extent.models),
    differences: pairsOf(comparison, extent).map((pair) => pairFigures(comparison, pair)),
    ...(comparison.baseline && { against: against(comparison, comparison.baseline, extent) }),
  };
}

function modelFigures(candidate: CandidateSummary) {
  return {
    model: shortName(candidate.label),
    ref: shortName(`${candidate.provider}/${candidate.model}`),
    quality: estimate(candidate.quality),
    passRate: estimate(candidate.passRate),
    usdPerSample: estimate(candidate.cost.perSample),
    costEstimated: candidate.cost.estimated,
    latencyMsP50: estimate(candidate.latencyMs?.p50 ?? null),
    latencyMsP95: estimate(candidate.latencyMs?.p95 ?? null),
    answered: candidate.ok,
    failed: candidate.failed,
  };
}

/** Those against the best, which come first. */
export function pairsOf({ pairs, recommendation }: Comparison, extent: Extent): readonly PairwiseResult[] {
  return pairs.filter(({ b }) => b === recommendation.bestQuality).slice(0, extent.pairs);
}

function pairFigures(comparison: Comparison, { a, b, difference, verdict, nonInferior, moreCases }: PairwiseResult) {
  return {
    model: shortName(candidateLabel(comparison, a)),
    against: shortName(candidateLabel(comparison, b)),
    qualityDifference: estimate(difference),
    verdict,
    asGood: nonInferior,
    moreCasesWouldSettle: moreCases,
  };
}

function against(comparison: Comparison, baseline: BaselineComparison, extent: Extent) {
  return {
    run: baseline.runId,
    name: shortName(baseline.name),
    startedAt: baseline.startedAt,
    models: baseline.candidates.slice(0, extent.models).map((change) => ({
      model: shortName(candidateLabel(comparison, change.id)),
      comparableCases: change.comparable,
      qualityDifference: change.quality && estimate(change.quality.difference),
      verdict: change.quality?.verdict ?? null,
      costRatio: estimate(change.costRatio),
      latencyRatio: estimate(change.latencyRatio),
      casesWorse: change.regressed,
      casesBetter: change.improved,
    })),
    casesLeftOut: baseline.casesLeftOut,
  };
}

function estimate(found: Estimate | null) {
  if (found === null) return null;
  return { value: figure(found.value), low: figure(found.low), high: figure(found.high), n: found.n };
}
