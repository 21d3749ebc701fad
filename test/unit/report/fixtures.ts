import type { AttemptBody, AttemptRecord, Score } from '../../../src/shared/model/attempt.ts';
import type { CandidateSummary, Comparison, Distribution, Estimate, MatrixRow } from '../../../src/shared/model/comparison.ts';
import type { CallError } from '../../../src/shared/model/errors.ts';
import type { AttemptId, CandidateId, RunId, SampleId } from '../../../src/shared/model/ids.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import type { BaselineData } from '../../../src/core/report/baseline/data.ts';
import { csvPieces } from '../../../src/core/report/csv.ts';
import type { AnsweredAttempt, ReportInput } from '../../../src/core/report/input.ts';
import { jsonPieces, type JsonReport } from '../../../src/core/report/json.ts';
import type { GradeRecord } from '../../../src/shared/model/scoring.ts';

/** Comparisons and attempts by hand: figures are chosen to be told apart, not to be computed from one another. */

const runId = '0b7c1f7e-5a52-4c9a-9c0e-2f6f6f2a9d11' as RunId;

export const run: RunRecord = {
  id: runId,
  name: 'Support replies',
  triggeredBy: 'cli',
  suiteName: 'Support replies',
  suitePath: 'support.bench.yaml',
  suiteHash: '5d41402abc4b2a76b9719d911017c592ae4f8c3a1b2d9e07f6c5b4a392817263',
  startedAt: '2026-11-20T09:30:00.000Z',
  finishedAt: '2026-11-20T09:31:12.000Z',
  status: 'finished',
  statusMessage: null,
  plannedSamples: 144,
  toolVersion: '0.1.0',
  harness: {
    loopDelayP50Ms: 0.4,
    loopDelayP99Ms: 1.2,
    loopDelayMaxMs: 6.1,
    contaminatedSamples: 0,
    samples: 144,
    nodeVersion: '24.21.0',
    platform: 'linux-x64',
  },
  baselineAt: null,
  extensions: 0,
};

export function estimate(value: number, half: number | null = null, n = 36, clusters: number | null = 12): Estimate {
  return half === null
    ? { value, low: null, high: null, n, clusters }
    : { value, low: Math.max(0, value - half), high: value + half, n, clusters };
}

/** A skewed spread about the median. */
export function distribution(median: number, n = 36): Distribution {
  const sorted = Array.from({ length: Math.min(200, n) }, (_, index) => median * (0.7 + 0.6 * (index / (n - 1 || 1)) ** 2 * 1.6));
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? median;
  return {
    n,
    mean: median * 1.05,
    min: at(0),
    max: at(1),
    p25: at(0.25),
    p50: estimate(median, median * 0.1, n),
    p75: at(0.75),
    p90: at(0.9),
    p95: estimate(at(0.95), median * 0.3, n),
    p99: at(1),
    sorted,
  };
}

export function candidate(label: string, over: Partial<CandidateSummary> = {}): CandidateSummary {
  const [provider = '', model = ''] = label.split('/');
  return {
    id: label as CandidateId,
    label,
    provider,
    model,
    promptId: 'prompt 1',
    planned: 36,
    ok: 36,
    failed: 0,
    cancelled: 0,
    retries: 0,
    quality: estimate(0.9, 0.05),
    passRate: estimate(0.86, 0.08),
    qualityByCategory: {},
    classification: null,
    latencyMs: distribution(842),
    ttftMs: distribution(210),
    ttfaMs: distribution(215),
    tpotMs: distribution(12),
    decodeTokensPerSecond: distribution(84),
    e2eTokensPerSecond: distribution(60),
    concurrency: 8,
    waiting: { queueP50: 1200, queueMax: 3400, backedOff: 0, backoffMax: 0 },
    throughput: 61.5,
    goodput: null,
    apis: ['openai-chat'],
    adaptations: [],
    inputTokens: 12_345,
    outputTokens: 4567,
    reasoningTokens: 0,
    estimatedUsageCalls: 0,
    price: priceRow(),
    cost: { totalUsd: 0.0042, knownUsd: 0.0042, unknownCalls: 0, perSample: estimate(0.000117, 0.00001), estimated: false },
    errors: [],
    scorerFailures: 0,
    failedScorers: [],
    cutOff: null,
    contaminated: 0,
    pareto: false,
    ...over,
  };
}

