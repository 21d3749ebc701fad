import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Bench, RunHandle } from '../../../src/core/bench.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { ScoringRecord } from '../../../src/shared/model/scoring.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import type { Script } from '../../servers/wireServer.ts';
import { model, testCase } from '../runner/fakes.ts';
import { asTest, benchOf, suiteAt, threadsOf } from './benches.ts';

const exact = (value: string): ScorerSpec => ({ scorer: 'exact', args: { value, ignoreCase: false }, weight: 1, not: false });
const judged: ScorerSpec = {
  scorer: 'judge',
  args: { rubric: 'polite', judges: ['own/judge'], reference: null, threshold: 0.75 },
  weight: 1,
  not: false,
};
const graders = [{ ref: 'own/judge', provider: 'own', model: 'judge', kind: 'judge' }] as const;

const say = (text: string): Script => ({ reply: { text: [text] } });
const verdict = say('{"reason": "kind", "score": 5}');

interface Asked {
  readonly suite: Suite;
  /** Models in the order in which they were called. */
  readonly calls: string[];
  /** Resolves with the judge's first call. */
  readonly judgeCalled: Promise<void>;
}

/** Models that say hello and a judge that likes it. */
async function helloSuite(context: TestContext, changes: Partial<Suite>, judge: Script = verdict): Promise<Asked> {
  const calls: string[] = [];
  const { promise: judgeCalled, resolve } = Promise.withResolvers<void>();
  const reply = (name: string) => {
    calls.push(name);
    if (name === 'judge') resolve();
    return name === 'judge' ? judge : say('hello');
  };
  const suite = await suiteAt(context, reply, { models: [model('own/a'), model('own/b')], repeats: 1, ...changes });
  return { suite, calls, judgeCalled };
}

async function finishedRun(bench: Bench, suite: Suite): Promise<RunRecord> {
  return (await bench.start(await bench.prepare(suite), asTest)).finished;
}

async function qualities(bench: Bench, { id }: RunRecord, choice = {}): Promise<readonly (number | null)[]> {
  const scored = await (await bench.store()).scoredRun(id, choice);
  return (scored?.attempts ?? []).map(({ quality }) => quality);
}

test('stored answers are scored by other expectations without a single call', async (context) => {
  const bench = await benchOf(context);
  const { suite, calls } = await helloSuite(context, { cases: [{ ...testCase('one'), expect: [exact('goodbye')] }] });
  const run = await finishedRun(bench, suite);
  assert.deepEqual(await qualities(bench, run), [0, 0]);
  calls.length = 0;

  const prepared = await bench.prepareScoring(run.id, { ...suite, cases: [{ ...testCase('one'), expect: [exact('hello')] }] });
  const handle = await bench.startScoring(prepared, 'mended expectations');
  const heard: string[] = [];
  handle.events(({ type }) => heard.push(type));
  const scoring = await handle.finished;
  assert.deepEqual([scoring.status, scoring.planned, scoring.source], ['finished', 2, 'mended expectations']);
  assert.deepEqual(heard, ['answer-rescored', 'answer-rescored', 'scoring-finished']);
  assert.deepEqual(calls, []);
  assert.deepEqual(await (await bench.store()).scorings(run.id), [scoring]);
  assert.deepEqual(await qualities(bench, run), [1, 1]);
  assert.deepEqual(await qualities(bench, run, { scoringId: null }), [0, 0]);
  assert.equal((await (await bench.store()).listRuns())[0]?.meanQuality, 1);
});

test('what a judge has to say is a scoring of the run itself', async (context) => {
  const bench = await benchOf(context);
  const cases = [
    { ...testCase('one'), expect: [judged] },
    { ...testCase('two'), expect: [exact('hello')] },
  ];
  const { suite, calls } = await helloSuite(context, { cases, graders });
  const run = await finishedRun(bench, suite);
  assert.equal(run.status, 'finished');
  assert.deepEqual([...calls.slice(0, 4)].sort(), ['a', 'a', 'b', 'b']);
  assert.ok(calls.slice(4).every((name) => name === 'judge'));
  const store = await bench.store();
  const [scoring] = (await store.scorings(run.id)) as [ScoringRecord];
  assert.deepEqual([scoring.trigger, scoring.status, scoring.planned], ['run', 'finished', 2]);
  assert.deepEqual((await store.scoringDetail(run.id, scoring.id))?.judges, ['own/judge']);
  assert.equal((await store.grades(run.id, scoring.id)).length, 2);
  assert.deepEqual(await qualities(bench, run), [1, 1, 1, 1]);
});

