import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import { prepareResume, ResumeError, type ResumeWhat } from '../../../src/core/prepareResume.ts';
import type { PrepareContext } from '../../../src/core/prepareRun.ts';
import { resumable, type Resumable } from '../../../src/core/resumable.ts';
import { resumedRun } from '../../../src/core/resumedRun.ts';
import { runCounts } from '../../../src/core/runCounts.ts';
import { notBilled } from '../../../src/core/runner/calls.ts';
import { candidatesOf, planRun } from '../../../src/core/runner/plan.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import { failed, model, suite, testCase } from '../runner/fakes.ts';
import { makeAttempt, makeFinishedScoring, makeRun, makeScoring } from '../store/fixtures.ts';

const judge: ScorerSpec = {
  scorer: 'judge',
  args: { rubric: 'polite', judges: ['demo/atlas-large'], reference: null, threshold: 0.75 },
  weight: 1,
  not: false,
};
const graders = [{ ref: 'demo/atlas-large', provider: 'demo', model: 'atlas-large', kind: 'judge' } as const];

const price: PriceRow = {
  inputPerMTok: 0,
  outputPerMTok: 1000,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'a',
  exact: true,
};

/** Two models on three cases, two warm-ups each: six samples. */
const asked = suite({
  models: ['own/a', 'own/b'].map((ref) => ({ ...model(ref), params: { maxOutputTokens: 10 } })),
  endpoints: [{ id: 'own', api: 'openai-chat', baseUrl: 'http://127.0.0.1:9' }],
  prices: { 'own/a': price, 'own/b': price },
  cases: ['one', 'two', 'three'].map((id) => testCase(id)),
  repeats: 1,
  warmup: 2,
});

type Outcome = 'ok' | 'error' | 'unreached' | 'cancelled' | 'none';

const changesOf: Readonly<Record<Exclude<Outcome, 'none'>, Partial<AttemptRecord>>> = {
  ok: { status: 'ok', cost: { usd: 0.01, estimated: false, source: 'price-row' } },
  error: { status: 'error', error: failed().error, cost: notBilled },
  unreached: { status: 'error', error: failed({ kind: 'network', stage: 'connect' }).error, cost: notBilled },
  cancelled: { status: 'cancelled', cost: notBilled },
};

/** A stored run of which each sample, in the order of the plan, came to this. */
async function stored(outcomes: readonly Outcome[], changes: Partial<Suite> = {}, ended: Partial<RunRecord> = {}) {
  const made = { ...asked, ...changes };
  const store = await openMemoryStore();
  const run = makeRun({ status: 'interrupted', suiteHash: made.hash, plannedSamples: 6, ...ended });
  const detail = { suite: made, candidates: candidatesOf(made), prices: { 'own/a': { ...price, outputPerMTok: 2000 } } };
  await store.createRun(run, detail);
  const samples = planRun(made).queues.flat();
  const answers: AttemptRecord[] = [];
  for (const [
    index,
    {
      id,
      candidate,
      case: { id: caseId },
    },
  ] of samples.filter(({ warmup }) => !warmup).entries()) {
    const outcome = outcomes[index] ?? 'none';
    if (outcome === 'none') continue;
    const { record, body } = makeAttempt(run.id, {
      sampleId: id,
      candidateId: candidate.id,
      provider: candidate.provider,
      model: candidate.model,
      caseId,
      startedAt: new Date(index * 1000).toISOString(),
      ...changesOf[outcome],
    });
    await store.appendAttempt({ record, body });
    answers.push(record);
  }
  return { store, run, detail, answers };
}

async function found(outcomes: readonly Outcome[], what: ResumeWhat, ...rest: [Partial<Suite>?, Partial<RunRecord>?]) {
  const { store, run } = await stored(outcomes, ...rest);
  return (await resumable(store, run.id, what)) ?? assert.fail();
}

const context: PrepareContext = {
  keys: { key: async () => null },
  user: noUserProviders,
  at: new Date('2026-03-01T00:00:00.000Z'),
  demoOrigin: 'http://127.0.0.1:1',
  editorModels: false,
  listPrice: async () => null,
};

const prepared = (one: Resumable, what: ResumeWhat, budgetUsd: number | null = null) =>
  prepareResume(one, what, budgetUsd, context);

test('how much there is of a run tells what failed from what reached no server', async () => {
  const { store, run } = await stored(['ok', 'error', 'ok', 'cancelled', 'unreached']);
  assert.deepEqual(await runCounts(store, run.id), {
    planned: 6,
    done: 4,
    failed: 2,
    unreached: 1,
    gradable: { one: 1, two: 1 },
  });
});

test('what is missing is what was cancelled, never made, or reached no server; what failed is called for its own sake', async () => {
  const outcomes = ['ok', 'error', 'ok', 'cancelled', 'unreached'] as const;
  const missing = await found(outcomes, 'missing');
  assert.deepEqual(
    [missing.calls, missing.planned.map(({ model: ref, samples }) => `${ref} ${samples}`)],
    [3, ['own/a 3', 'own/b 4']],
    'with the warm-ups of each model that is called',
  );
  const again = await found(outcomes, 'failed');
  assert.deepEqual([again.calls, again.planned.map(({ samples }) => samples)], [2, [3, 3]]);
  assert.ok(Math.abs(missing.spentUsd - 0.02) < 1e-9);
  assert.ok(!('cases' in missing.suite));
});