export function priceRow(over: Partial<PriceRow> = {}): PriceRow {
  return {
    inputPerMTok: 0.25,
    outputPerMTok: 2,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'genai-prices',
    matchedModel: 'swift',
    exact: true,
    ...over,
  };
}

export function cost(totalUsd: number, samples = 36): CandidateSummary['cost'] {
  return { totalUsd, knownUsd: totalUsd, unknownCalls: 0, perSample: estimate(totalUsd / samples, null), estimated: false };
}

export function comparison(candidates: readonly CandidateSummary[], over: Partial<Comparison> = {}): Comparison {
  const known = candidates.reduce((sum, { cost: { knownUsd } }) => sum + knownUsd, 0);
  const unknownCostCalls = candidates.reduce((sum, { cost: { unknownCalls } }) => sum + unknownCalls, 0);
  return {
    runId,
    run,
    status: 'finished',
    timing: null,
    candidates,
    scoring: { active: null, all: [], leftOut: 0, open: 0 },
    pairs: [],
    recommendation: {
      headline: 'There is no recommendation.',
      details: [],
      ...{ bestQuality: null, cheapest: null, fastest: null, cheapestAsGood: null, saving: null, marked: null },
      margin: 0.03,
    },
    leaders: { quality: null, cost: null, speed: null },
    categories: [],
    prompts: [],
    replicates: null,
    ranking: null,
    judging: null,
    people: null,
    moreData: null,
    baseline: null,
    detectable: null,
    matrix: [],
    matrixTotal: 12,
    totals: {
      done: candidates.reduce((sum, { ok, failed }) => sum + ok + failed, 0),
      planned: 144,
      failed: candidates.reduce((sum, { failed }) => sum + failed, 0),
      costUsd: unknownCostCalls === 0 ? known : null,
      knownCostUsd: known,
      unknownCostCalls,
      contaminated: 0,
      throughput: null,
    },
    ...over,
  };
}

export function callError(over: Partial<CallError> = {}): CallError {
  return {
    kind: 'rate-limit',
    stage: 'headers',
    message: 'Too many requests',
    advice: 'Lower the concurrency of this provider.',
    retryable: true,
    retryAfterMs: 2000,
    httpStatus: 429,
    providerCode: null,
    requestId: 'req_429',
    ...over,
  };
}

export function score(over: Partial<Score> = {}): Score {
  return { name: 'contains "30 days"', scorer: 'contains', value: 1, passed: true, weight: 1, reason: 'found', ...over };
}

export function attempt(id: string, over: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: id as AttemptId,
    runId,
    sampleId: `sample-${id}` as SampleId,
    candidateId: 'demo/swift' as CandidateId,
    provider: 'demo',
    model: 'swift',
    responseModel: 'swift-2026-11',
    api: 'openai-chat',
    adapted: [],
    promptId: 'prompt 1',
    caseId: 'refund',
    category: 'policy',
    repeat: 1,
    attempt: 1,
    final: true,
    warmup: false,
    status: 'ok',
    startedAt: '2026-11-20T09:30:01.000Z',
    timing: {
      queueMs: 1.5,
      backoffMs: 0,
      ttftMs: 210.25,
      ttfaMs: 215,
      e2eMs: 842.5,
      tpotMs: 12.5,
      decodeTokensPerSecond: 84.2,
      e2eTokensPerSecond: 60.1,
      totalMs: 850,
    },
    concurrency: 8,
    requestedTokens: 300,
    usage: { inputTokens: 120, outputTokens: 50, reasoningTokens: 0, cachedInputTokens: null, cacheWriteTokens: null },
    usageSource: 'provider',
    cost: { usd: 0.00012, estimated: false, source: 'price-row' },
    quality: 1,
    passed: true,
    scores: [score()],
    error: null,
    finishReason: 'stop',
    requestId: 'req_1',
    contaminated: false,
    ...over,
  };
}

