import type { RunId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { ScorerArgs, ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { GradeRecord, ScoringDetail, ScoringRecord } from '../../../src/shared/model/scoring.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import { deferredCases } from '../../../src/core/runScoring.ts';
import type { CallResult, GenerateRequest } from '../../../src/core/providers/spec.ts';
import type { EngineSpec } from '../../../src/core/runner/engine.ts';
import { engineSpec, FakeCaller, model, ok, testCase, type Recorder } from './fakes.ts';

export const judgeRef = 'j/judge';

export function judgeOf(args: Partial<ScorerArgs['judge']> = {}): ScorerSpec {
  return {
    scorer: 'judge',
    args: { rubric: 'Right?', judges: [judgeRef], reference: null, threshold: 0.75, ...args },
    not: false,
    weight: 1,
  };
}

export function pairwiseOf(args: Partial<ScorerArgs['pairwise']> = {}): ScorerSpec {
  return {
    scorer: 'pairwise',
    args: { criteria: 'Better?', judges: [judgeRef], against: null, threshold: 0.5, ...args },
    not: false,
    weight: 1,
  };
}

export function embeddingOf(value: string): ScorerSpec {
  return { scorer: 'embedding', args: { value, model: 'j/vectors', threshold: 0.8 }, not: false, weight: 1 };
}

export const threadSpec: ScorerSpec = {
  scorer: 'similarity',
  args: { value: 'x', metric: 'levenshtein', threshold: 0.5 },
  not: false,
  weight: 1,
};

/** 1 USD for a million tokens read, 1,000 for a million written: 5 tokens of output are half a cent. */
export const price: PriceRow = {
  inputPerMTok: 0,
  outputPerMTok: 1000,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'a',
  exact: true,
};

export function scoringOf(suite: Suite, changes: Partial<ScoringRecord> = {}): { record: ScoringRecord; detail: ScoringDetail } {
  const expect = deferredCases(suite);
  const record: ScoringRecord = {
    id: 'scoring-1' as ScoringId,
    runId: 'run-1' as RunId,
    trigger: 'run',
    createdAt: new Date(0).toISOString(),
    finishedAt: null,
    status: 'running',
    statusMessage: null,
    planned: Object.keys(expect).length * suite.models.length * suite.prompts.length * suite.repeats,
    source: 'the run itself',
    ...changes,
  };
  return { record, detail: { expect, judges: [judgeRef], prices: {}, endpoints: [] } };
}

/** A run with a scoring of its own; every case has `expect`. */
export function gradedSpec(
  expect: readonly ScorerSpec[],
  changes: Partial<Suite> = {},
  prices: Record<string, PriceRow> = {},
): EngineSpec {
  const spec = engineSpec({ cases: [testCase('one', expect)], repeats: 1, ...changes }, prices);
  const server = { provider: 'j', api: 'openai-chat', baseUrl: 'http://127.0.0.1:9', apiKey: null, headers: {} } as const;
  const endpoints = { ...spec.endpoints, [judgeRef]: server, 'j/second': server, 'j/vectors': server };
  const { suite } = spec.detail;
  const scoring = scoringOf(suite);
  return { ...spec, endpoints, scoring: { ...scoring, detail: { ...scoring.detail, prices } } };
}

/** What a judge is shown between its tags. */
export function shown({ prompt }: GenerateRequest, name: string): string {
  return new RegExp(`<${name}-([0-9a-f]{8})>\\n([^]*?)\\n</${name}-\\1>`).exec(prompt)?.[2] ?? '';
}

export function isJudged({ system }: GenerateRequest): boolean {
  return /^You (?:grade|compare) /.test(system ?? '');
}

export function grade(score: number, reason = 'so'): CallResult {
  return ok(JSON.stringify({ reason, score }));
}

export function winner(which: 'first' | 'second' | 'tie'): CallResult {
  return ok(JSON.stringify({ reason: 'so', winner: which }));
}

/** A caller whose models answer with their own name, and whose judges answer by `judge`. */
export function callerWith(
  judge: (request: GenerateRequest, signal: AbortSignal) => CallResult | Promise<CallResult>,
): FakeCaller {
  return new FakeCaller((_, request, signal) => (isJudged(request) ? judge(request, signal) : ok(request.model)));
}

export function judgedRequests(caller: FakeCaller): readonly GenerateRequest[] {
  return caller.requests.filter(isJudged);
}

/** The grade of the answer of `p/<name>` to a case, if it has one. */
export function gradeOf(recorder: Recorder, name: string, caseId = 'one'): GradeRecord | undefined {
  const attempt = recorder.attempts.find(({ record }) => record.model === name && record.caseId === caseId && record.final);
  return recorder.grades.find(({ record }) => record.attemptId === attempt?.record.id)?.record;
}

export const threeModels = [model('p/a'), model('p/b'), model('p/c')];
