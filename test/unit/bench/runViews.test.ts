import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptId, CandidateId, RunId, ScoringId } from '../../../src/shared/model/ids.ts';
import { makeAttempt, makeRating, makeRun, makeScoring } from '../store/fixtures.ts';
import { addRun, exact, opened, rescore, strict } from './viewed.ts';

test('a run is seen by the scoring in force, by the one that is asked for, or as it was first scored', async () => {
  await using made = await opened();
  const { store, views } = made;
  const filled = await addRun(store);
  const { id } = filled.run;
  const quality = async (scoringId?: ScoringId | null) => {
    const choice = scoringId === undefined ? {} : { scoringId };
    const scored = await views.scoredRun(id, choice);
    const comparison = await views.comparison(id, choice);
    assert.deepEqual(comparison?.scoring, scored?.scoring);
    assert.equal(comparison?.candidates[0]?.quality?.value, mean(scored?.attempts ?? []));
    return [scored?.scoring.active, scored?.attempts.map((attempt) => attempt.quality)];
  };
  assert.deepEqual(await quality(), [null, [1, 1]]);
  const scoringId = await rescore(store, filled);
  assert.deepEqual(await quality(), [scoringId, [0, null]]);
  assert.deepEqual(await quality(scoringId), [scoringId, [0, null]]);
  assert.deepEqual(await quality(null), [null, [1, 1]]);
  const { scoring } = (await views.comparison(id)) ?? assert.fail();
  assert.deepEqual([scoring.leftOut, scoring.open, scoring.all.map((one) => one.id)], [1, 0, [scoringId]]);
  const unknown = { scoringId: 'nowhere' as string as ScoringId };
  await assert.rejects(views.comparison(id, unknown), /This run has no scoring nowhere/);
});

