import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoringId } from '../../../src/shared/model/ids.ts';
import type { ScoringEvent } from '../../../src/shared/model/run.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import { runEngine } from '../../../src/core/runner/engine.ts';
import { scoreRun, type ScoringSpec } from '../../../src/core/runner/scoreRun.ts';
import { engineSpec, failed, FakeCaller, model, ok, Recorder, testCase } from './fakes.ts';
import { callerWith, grade, gradedSpec, judgedRequests, judgeOf, judgeRef, price, scoringOf } from './judges.ts';

const never = new AbortController().signal;

/** A run that is over, with the answers `a` and `b` to two cases; one call failed. */
async function endedRun() {
  const recorder = new Recorder();
  const caller = new FakeCaller((n, request) => (n === 0 ? failed({ retryable: false }) : ok(request.model)));
  const spec = engineSpec({ cases: [testCase('one'), testCase('two')], repeats: 2, concurrency: 1 });
  await runEngine(spec, recorder.ports(caller), never);
  return { recorder, spec };
}

async function rescored(
  expect: Readonly<Record<string, readonly ScorerSpec[]>>,
  caller: FakeCaller,
  changes: Partial<ScoringSpec> = {},
) {
  const { recorder, spec } = await endedRun();
  const events: ScoringEvent[] = [];
  const { endpoints } = gradedSpec([]);
  const { record, detail } = scoringOf(spec.detail.suite, { id: 'rescoring' as ScoringId, trigger: 'rescore', planned: 7 });
  const scoring = await scoreRun(
    {
      scoring: record,
      detail: { ...detail, expect, prices: { [judgeRef]: price } },
      runDetail: spec.detail,
      endpoints,
      worstPrices: {},
      budgetUsd: null,
      ...changes,
    },
    { ...recorder.ports(caller), emit: (event) => void events.push(event) },
    never,
  );
  return { scoring, recorder, events };
}

const isA: ScorerSpec = { scorer: 'exact', args: { value: 'a', ignoreCase: false }, not: false, weight: 1 };

test('stored answers are scored by other expectations without a call to anybody', async () => {
  const caller = new FakeCaller();
  const { scoring, recorder, events } = await rescored({ one: [isA], two: [{ ...isA, not: true }] }, caller);
  assert.equal(caller.requests.length, 0);
  assert.deepEqual([scoring.status, scoring.planned, scoring.trigger], ['finished', 7, 'rescore']);
  const quality = recorder.attempts.flatMap(({ record }) =>
    recorder.grades.flatMap((grade) =>
      grade.record.attemptId === record.id ? [`${record.model} ${record.caseId} ${grade.record.quality}`] : [],
    ),
  );
  assert.deepEqual(quality.toSorted(), ['a one 1', 'a two 0', 'a two 0', 'b one 0', 'b one 0', 'b two 1', 'b two 1']);
  assert.deepEqual(events.at(-1), { type: 'scoring-finished', scoring });
  const dones = events.flatMap((event) => (event.type === 'answer-rescored' ? [event.progress.done] : []));
  assert.deepEqual(dones, [1, 2, 3, 4, 5, 6, 7]);
});

test('answers to cases that are not part of it are left alone', async () => {
  const { recorder, scoring } = await rescored({ two: [isA] }, new FakeCaller());
  assert.equal(recorder.grades.length, 4);
  assert.equal(scoring.planned, 4);
});

test('limits of latency and cost are held against what was measured then', async () => {
  const limits: ScorerSpec[] = [
    { scorer: 'latency', args: { maxMs: 60_000, metric: 'e2e' }, not: false, weight: 1 },
    { scorer: 'cost', args: { maxUsd: 1 }, not: false, weight: 1 },
  ];
  const { recorder } = await rescored({ one: limits }, new FakeCaller());
  for (const { record } of recorder.grades) {
    assert.deepEqual(
      record.scores.map(({ value }) => value),
      [1, null],
      'no price was known',
    );
  }
});

test('a new judge is called, and no model under test', async () => {
  const caller = callerWith(() => grade(2));
  const { recorder } = await rescored({ one: [judgeOf()] }, caller);
  assert.equal(judgedRequests(caller).length, caller.requests.length);
  assert.equal(caller.requests.length, 2, 'one for each answer that differs');
  assert.ok(recorder.grades.every(({ record }) => record.quality === 0.25));
});

test('its budget is its own: where it ends, the scoring is not a finished one', async () => {
  const { scoring, recorder } = await rescored(
    { one: [judgeOf()] },
    callerWith(() => grade(2)),
    { budgetUsd: 4 },
  );
  assert.equal(scoring.status, 'cancelled');
  assert.match(scoring.statusMessage ?? '', /budget of .*: 3 answers were not graded/);
  assert.equal(recorder.grades.length, 0);
});

