import type { TestContext } from 'node:test';
import type { Attempt } from '../../../src/shared/model/attempt.ts';
import type { CallError } from '../../../src/shared/model/errors.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunEvent, RunRecord } from '../../../src/shared/model/run.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { Grade, GradeRecord, ScoringRecord } from '../../../src/shared/model/scoring.ts';
import type { CaseSpec, ModelSpec, Suite } from '../../../src/shared/model/suite.ts';
import { unknownUsage, type TokenUsage } from '../../../src/shared/model/usage.ts';
import { nullLogger, systemClock, type Clock } from '../../../src/core/ports.ts';
import type {
  Caller,
  CallResult,
  EmbedRequest,
  EmbedResult,
  Endpoint,
  GenerateRequest,
} from '../../../src/core/providers/spec.ts';
import type { ResumeWhat } from '../../../src/core/prepareResume.ts';
import { accountOf, type RunAccount } from '../../../src/core/runner/account.ts';
import type { EnginePorts, EngineSpec } from '../../../src/core/runner/engine.ts';
import { PacerPool } from '../../../src/core/runner/pacer.ts';
import { candidatesOf } from '../../../src/core/runner/plan.ts';

export function model(ref: string, label = ref): ModelSpec {
  const [provider = '', ...rest] = ref.split('/');
  return { ref, provider, model: rest.join('/'), label, params: {} };
}

/** Every answer is right. */
const anything: ScorerSpec = {
  scorer: 'startsWith',
  args: { value: '', ignoreCase: false },
  not: false,
  weight: 1,
};

export function testCase(id: string, expect: readonly ScorerSpec[] = [anything]): CaseSpec {
  return { id, name: id, category: null, vars: { q: id }, expect };
}

export function suite(changes: Partial<Suite> = {}): Suite {
  return {
    name: 'test',
    description: '',
    hash: 'hash',
    models: [model('p/a'), model('p/b')],
    endpoints: [],
    prices: {},
    prompts: [{ id: 'prompt 1', template: 'Q: {{q}}' }],
    cases: [testCase('one'), testCase('two'), testCase('three')],
    repeats: 2,
    concurrency: 2,
    pacing: { requestsPerMinute: null, tokensPerMinute: null, headroom: 0.2 },
    timing: null,
    warmup: 0,
    retries: { max: 2, baseMs: 1, capMs: 20, deadlineMs: 600_000 },
    timeouts: { headersMs: 1000, idleMs: 1000, totalMs: 1000 },
    budgetUsd: null,
    thresholds: {},
    graders: [],
    margin: 0.03,
    ...changes,
  };
}

export function engineSpec(changes: Partial<Suite> = {}, prices: RunDetail['prices'] = {}): EngineSpec {
  const made = suite(changes);
  const run: RunRecord = {
    id: 'run-1' as RunId,
    name: made.name,
    triggeredBy: 'test',
    suiteName: made.name,
    suitePath: 'test.bench.yaml',
    suiteHash: made.hash,
    startedAt: new Date(0).toISOString(),
    finishedAt: null,
    status: 'running',
    statusMessage: null,
    plannedSamples: 0,
    toolVersion: '0',
    harness: null,
    baselineAt: null,
    extensions: 0,
  };
  const endpoint = (provider: string): Endpoint => ({
    provider,
    api: 'openai-chat',
    baseUrl: 'http://127.0.0.1:9',
    apiKey: null,
    headers: {},
  });
  const endpoints = Object.fromEntries(made.models.map(({ ref, provider }) => [ref, endpoint(provider)]));
  return { run, detail: { suite: made, candidates: candidatesOf(made), prices }, endpoints, scoring: null };
}

export function ok(text = 'answer', usage: TokenUsage = { ...unknownUsage, inputTokens: 10, outputTokens: 5 }): CallResult {
  const now = performance.now();
  return {
    status: 'ok',
    api: 'openai-chat',
    adapted: [],
    text,
    reasoning: '',
    usage,
    usageSource: 'provider',
    reportedCostUsd: null,
    rawUsage: null,
    finishReason: 'stop',
    responseModel: null,
    requestId: null,
    error: null,
    sentAt: now,
    headersAt: now,
    chunks: [{ at: now, kind: 'text' }],
    finishedAt: now,
    rateState: null,
  };
}

export function failed(changes: Partial<CallError> = {}): CallResult {
  const error: CallError = {
    kind: 'server',
    stage: 'headers',
    message: 'broken',
    advice: 'wait',
    retryable: true,
    retryAfterMs: null,
    httpStatus: 500,
    providerCode: null,
    requestId: null,
    ...changes,
  };
  return { ...ok(''), status: 'error', usage: unknownUsage, chunks: [], finishReason: null, error };
}