test('a run that is extended asks only for what it lacks, and its scoring goes on', async (context) => {
  const bench = await benchOf(context);
  const { suite, calls } = await helloSuite(context, { cases: [{ ...testCase('one'), expect: [judged] }], graders });
  const run = await finishedRun(bench, suite);
  calls.length = 0;

  const cases = [...suite.cases, { ...testCase('two'), expect: [judged] }];
  const handle = await bench.extend(run.id, await bench.prepare({ ...suite, cases }));
  const extended = await handle.finished;
  assert.deepEqual([handle.run.id, extended.id, extended.status, extended.extensions], [run.id, run.id, 'finished', 1]);
  assert.deepEqual(calls.filter((name) => name !== 'judge').sort(), ['a', 'b']);
  const store = await bench.store();
  assert.equal((await store.run(run.id))?.detail.suite.cases.length, 2);
  const scorings = await store.scorings(run.id);
  assert.deepEqual(
    scorings.map(({ status, planned }) => [status, planned]),
    [['finished', 4]],
  );
  assert.deepEqual(await qualities(bench, run), [1, 1, 1, 1]);
});

test('a run that goes on is neither extended nor scored again nor made the baseline', async (context) => {
  const bench = await benchOf(context);
  const slow: Script = { reply: { text: ['hello', 'again'] }, gapMs: 60_000 };
  const prepared = await bench.prepare(await suiteAt(context, slow));
  const handle = await bench.start(prepared, asTest);
  await begun(handle);
  await assert.rejects(
    bench.extend(handle.run.id, prepared),
    /“test” is still running\. Wait until it has ended, then add to it\./,
  );
  await assert.rejects(bench.prepareScoring(handle.run.id, prepared.suite), /then score it again/);
  await assert.rejects(bench.setBaseline(handle.run.id, true), /then make it the baseline/);
  handle.cancel();
  const run = await handle.finished;
  const other = { ...prepared, suite: { ...prepared.suite, hash: 'other' } };
  await assert.rejects(bench.extend(run.id, other), /another version of test\.bench\.yaml/);
  assert.equal((await (await bench.store()).run(run.id))?.run.status, 'cancelled', 'a refused extension leaves it as it was');
});

function begun({ events }: RunHandle): Promise<void> {
  return new Promise((resolve) => {
    events(({ type }) => {
      if (type === 'attempt-started') resolve();
    });
  });
}

test('a cancelled run is made up for', async (context) => {
  const bench = await benchOf(context);
  let gapMs: number | undefined = 60_000;
  const suite = await suiteAt(context, () => ({ reply: { text: ['hello', 'again'] }, ...(gapMs && { gapMs }) }));
  const handle = await bench.start(await bench.prepare(suite), asTest);
  await begun(handle);
  handle.cancel();
  const cut = await handle.finished;
  assert.equal(cut.status, 'cancelled');
  gapMs = undefined;
  const whole = await (await bench.extend(cut.id, await bench.prepare(suite))).finished;
  assert.deepEqual([whole.status, whole.extensions], ['finished', 0]);
  const comparison = await (await bench.store()).comparison(cut.id);
  const [candidate] = comparison?.candidates ?? [];
  assert.deepEqual([candidate?.ok, candidate?.cancelled], [3, 0]);
});

test('a scoring whose engine dies is marked as failed, and the run stands as it was', async (context) => {
  const bench = await benchOf(context);
  const silent: Script = { reply: { text: ['never'] }, fault: { type: 'silent' } };
  const { suite, judgeCalled } = await helloSuite(context, { cases: [testCase('one')] }, silent);
  const timeouts = { headersMs: 60_000, idleMs: 60_000, totalMs: 60_000 };
  let run: RunRecord | undefined;
  const workers = await threadsOf(async () => (run = await finishedRun(bench, { ...suite, timeouts })));
  const store = await bench.store();
  const found = run ?? assert.fail();
  const wanted = { ...suite, cases: [{ ...testCase('one'), expect: [judged] }], graders };
  const { finished } = await bench.startScoring(await bench.prepareScoring(found.id, wanted), 'a judge');
  const failed = assert.rejects(finished);
  await judgeCalled;
  await workers.at(-1)?.terminate();
  await failed;
  const [scoring] = await store.scorings(found.id);
  assert.equal(scoring?.status, 'failed');
  assert.match(scoring.statusMessage ?? '', /The engine stopped/);
  assert.deepEqual((await store.run(found.id))?.run, found);
});

test('one run at a time is the baseline of a suite', async (context) => {
  const bench = await benchOf(context);
  const { suite } = await helloSuite(context, { cases: [testCase('one')] });
  const [first, second] = [await finishedRun(bench, suite), await finishedRun(bench, suite)];
  const store = await bench.store();
  const marked = async () => (await store.listRuns()).filter(({ run }) => run.baselineAt !== null).map(({ run: { id } }) => id);
  await bench.setBaseline(first.id, true);
  assert.equal((await store.comparison(second.id))?.baseline?.runId, first.id);
  await bench.setBaseline(second.id, true);
  assert.deepEqual([await marked(), await store.baseline(asTest.suitePath)], [[second.id], second.id]);
  await bench.setBaseline(first.id, false);
  assert.deepEqual(await marked(), [second.id]);
  await bench.setBaseline(second.id, false);
  assert.deepEqual(await marked(), []);
  await assert.rejects(bench.setBaseline('nobody' as RunRecord['id'], true), /There is no run nobody/);
});