test('a scoring that cannot be stored fails, and says why', async () => {
  const { recorder, spec } = await endedRun();
  const ports = recorder.ports(new FakeCaller());
  const { record, detail } = scoringOf(spec.detail.suite);
  const scoring = await scoreRun(
    {
      scoring: record,
      detail: { ...detail, expect: { one: [isA] } },
      runDetail: spec.detail,
      endpoints: {},
      worstPrices: {},
      budgetUsd: null,
    },
    { ...ports, sink: { ...ports.sink, appendGrade: () => Promise.reject(new Error('disk full')) }, emit: () => undefined },
    never,
  );
  assert.equal(scoring.status, 'failed');
  assert.match(scoring.statusMessage ?? '', /disk full/);
});

test('cancelled before it began, it grades nothing', async () => {
  const { recorder, spec } = await endedRun();
  const { record, detail } = scoringOf(spec.detail.suite);
  const scoring = await scoreRun(
    {
      scoring: record,
      detail: { ...detail, expect: { one: [isA] } },
      runDetail: spec.detail,
      endpoints: {},
      worstPrices: {},
      budgetUsd: null,
    },
    { ...recorder.ports(new FakeCaller()), emit: () => undefined },
    AbortSignal.abort(),
  );
  assert.equal(scoring.status, 'cancelled');
  assert.equal(recorder.grades.length, 0);
});

test('a run is extended by the samples that it lacks; what it had is counted, not called', async () => {
  const recorder = new Recorder();
  const caller = new FakeCaller((_, request) => ok(request.model));
  const first = engineSpec({ repeats: 1, warmup: 1, models: [model('p/a'), model('p/b')] }, { 'p/a': price, 'p/b': price });
  const before = await runEngine(first, recorder.ports(caller), never);
  const calls = caller.requests.length;
  const second = engineSpec({ repeats: 2, warmup: 1, models: [model('p/a'), model('p/b')] }, { 'p/a': price, 'p/b': price });
  let extended = 0;
  const ports = recorder.ports(caller);
  const sink = { ...ports.sink, createRun: assert.fail, extendRun: async () => void extended++ };
  const run = await runEngine({ ...second, run: before, goesOnWith: 'missing' }, { ...ports, sink }, never);
  assert.equal(run.status, 'finished');
  assert.equal(extended, 1);
  assert.equal(caller.requests.length - calls, 2 + 6, 'warm-ups, and one more repeat of three cases by two models');
  const last = recorder.events.findLast((event) => event.type === 'attempt-finished')?.progress ?? assert.fail();
  assert.deepEqual([last.done, last.planned], [12, 12]);
  assert.ok(Math.abs((last.costUsd ?? Number.NaN) - 16 * 0.005) < 1e-9, 'earlier warm-ups were paid for, too');
  assert.equal(run.harness?.samples, 12);
  assert.ok((run.harness?.loopDelayMaxMs ?? 0) >= (before.harness?.loopDelayMaxMs ?? Infinity));
});

test('a candidate that has all its samples is not warmed up again', async () => {
  const recorder = new Recorder();
  const caller = new FakeCaller();
  const spec = engineSpec({ repeats: 1, warmup: 1, cases: [testCase('one')] });
  await runEngine(spec, recorder.ports(caller), never);
  const ofA = recorder.attempts.filter(({ record }) => record.model === 'a');
  recorder.attempts.splice(0, Infinity, ...ofA);
  const calls = caller.requests.length;
  await runEngine({ ...spec, goesOnWith: 'missing' }, recorder.ports(caller), never);
  assert.deepEqual(
    caller.requests.slice(calls).map((request) => request.model),
    ['b', 'b'],
  );
});

test('the budget of an extended run has in it what it has spent', async () => {
  const recorder = new Recorder();
  const caller = new FakeCaller();
  const changes = {
    models: [{ ...model('p/a'), params: { maxOutputTokens: 5 } }],
    cases: [testCase('one')],
    concurrency: 1,
    budgetUsd: 0.017,
  };
  const before = await runEngine(engineSpec({ ...changes, repeats: 2 }, { 'p/a': price }), recorder.ports(caller), never);
  const spec = engineSpec({ ...changes, repeats: 9 }, { 'p/a': price });
  const run = await runEngine({ ...spec, run: before, goesOnWith: 'missing' }, recorder.ports(caller), never);
  assert.equal(caller.requests.length, 3);
  assert.match(run.statusMessage ?? '', /budget/);
});

test('an extension goes on with the run’s scoring, and grades what has no grade yet', async () => {
  const recorder = new Recorder();
  let n = 0;
  const caller = new FakeCaller((_, request) => (request.system === null ? ok(`${request.model} ${n++}`) : grade(5)));
  const first = gradedSpec([judgeOf()], { repeats: 1 });
  const before = await runEngine(first, recorder.ports(caller), never);
  // One of the two grades was lost to a kill.
  recorder.grades.pop();
  const run = await runEngine(
    { ...gradedSpec([judgeOf()], { repeats: 3 }), run: before, goesOnWith: 'missing' },
    recorder.ports(caller),
    never,
  );
  assert.equal(run.status, 'finished');
  assert.equal(new Set(recorder.grades.map(({ record }) => record.attemptId)).size, 6);
  assert.equal(recorder.grades.length, 6);
  const last = recorder.events.findLast((event) => event.type === 'answer-graded')?.progress.grading ?? assert.fail();
  assert.deepEqual([last.done, last.planned], [6, 6]);
});
