import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type {
  Adaptation,
  CandidateSummary,
  CutOff,
  ErrorCount,
  Estimate,
  ScorerFailures,
} from '../../../shared/model/comparison.ts';
import type { ErrorKind } from '../../../shared/model/errors.ts';
import type { Thresholds } from '../../../shared/model/suite.ts';
import type { PriceRow } from '../../../shared/model/usage.ts';
import { excerpt } from '../../scorers/text.ts';
import { unitMeanEstimate } from '../../stats/mean.ts';
import type { Categories } from './categories.ts';
import { classificationOf } from './classification.ts';
import { costSummary } from './cost.ts';
import { distributionOf, sampleOf } from './distribution.ts';
import { meetsLimits, throughputOf, waitingOf } from './flow.ts';
import type { CandidateGroup, Outcome } from './group.ts';

export interface CandidateContext {
  readonly planned: number;
  readonly price: PriceRow | null;
  readonly thresholds: Thresholds;
  readonly categories: Categories;
  /** Output tokens that the suite allows an answer; `null`: it does not say. */
  readonly outputLimit: number | null;
  readonly isTiming: boolean;
}

/** Characters of a scorer's reason. */
const mostReason = 240;

/** Everything of one candidate that does not depend on the others; `pareto` is set once all are known. */
export function summarize(group: CandidateGroup, context: CandidateContext): CandidateSummary {
  const { candidate, attempts, outcomes } = group;
  const { planned, price, thresholds, categories } = context;
  const answered = outcomes.filter(({ record }) => record.status === 'ok');
  const timing = (figure: keyof AttemptRecord['timing']) => distributionOf(sampleOf(answered, (r) => r.timing[figure]));
  const ttftMs = timing('ttftMs');
  const failedScorers = failedScorersOf(answered);
  // A model that does not reason aloud answers with its first token: what takes long is done once.
  const isOne = answered.every(({ record: { timing } }) => timing.ttfaMs === timing.ttftMs);
  return {
    id: candidate.id,
    label: candidate.label,
    provider: candidate.provider,
    model: candidate.model,
    promptId: candidate.promptId,
    planned,
    ok: answered.length,
    failed: count(outcomes, (r) => r.status === 'error'),
    cancelled: count(outcomes, (r) => r.status === 'cancelled'),
    retries: attempts.filter((r) => r.attempt > 1).length,
    quality: qualityOf(answered),
    passRate: passRateOf(answered),
    qualityByCategory: qualityByCategory(answered, categories),
    classification: classificationOf(answered),
    latencyMs: timing('e2eMs'),
    ttftMs,
    ttfaMs: isOne ? ttftMs : timing('ttfaMs'),
    tpotMs: timing('tpotMs'),
    decodeTokensPerSecond: timing('decodeTokensPerSecond'),
    e2eTokensPerSecond: timing('e2eTokensPerSecond'),
    concurrency: answered.reduce((most, { record }) => Math.max(most, record.concurrency), 0),
    waiting: waitingOf(answered),
    throughput: throughputOf(attempts),
    goodput: goodputOf(outcomes, thresholds),
    apis: [...new Set(answered.flatMap(({ record }) => record.api ?? []))],
    adaptations: adaptationsOf(answered),
    inputTokens: sumOrUnknown(answered, (r) => r.usage.inputTokens),
    outputTokens: sumOrUnknown(answered, (r) => r.usage.outputTokens),
    reasoningTokens: sumOrUnknown(answered, (r) => r.usage.reasoningTokens),
    estimatedUsageCalls: count(answered, (r) => r.usageSource === 'estimated'),
    price,
    cost: costSummary(group),
    errors: errorCounts(attempts),
    scorerFailures: failedScorers.reduce((sum, { scores }) => sum + scores, 0),
    failedScorers,
    cutOff: cutOffOf(answered, context),
    contaminated: count(answered, (r) => r.contaminated),
    pareto: false,
  };
}

function count(outcomes: readonly Outcome[], test: (record: AttemptRecord) => boolean): number {
  return outcomes.reduce((sum, { record }) => sum + (test(record) ? 1 : 0), 0);
}

function qualityOf(answered: readonly Outcome[]): Estimate | null {
  return unitMeanEstimate(sampleOf(answered, (r) => r.quality));
}

/** Share of judged answers that passed. */
function passRateOf(answered: readonly Outcome[]): Estimate | null {
  return unitMeanEstimate(sampleOf(answered, (r) => (r.passed === null ? null : Number(r.passed))));
}

function failedScorersOf(answered: readonly Outcome[]): ScorerFailures[] {
  const failed = answered.flatMap(({ record }) => record.scores.filter(({ value }) => value === null));
  return [...Map.groupBy(failed, ({ scorer }) => scorer)]
    .map(([scorer, scores]) => ({ scorer, scores: scores.length, reason: excerpt(scores[0]?.reason ?? '', mostReason) }))
    .sort((a, b) => b.scores - a.scores);
}

function cutOffOf(answered: readonly Outcome[], { outputLimit, isTiming }: CandidateContext): CutOff | null {
  const answers = isTiming ? 0 : count(answered, ({ finishReason }) => finishReason === 'length');
  return answers === 0 ? null : { answers, limit: outputLimit };
}

/** AIPerf: what was dropped hurts too. */
function goodputOf(outcomes: readonly Outcome[], thresholds: Thresholds): Estimate | null {
  const meets = meetsLimits(thresholds);
  return (
    meets &&
    unitMeanEstimate(sampleOf(outcomes, (r) => (r.status === 'cancelled' ? null : Number(r.status === 'ok' && meets(r)))))
  );
}

function adaptationsOf(answered: readonly Outcome[]): Adaptation[] {
  const counts = new Map<string, number>();
  for (const change of answered.flatMap(({ record }) => record.adapted)) counts.set(change, (counts.get(change) ?? 0) + 1);
  return [...counts].map(([change, calls]) => ({ change, calls })).sort((a, b) => b.calls - a.calls);
}

function qualityByCategory(answered: readonly Outcome[], categories: Categories): Record<string, Estimate> {
  const categorised = answered.filter(({ record }) => record.category !== null && categories.has(record.category));
  const byCategory = Map.groupBy(categorised, ({ record }) => record.category ?? '');
  const estimates = [...byCategory].flatMap(([category, outcomes]) => {
    const quality = qualityOf(outcomes);
    return quality ? [[category, quality] as const] : [];
  });
  return Object.fromEntries(estimates);
}

/** `null` as soon as one answered call does not tell, and where there is none. */
function sumOrUnknown(answered: readonly Outcome[], figure: (record: AttemptRecord) => number | null): number | null {
  let sum = 0;
  for (const { record } of answered) {
    const value = figure(record);
    if (value === null) return null;
    sum += value;
  }
  return answered.length === 0 ? null : sum;
}

/** Errors of all attempts, those that a retry made good among them; the most frequent first. */
function errorCounts(attempts: readonly AttemptRecord[]): ErrorCount[] {
  const counts = new Map<ErrorKind, ErrorCount>();
  for (const { error } of attempts) {
    if (!error) continue;
    const { kind, advice } = counts.get(error.kind) ?? error;
    counts.set(kind, { kind, advice, count: (counts.get(kind)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