export function failedAttempt(id: string, over: Partial<AttemptRecord> = {}): AttemptRecord {
  const timing = {
    ...attempt('t').timing,
    ttftMs: null,
    ttfaMs: null,
    e2eMs: null,
    tpotMs: null,
    decodeTokensPerSecond: null,
    e2eTokensPerSecond: null,
  };
  return attempt(id, {
    status: 'error',
    timing,
    usage: { inputTokens: null, outputTokens: null, reasoningTokens: null, cachedInputTokens: null, cacheWriteTokens: null },
    usageSource: null,
    cost: { usd: null, estimated: false, source: null },
    quality: null,
    passed: null,
    scores: [],
    error: callError(),
    finishReason: null,
    ...over,
  });
}

export function bodies(answers: Readonly<Record<string, string>>): ReadonlyMap<string, AttemptBody> {
  const marks = { sent: 1, headers: 100, firstDelta: 210, firstText: 215, lastDelta: 842, finished: 850 };
  return new Map(Object.entries(answers).map(([id, answer]) => [id, { answer, reasoning: '', marks, chunks: [] }]));
}

/** Four models of differing kind on three cases: the usual picture. */
export function usual(): ReportInput {
  const swift = candidate('demo/swift', {
    quality: estimate(0.914, 0.041),
    cost: cost(0.0013),
    latencyMs: distribution(412),
    pareto: true,
  });
  const grand = candidate('demo/grand', {
    quality: estimate(0.928, 0.038),
    cost: cost(0.0042),
    latencyMs: distribution(1240),
    pareto: true,
  });
  const unpriced = candidate('local/llama-3.2-3b-instruct-q4', {
    quality: estimate(0.61, 0.09),
    passRate: estimate(0.5, 0.16),
    price: null,
    cost: { totalUsd: null, knownUsd: 0, unknownCalls: 36, perSample: null, estimated: false },
    latencyMs: distribution(3100),
  });
  const shaky = candidate('demo/shaky', {
    quality: estimate(0.74, 0.12, 30),
    ok: 30,
    failed: 6,
    retries: 4,
    cost: { totalUsd: null, knownUsd: 0.0009, unknownCalls: 6, perSample: estimate(0.00003), estimated: false },
    errors: [
      { kind: 'rate-limit', count: 7, advice: 'Lower the concurrency.' },
      { kind: 'stall', count: 3, advice: 'Run again.' },
    ],
    contaminated: 2,
  });
  const candidates = [shaky, swift, grand, unpriced];
  const attempts = [
    attempt('a1'),
    attempt('a2', { candidateId: grand.id, model: 'grand' }),
    failedAttempt('a3', { candidateId: shaky.id, model: 'shaky' }),
    attempt('a4', {
      candidateId: unpriced.id,
      provider: 'local',
      model: 'llama-3.2-3b-instruct-q4',
      quality: 0,
      passed: false,
      scores: [score({ value: 0, passed: false, reason: 'missing "30 days"' })],
      cost: { usd: null, estimated: false, source: null },
    }),
  ];
  return {
    comparison: comparison(candidates, {
      pairs: [
        {
          a: swift.id,
          b: grand.id,
          difference: { value: -0.014, low: -0.028, high: 0.004, n: 12, clusters: 12 },
          pValue: 0.21,
          verdict: 'cannot-tell',
          nonInferior: true,
          moreCases: 80,
        },
        {
          a: shaky.id,
          b: grand.id,
          difference: { value: -0.188, low: -0.3, high: -0.08, n: 12, clusters: 12 },
          pValue: 0.004,
          verdict: 'worse',
          nonInferior: false,
          moreCases: null,
        },
        {
          a: unpriced.id,
          b: grand.id,
          difference: { value: -0.318, low: -0.42, high: -0.21, n: 12, clusters: 12 },
          pValue: 0.0002,
          verdict: 'worse',
          nonInferior: false,
          moreCases: null,
        },
      ],
      recommendation: {
        headline:
          'demo/swift is as good as demo/grand (difference −1.4 points, 95 % interval −2.8 to +0.4) at 31 % of the cost (saves 69 %).',
        details: [
          '“As good” means that the whole interval of the difference lies above −3 points.',
          'demo/shaky failed on 6 of 36 samples.',
        ],
        bestQuality: grand.id,
        cheapest: swift.id,
        fastest: swift.id,
        cheapestAsGood: swift.id,
        saving: { value: 0.69, low: 0.62, high: 0.74, n: 12, clusters: 12 },
        margin: 0.03,
        marked: { id: swift.id, as: 'recommended' },
      },
      matrix: matrix(candidates),
      matrixTotal: 3,
    }),
    attempts,
    bodies: bodies({ a1: 'You can return it within 30 days.', a2: 'Within 30 days.', a4: 'Yes, any time!' }),
  };
}