test('the estimate is of what is left alone, and the price is the one that the run began with', async () => {
  const { estimate, prices } = await prepared(await found(['ok', 'ok', 'ok', 'ok', 'ok'], 'missing'), 'missing');
  assert.equal(prices['own/a']?.outputPerMTok, 2000);
  // Three calls of own/b, warm-ups included, of 10 tokens at $1000 a million.
  assert.ok(Math.abs((estimate.highUsd ?? 0) - 0.03) < 1e-9);
});

test('judges are counted for the answers to come and for those without a grade', async () => {
  const cases = ['one', 'two', 'three'].map((id) => testCase(id, [judge]));
  const { store, run, answers } = await stored(['ok', 'ok', 'ok', 'none', 'error', 'none'], { cases, graders });
  const own = makeFinishedScoring(run.id, run.startedAt, { trigger: 'run', status: 'cancelled' });
  await store.createScoring(own, { expect: {}, judges: [], prices: {}, endpoints: [] });
  const [graded] = answers;
  const grade = {
    scoringId: own.id,
    runId: run.id,
    attemptId: graded?.id ?? assert.fail(),
    at: run.startedAt,
    scores: [],
    quality: 1,
    passed: true,
    cost: { usd: 0.5, estimated: false, source: 'price-row' },
    calls: 1,
  } as const;
  await store.appendGrade({ record: grade, calls: [] });
  const one = (await resumable(store, run.id, 'missing')) ?? assert.fail();
  assert.deepEqual([one.calls, one.ungraded, one.grading.map(({ calls }) => calls)], [2, 2, [4]]);
  assert.ok(one.spentUsd > 0.5);
  const { estimate, endpoints } = await prepared(one, 'missing');
  assert.equal(estimate.judging?.calls, 4);
  assert.deepEqual(Object.keys(endpoints).toSorted(), ['demo/atlas-large', 'own/a', 'own/b']);
});

test('a run with nothing left is refused in words, but one that died at its end can be ended', async () => {
  const all = ['ok', 'ok', 'ok', 'ok', 'ok', 'error'] as const;
  const refused = async (what: ResumeWhat, ended: Partial<RunRecord>, outcomes: readonly Outcome[], words: RegExp) =>
    assert.rejects(prepared(await found(outcomes, what, {}, ended), what), (error: unknown) => {
      assert.ok(error instanceof ResumeError);
      assert.match(error.message, words);
      return true;
    });
  await refused('missing', { status: 'finished' }, all, /“Support replies” has all its samples/);
  await refused('failed', { status: 'finished' }, all.slice(0, 5), /has no failed calls/);
  await refused('missing', { status: 'running' }, [], /“Support replies” goes on already/);
  assert.equal((await prepared(await found(all, 'missing'), 'missing')).calls, 0);
});

test('a budget that is used up is told before the first call, and a larger one takes its place', async () => {
  const one = await found(['ok', 'ok', 'ok', 'ok', 'ok'], 'missing', { budgetUsd: 0.055 });
  const short = await prepared(one, 'missing');
  assert.match(short.problems.join(), /\$0\.05 of the budget of \$0\.055 are spent/);
  const raised = await prepared(one, 'missing', 0.07);
  assert.deepEqual([raised.problems, raised.suite.budgetUsd, raised.spentUsd.toFixed(2)], [[], 0.07, '0.05']);
});

test('a stored endpoint that carries a key is called by nobody', async () => {
  const endpoints = [{ id: 'own', api: 'openai-chat', baseUrl: 'http://127.0.0.1:9', headers: { 'x-api-key': 'abc' } } as const];
  const { problems } = await prepared(await found(['ok'], 'missing', { endpoints }), 'missing');
  assert.match(problems.join(), /stored endpoint “own” carries a key/);
});

test('the run that goes on is the same one, with its own scoring', async () => {
  const cases = ['one', 'two', 'three'].map((id) => testCase(id, [judge]));
  const { run, detail } = await stored(
    [],
    { cases, graders },
    { statusMessage: 'Cancelled.', finishedAt: 'then', extensions: 2 },
  );
  const own = makeFinishedScoring(run.id, run.startedAt, { trigger: 'run', status: 'cancelled' });
  const spec = resumedRun(
    { run, detail, scorings: [makeScoring(run.id), own] },
    { runId: run.id, what: 'missing', budgetUsd: 5, endpoints: {}, prices: { 'own/b': price }, worstPrices: {} },
  );
  assert.deepEqual(spec.run, { ...run, status: 'running', statusMessage: null, finishedAt: null });
  assert.equal(spec.scoring?.record.id, own.id);
  assert.equal(spec.detail.suite.budgetUsd, 5);
  assert.deepEqual([spec.detail.prices['own/a']?.outputPerMTok, spec.detail.prices['own/b']], [2000, price]);
  assert.equal(spec.goesOnWith, 'missing');
});
