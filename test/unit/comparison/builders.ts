import { randomUUID } from 'node:crypto';
import { compare, type CompareContext } from '../../../src/core/report/comparison/compare.ts';
import type { AttemptRecord, Timing } from '../../../src/shared/model/attempt.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { ErrorKind } from '../../../src/shared/model/errors.ts';
import type { AttemptId, CandidateId, RunId, SampleId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';

const runId = 'run' as RunId;

/** Quality, cost and time of one answer. */
export type Answer = (index: number) => { readonly quality: number | null; readonly usd: number | null; readonly e2eMs: number };

export interface Shape {
  readonly models: readonly string[];
  readonly cases: number;
  readonly repeats?: number;
  readonly status?: RunRecord['status'];
  readonly judged?: boolean;
  readonly prompts?: readonly string[];
  readonly category?: (index: number) => string | null;
}

const onePrompt = ['prompt 1'];

/** A run over cases `c0`, `c1`, … whose candidates are named like their models; with several prompts, `model · prompt`. */
export function runOf(shape: Shape): { run: RunRecord; detail: RunDetail } {
  const { models, cases, repeats = 1, status = 'finished', judged = true, prompts = onePrompt, category = () => null } = shape;
  const expect = judged
    ? [{ scorer: 'contains' as const, args: { values: ['x'], mode: 'any' as const, ignoreCase: false }, not: false, weight: 1 }]
    : [];
  const suite: Suite = {
    name: 'suite',
    description: '',
    hash: 'hash',
    models: [],
    endpoints: [],
    prices: {},
    prompts: prompts.map((id) => ({ id, template: `{{q}} as ${id}` })),
    cases: Array.from({ length: cases }, (_, i) => {
      return { id: `c${i}`, name: `case ${i}`, category: category(i), vars: { q: `question ${i}` }, expect };
    }),
    repeats,
    concurrency: 4,
    pacing: { requestsPerMinute: null, tokensPerMinute: null, headroom: 0.2 },
    timing: null,
    warmup: 0,
    retries: { max: 2, baseMs: 100, capMs: 1000, deadlineMs: 600_000 },
    timeouts: { headersMs: 1000, idleMs: 1000, totalMs: 1000 },
    budgetUsd: null,
    thresholds: {},
    graders: [],
    margin: 0.03,
  };
  const run: RunRecord = {
    id: runId,
    name: 'suite',
    triggeredBy: 'test',
    suiteName: 'suite',
    suitePath: 'suite.bench.yaml',
    suiteHash: 'hash',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: status === 'running' ? null : '2026-01-01T00:01:00.000Z',
    status,
    statusMessage: null,
    plannedSamples: models.length * prompts.length * cases * repeats,
    toolVersion: '0.1.0',
    harness: null,
    baselineAt: null,
    extensions: 0,
  };
  const candidates = models.flatMap((model) =>
    prompts.map((promptId) => {
      const label = prompts.length > 1 ? `${model} · ${promptId}` : model;
      return { id: label as CandidateId, label, provider: 'demo', model, promptId };
    }),
  );
  return { run, detail: { suite, candidates, prices: {} } };
}

/** The comparison of a run in which every model answered every case once. */
export function compareAnswers(
  models: Readonly<Record<string, Answer>>,
  shape: Omit<Shape, 'models'>,
  context?: CompareContext,
): Comparison {
  const { run, detail } = runOf({ ...shape, models: Object.keys(models) });
  return compare(run, detail, answersOf(models, shape.cases), context);
}

/** Every model's answer to every case. */
export function answersOf(models: Readonly<Record<string, Answer>>, cases: number): AttemptRecord[] {
  return Object.entries(models).flatMap(([model, answer]) =>
    Array.from({ length: cases }, (_, index) => attempt({ model, case: index, ...answer(index) })),
  );
}

/** Quality alone; cost and time are those of every answer. */
export function graded(quality: (index: number) => number | null): Answer {
  return (index) => ({ quality: quality(index), usd: 0.001, e2eMs: 1000 });
}

type Given = Partial<Omit<AttemptRecord, 'timing' | 'error'>> & {
  readonly model: string;
  readonly case: number;
  readonly usd?: number | null;
  readonly e2eMs?: number | null;
  readonly errorKind?: ErrorKind;
};

/** An answered sample of quality 1, 1 s and $0.001, unless told otherwise. */
export function attempt(given: Given): AttemptRecord {
  const { case: index, usd = 0.001, e2eMs = 1000, errorKind, ...rest } = given;
  const quality = given.quality === undefined ? 1 : given.quality;
  const failed = errorKind !== undefined;
  const timing: Timing = {
    queueMs: 0,
    backoffMs: 0,
    ttftMs: e2eMs === null ? null : e2eMs / 4,
    ttfaMs: e2eMs === null ? null : e2eMs / 4,
    e2eMs,
    tpotMs: 10,
    decodeTokensPerSecond: 100,
    e2eTokensPerSecond: 50,
    totalMs: e2eMs ?? 0,
  };
  return {
    id: randomUUID() as AttemptId,
    runId,
    sampleId: `${given.model}/${index}/${given.repeat ?? 1}` as SampleId,
    candidateId: given.model as CandidateId,
    provider: 'demo',
    responseModel: null,
    api: 'openai-chat',
    adapted: [],
    promptId: 'prompt 1',
    caseId: `c${index}`,
    category: null,
    repeat: 1,
    attempt: 1,
    final: true,
    warmup: false,
    status: failed ? 'error' : 'ok',
    startedAt: '2026-01-01T00:00:00.000Z',
    timing,
    concurrency: 4,
    requestedTokens: null,
    usage: { ...unknownUsage, inputTokens: 20, outputTokens: 10 },
    usageSource: 'provider',
    cost: { usd, estimated: false, source: usd === null ? null : 'price-row' },
    passed: quality === null ? null : quality === 1,
    scores: [],
    error: failed ? errorOf(errorKind) : null,
    finishReason: 'stop',
    requestId: null,
    contaminated: false,
    ...rest,
    quality: failed ? null : quality,
  };
}

function errorOf(kind: ErrorKind): AttemptRecord['error'] {
  return {
    kind,
    stage: 'headers',
    message: kind,
    advice: '',
    retryable: false,
    retryAfterMs: null,
    httpStatus: 500,
    providerCode: null,
    requestId: null,
  };
}