export function matrix(candidates: readonly CandidateSummary[]): readonly MatrixRow[] {
  const attemptIds: Readonly<Record<string, string>> = {
    'demo/swift': 'a1',
    'demo/grand': 'a2',
    'demo/shaky': 'a3',
    'local/llama-3.2-3b-instruct-q4': 'a4',
  };
  return ['refund', 'shipping', 'warranty'].map((caseId, index) => ({
    caseId,
    name: index === 0 ? 'Refund window' : `${caseId} question`,
    category: index === 2 ? null : 'policy',
    cells: candidates.map(({ id, label }, column) => {
      const failed = label === 'demo/shaky' && index === 0;
      return {
        candidateId: id,
        ok: failed ? 0 : 3,
        failed: failed ? 3 : 0,
        quality: failed ? null : Math.max(0, 1 - 0.17 * index * column),
        latencyMs: failed ? null : 800,
        costUsd: label.startsWith('local/') || failed ? null : 0.00012,
        errorKind: failed ? 'rate-limit' : null,
        attemptId: index === 0 ? (attemptIds[label] ?? null) : null,
      };
    }),
  }));
}

/** What exports of attempts are made from, in groups of two. */
export function* answeredOf({ attempts, bodies, grades = [], ratings = [] }: AnsweredInput): Generator<AnsweredAttempt[]> {
  const all = attempts.map((record) => ({
    record,
    body: bodies.get(record.id) ?? null,
    grade: grades.find(({ attemptId }) => attemptId === record.id) ?? null,
    rating: ratings.find(({ attemptId }) => attemptId === record.id) ?? null,
  }));
  for (let i = 0; i < all.length; i += 2) yield all.slice(i, i + 2);
}

type AnsweredInput = Pick<ReportInput, 'attempts' | 'bodies' | 'ratings'> & { readonly grades?: readonly GradeRecord[] };

type CsvInput = AnsweredInput & { readonly comparison?: Pick<Comparison, 'candidates'> };

export async function csvOf({ comparison = { candidates: [] }, ...input }: CsvInput): Promise<string> {
  return (await Array.fromAsync(csvPieces(comparison, answeredOf(input)))).join('');
}

type JsonInput = AnsweredInput & Pick<ReportInput, 'comparison'> & { readonly baseline: BaselineData };

export async function jsonTextOf(input: JsonInput): Promise<string> {
  return (await Array.fromAsync(jsonPieces(input.comparison, input.baseline, answeredOf(input)))).join('');
}

export async function jsonOf(input: JsonInput): Promise<JsonReport> {
  return JSON.parse(await jsonTextOf(input)) as JsonReport;
}
