import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attempt, AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { RunFigures } from '../../../src/shared/model/history.ts';
import type { AttemptId, CandidateId, RunId, SampleId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import type { Grade, GradeRecord, Rating, ScoringDetail, ScoringRecord } from '../../../src/shared/model/scoring.ts';
import type { CallError } from '../../../src/shared/model/errors.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';

export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'llm-bench-store-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function makeRun(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id: randomUUID() as RunId,
    name: 'Support replies',
    triggeredBy: 'user',
    suiteName: 'Support replies',
    suitePath: 'suites/support.bench.yaml',
    suiteHash: 'a1b2',
    startedAt: '2026-03-01T10:00:00.000Z',
    finishedAt: null,
    status: 'running',
    statusMessage: null,
    plannedSamples: 4,
    toolVersion: '0.1.0',
    harness: null,
    baselineAt: null,
    extensions: 0,
    ...changes,
  };
}

export const detail: RunDetail = {
  suite: {
    name: 'Support replies',
    description: 'Zwei Sätze – “quoted”, 日本語',
    hash: 'a1b2',
    models: [],
    endpoints: [],
    prices: {},
    prompts: [{ id: 'prompt 1', template: 'Customer asks: {{question}}' }],
    cases: [],
    repeats: 1,
    concurrency: 8,
    pacing: { requestsPerMinute: null, tokensPerMinute: null, headroom: 0.2 },
    timing: null,
    warmup: 0,
    retries: { max: 2, baseMs: 500, capMs: 20_000, deadlineMs: 600_000 },
    timeouts: { headersMs: 30_000, idleMs: 30_000, totalMs: 120_000 },
    budgetUsd: null,
    thresholds: {},
    graders: [],
    margin: 0.03,
  },
  candidates: [
    { id: 'c1' as CandidateId, label: 'mini', provider: 'openai', model: 'gpt-5-mini', promptId: 'prompt 1' },
    { id: 'c2' as CandidateId, label: 'local', provider: 'ollama', model: 'llama3.2', promptId: 'prompt 1' },
    { id: 'c3' as CandidateId, label: 'mini again', provider: 'openai', model: 'gpt-5-mini', promptId: 'prompt 1' },
  ],
  prices: {
    'openai/gpt-5-mini': {
      inputPerMTok: 0.25,
      outputPerMTok: 2,
      cachedInputPerMTok: 0.025,
      cacheWritePerMTok: null,
      source: 'genai-prices',
      matchedModel: 'gpt-5-mini',
      exact: true,
    },
  },
};

export const rateLimited: CallError = {
  kind: 'rate-limit',
  stage: 'headers',
  message: '429 Too many requests',
  advice: 'Lower the concurrency.',
  retryable: true,
  retryAfterMs: 1500,
  httpStatus: 429,
  providerCode: 'rate_limit_exceeded',
  requestId: 'req_1',
};

export function makeAttempt(runId: RunId, changes: Partial<AttemptRecord> = {}, answer = 'You have 30 days.'): Attempt {
  const id = randomUUID() as AttemptId;
  return {
    record: {
      id,
      runId,
      sampleId: `s-${id}` as SampleId,
      candidateId: 'c1' as CandidateId,
      provider: 'openai',
      model: 'gpt-5-mini',
      responseModel: 'gpt-5-mini-2026-01-01',
      api: 'openai-chat',
      adapted: [],
      promptId: 'prompt 1',
      caseId: 'refund window',
      category: 'policy',
      repeat: 1,
      attempt: 1,
      final: true,
      warmup: false,
      status: 'ok',
      startedAt: '2026-03-01T10:00:01.000Z',
      timing: {
        queueMs: 1.25,
        backoffMs: 0,
        ttftMs: 200.5,
        ttfaMs: 210,
        e2eMs: 690.75,
        tpotMs: 10,
        decodeTokensPerSecond: 100,
        e2eTokensPerSecond: 72.4,
        totalMs: 692,
      },
      concurrency: 8,
      requestedTokens: 300,
      usage: { ...unknownUsage, inputTokens: 12, outputTokens: 50 },
      usageSource: 'provider',
      cost: { usd: 0.0001, estimated: false, source: 'price-row' },
      quality: 0.5,
      passed: false,
      scores: [{ name: 'contains "30 days"', scorer: 'contains', value: 0.5, passed: false, weight: 1, reason: 'half' }],
      error: null,
      finishReason: 'stop',
      requestId: 'req_2',
      contaminated: false,
      ...changes,
    },
    body: {
      answer,
      reasoning: '',
      marks: { sent: 0, headers: 100, firstDelta: 200.5, firstText: 210, lastDelta: 690.75, finished: 692 },
      chunks: [
        { t: 200.5, kind: 'reasoning' },
        { t: 210, kind: 'text' },
      ],
    },
  };
}