export function cancelled(): CallResult {
  return { ...ok('part'), status: 'cancelled', usage: unknownUsage, finishReason: null };
}

/** The same, as if it had come at this moment of a clock. */
export function at(now: number, result: CallResult): CallResult {
  const chunks = result.chunks.map((chunk) => ({ ...chunk, at: now }));
  return { ...result, sentAt: now, headersAt: now, finishedAt: now, chunks };
}

/** Lets everything happen that waits for no timer. */
export async function allTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Time that stands still until it is advanced; all of an advance is one block of the event loop. */
export function stoppedTime(t: TestContext): { readonly clock: Clock; readonly advance: (ms: number) => Promise<void> } {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  let now = 0;
  const advance = async (ms: number) => {
    now += ms;
    t.mock.timers.tick(ms);
    await allTurns();
  };
  return { clock: { now: () => now, date: () => new Date(now) }, advance };
}

/** A caller that answers what `script` says for the n-th call (from 0), a turn of the event loop later. */
export class FakeCaller implements Caller {
  readonly requests: GenerateRequest[] = [];
  inFlight = 0;
  mostInFlight = 0;
  readonly #script: (n: number, request: GenerateRequest, signal: AbortSignal) => CallResult | Promise<CallResult>;

  constructor(
    script: (n: number, request: GenerateRequest, signal: AbortSignal) => CallResult | Promise<CallResult> = () => ok(),
  ) {
    this.#script = script;
  }

  async call(_endpoint: Endpoint, request: GenerateRequest, _timeouts: unknown, signal: AbortSignal): Promise<CallResult> {
    const n = this.requests.push(request) - 1;
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    const result = await this.#script(n, request, signal);
    this.inFlight--;
    return result;
  }

  /** What texts are turned into. */
  vectorOf: (text: string) => readonly number[] = () => [1, 0];
  readonly embedded: EmbedRequest[] = [];

  async embed(_endpoint: Endpoint, request: EmbedRequest): Promise<EmbedResult> {
    this.embedded.push(request);
    const { chunks: _, ...outcome } = ok('', { ...unknownUsage, inputTokens: 8, outputTokens: 0 });
    return { ...outcome, vectors: request.texts.map((text) => this.vectorOf(text)) };
  }

  async prepare(): Promise<void> {}

  dispose(): void {}
}

export class Recorder {
  readonly events: RunEvent[] = [];
  readonly attempts: Attempt[] = [];
  readonly runs: RunRecord[] = [];
  readonly scorings: ScoringRecord[] = [];
  readonly grades: Grade[] = [];
  /** Set to make appends fail. */
  appendError: Error | null = null;

  /** A further grade of an answer takes the place of the earlier one. */
  get lastGrades(): GradeRecord[] {
    return [...new Map(this.grades.map(({ record }) => [record.attemptId, record])).values()];
  }

  #account(what: ResumeWhat): RunAccount | null {
    const run = this.runs.at(-1);
    const attempts = this.attempts.map(({ record }) => record);
    const grades = this.lastGrades;
    return run ? { run, ...accountOf(attempts, grades, what) } : null;
  }

  ports(caller: Caller, clock: Clock = systemClock): EnginePorts {
    return {
      caller,
      sink: {
        append: async (attempt) => {
          if (this.appendError) throw this.appendError;
          this.attempts.push(attempt);
        },
        createRun: async (run) => void this.runs.push(run),
        extendRun: async (run) => void this.runs.push(run),
        updateRun: async (run) => void this.runs.push(run),
        createScoring: async (scoring) => void this.scorings.push(scoring),
        appendGrade: async (grade) => void this.grades.push(grade),
        updateScoring: async (scoring) => void this.scorings.push(scoring),
      },
      stored: {
        attempts: async () => this.attempts.map(({ record }) => record),
        account: async (_, what) => this.#account(what),
        body: async (_, id) => this.attempts.find(({ record }) => record.id === id)?.body ?? null,
        grades: async (_, id) => this.lastGrades.filter(({ scoringId }) => scoringId === id),
      },
      thread: { score: async () => [], release: () => undefined },
      tokens: { count: () => Promise.reject(new Error('no tokenizer here')) },
      pacers: new PacerPool(clock),
      clock,
      logger: nullLogger,
      random: () => 0.5,
      emit: (event) => void this.events.push(event),
    };
  }
}
