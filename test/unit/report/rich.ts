import type { ReportInput } from '../../../src/core/report/input.ts';
import type { CaseChange, Comparison } from '../../../src/shared/model/comparison.ts';
import type { AttemptId, CandidateId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { GradeRecord, Rating } from '../../../src/shared/model/scoring.ts';
import { candidate, cost, estimate, run, usual } from './fixtures.ts';

/** The usual run with everything that a report may tell beside it. */

const [shaky, swift, grand, unpriced] = ['demo/shaky', 'demo/swift', 'demo/grand', 'local/llama-3.2-3b-instruct-q4'].map(
  (id) => id as CandidateId,
) as [CandidateId, CandidateId, CandidateId, CandidateId];
const scoringId = 'scoring-2' as ScoringId;
const judgingCost = { totalUsd: 0.012, knownUsd: 0.012, unknownCalls: 0, estimated: false };
const signed = (value: number, half: number, n = 12) => ({ value, low: value - half, high: value + half, n, clusters: n });

export function caseChange(caseId: string, before: number, after: number, over: Partial<CaseChange> = {}): CaseChange {
  return {
    caseId,
    name: `${caseId} question`,
    before,
    after,
    answersBefore: 3,
    answersAfter: 3,
    significant: false,
    attemptId: null,
    ...over,
  };
}

const baseline: Comparison['baseline'] = {
  runId: null,
  name: 'last week',
  startedAt: '2026-11-14T09:30:00.000Z',
  candidates: [
    {
      id: swift,
      comparable: 11,
      quality: { difference: signed(-0.05, 0.03, 11), verdict: 'worse', pValue: 0.001 },
      costRatio: signed(1.2, 0.08, 11),
      latencyRatio: signed(0.9, 0.05, 11),
      regressions: [
        caseChange('shipping', 1, 0.67),
        caseChange('refund', 1, 0, { name: 'Refund window', significant: true, answersAfter: 2 }),
      ],
      improvements: [caseChange('warranty', 0, 1)],
      regressed: 2,
      improved: 1,
    },
    {
      id: shaky,
      comparable: 0,
      quality: null,
      costRatio: null,
      latencyRatio: null,
      regressions: [],
      improvements: [],
      regressed: 0,
      improved: 0,
    },
  ],
  onlyNow: ['demo/grand'],
  onlyThen: ['demo/old'],
  casesLeftOut: 1,
};

const over: Partial<Comparison> = {
  scoring: {
    active: scoringId,
    all: [
      {
        id: scoringId,
        runId: run.id,
        trigger: 'rescore',
        createdAt: '2026-11-20T12:30:00.000Z',
        finishedAt: '2026-11-20T12:31:00.000Z',
        status: 'finished',
        statusMessage: null,
        planned: 3,
        source: 'expectations of support.bench.yaml',
      },
    ],
    leftOut: 2,
    open: 1,
  },
  leaders: {
    quality: { id: grand, rivals: [swift] },
    cost: { id: swift, rivals: [] },
    speed: { id: swift, rivals: [grand, shaky, unpriced] },
  },
  categories: [
    {
      category: 'policy',
      cases: 2,
      leader: { id: grand, rivals: [swift] },
      candidates: [
        { id: swift, quality: estimate(0.9, 0.06, 6, 2), verdict: 'cannot-tell', difference: signed(-0.02, 0.05, 2) },
        { id: grand, quality: estimate(0.92, 0.05, 6, 2), verdict: null, difference: null },
      ],
    },
    { category: 'other', cases: 1, leader: null, candidates: [] },
  ],
  prompts: [
    {
      promptId: 'plain',
      quality: estimate(0.8, 0.1),
      costPerSample: estimate(0.0001, 0.00001),
      latencyP50: 800,
      verdict: 'worse',
      difference: signed(-0.1, 0.04),
    },
    { promptId: 'brief', quality: estimate(0.9, 0.05), costPerSample: null, latencyP50: null, verdict: null, difference: null },
  ],
  replicates: {
    draws: 3,
    candidates: [swift, grand, shaky].map((id, i) => ({
      id,
      quality: [0.9, 0.92, 0.91],
      costUsd: i === 0 ? [0.00003, 0.00004, 0.00003] : [0.0001, 0.0001, 0.0002],
      latencyMs: i === 0 ? [400, 420, 410] : [1200, 1250, 1300],
    })),
  },
  ranking: {
    judgedPairs: 24,
    candidates: [
      {
        id: grand,
        strength: estimate(0.71, 0.1),
        rank: { value: 1, low: 1, high: 2, n: 24, clusters: 12 },
        won: 14,
        tied: 6,
        lost: 4,
      },
      {
        id: swift,
        strength: estimate(0.29, 0.1),
        rank: { value: 2, low: 1, high: 2, n: 24, clusters: 12 },
        won: 4,
        tied: 6,
        lost: 14,
      },
    ],
  },
  judging: {
    judges: [
      {
        judge: 'demo/arbiter',
        judged: 34,
        failed: 2,
        cost: judgingCost,
        itself: [],
        family: ['demo/grand'],
        agreement: { share: estimate(0.88, 0.07, 24, null), kappa: 0.71 },
      },
    ],
    calls: 36,
    cost: judgingCost,
    agreement: null,
  },
  people: { rated: 24, byCandidate: [{ id: swift, rating: estimate(0.75, 0.1, 24) }], agreement: null },
  baseline,
  detectable: 0.082,
};

const grade: GradeRecord = {
  scoringId,
  runId: run.id,
  attemptId: 'a1' as AttemptId,
  at: '2026-11-20T12:30:30.000Z',
  scores: [],
  quality: 1,
  passed: true,
  cost: { usd: 0.0004, estimated: false, source: 'price-row' },
  calls: 2,
};

const rating: Rating = {
  runId: run.id,
  attemptId: 'a1' as AttemptId,
  at: '2026-11-21T08:00:00.000Z',
  thumb: null,
  stars: 4,
  note: '=right, but curt',
};

export function rich(): ReportInput & { readonly grades: readonly GradeRecord[] } {
  const input = usual();
  const classification = {
    macroF1: estimate(0.81, 0.07),
    labels: [
      { label: 'bug', expected: 20, precision: 0.9, recall: 0.72, f1: 0.8 },
      { label: 'praise', expected: 4, precision: null, recall: 0, f1: null },
    ],
  };
  const candidates = input.comparison.candidates.map((one) => (one.id === swift ? { ...one, classification } : one));
  return {
    ...input,
    comparison: { ...input.comparison, ...over, candidates },
    grades: [grade],
    ratings: [rating],
    thresholds: { quality: 0.7, qualityDrop: 0.01 },
  };
}

/** Ten models, each against each. */
export function tenModels(): Comparison {
  const { comparison } = usual();
  const candidates = Array.from({ length: 10 }, (_, i) =>
    candidate(`m/${i}`, { quality: estimate(0.9 - i / 20, 0.02), cost: cost(0.001 * (i + 1)) }),
  );
  const pairs = candidates.flatMap((b, j) =>
    candidates.slice(j + 1).map((a) => ({
      a: a.id,
      b: b.id,
      difference: signed(-0.05, 0.02),
      pValue: 0.01,
      verdict: 'worse' as const,
      nonInferior: false,
      moreCases: null,
    })),
  );
  return {
    ...comparison,
    candidates,
    pairs,
    recommendation: { ...comparison.recommendation, bestQuality: candidates[0]?.id ?? null },
  };
}