/** A failed attempt of the kind that names nothing: everything that may be unknown is. */
export function makeFailure(runId: RunId, changes: Partial<AttemptRecord> = {}): Attempt {
  return makeAttempt(
    runId,
    {
      responseModel: null,
      category: null,
      status: 'error',
      timing: {
        queueMs: null,
        backoffMs: 250,
        ttftMs: null,
        ttfaMs: null,
        e2eMs: null,
        tpotMs: null,
        decodeTokensPerSecond: null,
        e2eTokensPerSecond: null,
        totalMs: 300,
      },
      requestedTokens: null,
      usage: unknownUsage,
      usageSource: null,
      cost: { usd: null, estimated: false, source: null },
      quality: null,
      passed: null,
      scores: [],
      error: rateLimited,
      finishReason: null,
      requestId: null,
      contaminated: true,
      ...changes,
    },
    '',
  );
}

export function makeScoring(runId: RunId, changes: Partial<ScoringRecord> = {}): ScoringRecord {
  return {
    id: randomUUID() as string as ScoringId,
    runId,
    trigger: 'rescore',
    createdAt: '2026-03-02T09:00:00.000Z',
    finishedAt: null,
    status: 'running',
    statusMessage: null,
    planned: 4,
    source: 'expectations of “support”.bench.yaml',
    ...changes,
  };
}

export function makeFinishedScoring(runId: RunId, finishedAt: string, changes: Partial<ScoringRecord> = {}): ScoringRecord {
  return makeScoring(runId, { status: 'finished', finishedAt, ...changes });
}

export const scoringDetail: ScoringDetail = {
  expect: {
    'refund window': [
      {
        scorer: 'judge',
        args: { rubric: 'höflich', judges: ['openai/gpt-5-mini'], reference: null, threshold: 0.75 },
        weight: 1,
        not: false,
      },
    ],
  },
  judges: ['openai/gpt-5-mini'],
  prices: detail.prices,
  endpoints: [],
};

export function makeGrade(scoring: ScoringRecord, attemptId: AttemptId, changes: Partial<GradeRecord> = {}): Grade {
  const cost = { usd: 0.002, estimated: false, source: 'price-row' } as const;
  const judge = 'openai/gpt-5-mini';
  const reason = 'zu knapp, 日本語';
  return {
    record: {
      scoringId: scoring.id,
      runId: scoring.runId,
      attemptId,
      at: '2026-03-02T09:00:01.000Z',
      scores: [
        {
          name: 'judge: höflich',
          scorer: 'judge',
          value: 0.75,
          passed: true,
          weight: 1,
          reason,
          judgements: [{ judge, value: 0.75, reason, cost }],
        },
      ],
      quality: 0.75,
      passed: true,
      cost,
      calls: 1,
      ...changes,
    },
    calls: [
      {
        judge,
        scorer: 'judge',
        system: 'You grade answers of language models.',
        prompt: '<task-1a2b3c4d>\n…',
        answer: '{"reason": "zu knapp", "score": 4}',
        usage: { ...unknownUsage, inputTokens: 200, outputTokens: 30 },
        cost,
        error: null,
      },
    ],
  };
}

/** A grade of an answer on which every scorer failed. */
export function makeFailedGrade(scoring: ScoringRecord, attemptId: AttemptId): Grade {
  const { record } = makeGrade(scoring, attemptId, {
    quality: null,
    passed: null,
    cost: { usd: null, estimated: true, source: null },
  });
  return { record, calls: [] };
}

export function makeRating(runId: RunId, attemptId: AttemptId, changes: Partial<Rating> = {}): Rating {
  return { runId, attemptId, at: '2026-03-03T08:00:00.000Z', thumb: 'up', stars: 4, note: 'gut, „aber“', ...changes };
}

export function makeFigures(stamp: string, changes: Partial<RunFigures> = {}): RunFigures {
  return {
    version: 1,
    stamp,
    candidates: [
      {
        questions: 'b7c1',
        label: 'mini „neu“',
        promptId: 'prompt 1',
        provider: 'openai',
        model: 'gpt-5-mini',
        ok: 4,
        failed: 0,
        quality: { value: 0.5, low: 0.25, high: 0.75, n: 4, clusters: 4 },
        passRate: null,
        costPerSample: null,
        knownCostUsd: 0.01,
        latencyMs: null,
        ttftMs: null,
        tokensPerSecond: null,
      },
    ],
    ...changes,
  };
}