function mean(attempts: readonly { readonly quality: number | null }[]): number {
  const known = attempts.flatMap(({ quality }) => (quality === null ? [] : [quality]));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

test('what a run is seen by also says what was expected', async () => {
  await using made = await opened();
  const { store, views } = made;
  const filled = await addRun(store);
  await rescore(store, filled);
  const expected = async (choice = {}) =>
    (await views.scoredRun(filled.run.id, choice))?.detail.suite.cases.map(({ expect }) => expect[0]?.args);
  assert.deepEqual(await expected(), [strict.args, exact.args]);
  assert.deepEqual(await expected({ scoringId: null }), [exact.args, exact.args]);
});

test('ratings come into the comparison', async () => {
  await using made = await opened();
  const { store, views } = made;
  const { run, a } = await addRun(store);
  assert.equal((await views.comparison(run.id))?.people, null);
  await store.rate(makeRating(run.id, a));
  assert.equal((await views.comparison(run.id))?.people?.rated, 1);
});

test('a run is held against the baseline of its suite, another run, what a file says, or nothing', async () => {
  await using made = await opened();
  const { store, views } = made;
  const base = await addRun(store, { name: 'Base', baselineAt: '2026-03-05T00:00:00.000Z' });
  const { run } = await addRun(store);
  const { run: third } = await addRun(store, { suitePath: 'elsewhere.bench.yaml' });
  const nameOf = async (id: RunId, choice = {}) => (await views.comparison(id, choice))?.baseline?.name ?? null;
  assert.equal(await nameOf(run.id), 'Base');
  assert.equal(await nameOf(third.id), null, 'another suite');
  assert.equal(await nameOf(base.run.id), null, 'the baseline itself');
  assert.equal(await nameOf(run.id, { baseline: null }), null);
  assert.equal(await nameOf(third.id, { baseline: base.run.id }), 'Base');
  const file = { runId: null, name: 'From a file', startedAt: '2026-01-01', candidates: [] };
  assert.equal(await nameOf(run.id, { baseline: file }), 'From a file');
});

test('a baseline is seen by its own scoring in force, and a change of it shows at once', async () => {
  await using made = await opened();
  const { store, views } = made;
  const base = await addRun(store, { baselineAt: '2026-03-05T00:00:00.000Z' });
  const { run } = await addRun(store);
  const change = async () => (await views.comparison(run.id))?.baseline?.candidates[0];
  assert.deepEqual([(await change())?.comparable, (await change())?.quality?.difference.value], [2, 0]);
  await rescore(store, base);
  // What it graded was held against another expectation, and the other answer has no quality under it.
  assert.deepEqual([(await change())?.comparable, (await change())?.quality], [1, null]);
  await store.deleteRun(base.run.id);
  assert.equal((await views.comparison(run.id))?.baseline, null);
});

test('a comparison is made once, and again when anything of the run or its baseline changed', async () => {
  await using made = await opened();
  const { store, views, calls } = made;
  const { run: base } = await addRun(store, { baselineAt: '2026-03-05T00:00:00.000Z' });
  const { run, a } = await addRun(store);
  const reads = async (): Promise<number[]> => {
    calls.length = 0;
    await views.comparison(run.id);
    await Promise.all([views.comparison(run.id), views.comparison(run.id)]);
    return [run, base].map(({ id }) => calls.filter((call) => call === `attempts ${id}`).length);
  };
  assert.deepEqual(await reads(), [1, 1]);
  assert.deepEqual(await reads(), [0, 0]);
  await store.rate(makeRating(run.id, a));
  assert.deepEqual(await reads(), [1, 0], 'the baseline is as it was');
  await store.appendAttempt(makeAttempt(base.id, { caseId: 'a', repeat: 2, candidateId: 'c1' as CandidateId }));
  assert.deepEqual(await reads(), [1, 1]);
});

test('the figures of an ended run are kept for history, and made anew when it changed', async () => {
  await using made = await opened();
  const { store, views, calls } = made;
  const { run, a } = await addRun(store);
  const figures = await views.figures(run.id);
  await views.ready();
  assert.deepEqual([figures?.candidates[0]?.ok, figures?.stamp], [2, await store.stamp(run.id)]);
  assert.deepEqual((await store.figures(run.suitePath))[0]?.figures, figures);
  calls.length = 0;
  assert.deepEqual(await views.figures(run.id), figures);
  assert.ok(!calls.includes(`attempts ${run.id}`));
  await rescore(store, { run, a });
  assert.equal((await views.figures(run.id))?.candidates[0]?.quality?.value, 0);
  assert.equal(await views.figures('nobody' as RunId), null);
  const { run: going } = await addRun(store, { status: 'running' });
  assert.equal(await views.figures(going.id), null);
});

test('what ended is made ready once nothing goes on any more', async () => {
  await using made = await opened();
  const { store, views, calls } = made;
  const { run } = await addRun(store);
  const other = makeRun();
  views.runChanged({ ...run, status: 'running' });
  views.runChanged(other);
  views.runChanged(run);
  await views.ready();
  assert.ok(!calls.some((call) => call.startsWith('attempts')), 'the other one is being measured');
  views.runChanged({ ...other, status: 'cancelled' });
  await views.ready();
  assert.ok((await store.figures(run.suitePath))[0]?.figures);
  calls.length = 0;
  await views.comparison(run.id);
  assert.ok(!calls.includes(`attempts ${run.id}`));
  const scoring = makeScoring(run.id);
  views.scoringChanged(scoring);
  await store.rate(makeRating(run.id, 'x' as AttemptId));
  views.scoringChanged({ ...scoring, status: 'finished' });
  await views.ready();
  assert.equal((await store.figures(run.suitePath))[0]?.figures?.stamp, await store.stamp(run.id));
});

test('an answer is told with its place, its question and what a scoring says of it', async () => {
  await using made = await opened();
  const { store, views } = made;
  const filled = await addRun(store, { name: 'Support' });
  const { run, a, b } = filled;
  const first = await views.answer(run.id, a);
  assert.deepEqual(
    { ...first, record: first?.record.id, expect: first?.expect[0]?.args },
    {
      record: a,
      answer: 'Yes, a.',
      candidate: 'mini',
      caseName: 'a',
      runName: 'Support',
      question: 'Customer asks: a',
      repeats: 1,
      scoring: null,
      expect: exact.args,
    },
  );
  const scoringId = await rescore(store, filled);
  const scored = await views.answer(run.id, a);
  assert.deepEqual([scored?.scoring?.id, scored?.record.quality, scored?.expect[0]?.args], [scoringId, 0, strict.args]);
  assert.equal((await views.answer(run.id, b))?.record.quality, null, 'not part of the scoring');
  assert.equal((await views.answer(run.id, a, null))?.record.quality, 1);
  assert.equal(await views.answer(run.id, 'gone' as AttemptId), null);
  assert.equal(await views.answer('nobody' as RunId, a), null);
});

test('there is nothing to see of a run that is not there', async () => {
  await using made = await opened();
  const nobody = 'nobody' as RunId;
  assert.deepEqual([await made.views.scoredRun(nobody), await made.views.comparison(nobody)], [null, null]);
});
