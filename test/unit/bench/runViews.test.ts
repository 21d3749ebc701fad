import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunViews } from '../../../src/core/runViews.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import type { AttemptId, CandidateId, RunId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import { detail as anyDetail, makeAttempt, makeGrade, makeRating, makeRun, makeScoring } from '../store/fixtures.ts';

const exact = { scorer: 'exact', args: { value: 'yes', ignoreCase: true }, weight: 1, not: false } as const;
const strict = { ...exact, args: { value: 'yes', ignoreCase: false } } as const;
const cases = ['a', 'b'].map((id) => ({ id, name: id, category: null, vars: { question: id }, expect: [exact] }));
const detail: RunDetail = {
  ...anyDetail,
  suite: { ...anyDetail.suite, cases },
  candidates: anyDetail.candidates.slice(0, 1),
};

/** A finished run with an answer to each case, of quality 1. */
async function addRun(store: Store, changes: Partial<RunRecord> = {}) {
  const run = makeRun({ status: 'finished', ...changes });
  await store.createRun(run, detail);
  const attempts = cases.map(({ id: caseId }) => makeAttempt(run.id, { caseId, quality: 1, passed: true }));
  for (const attempt of attempts) await store.appendAttempt(attempt);
  const [a, b] = attempts.map(({ record }) => record.id) as [AttemptId, AttemptId];
  return { run, a, b };
}

/** Scores the answer to `a` again, as wrong. */
async function rescore(store: Store, { run, a }: { run: RunRecord; a: AttemptId }) {
  const scoring = makeScoring(run.id);
  await store.createScoring(scoring, { expect: { a: [strict] }, judges: [], prices: {}, endpoints: [] });
  await store.appendGrade(makeGrade(scoring, a, { quality: 0, passed: false }));
  await store.updateScoring({ ...scoring, status: 'finished', finishedAt: '2026-03-02T09:05:00.000Z' });
  return scoring.id;
}

async function opened() {
  const store = await openMemoryStore();
  return { store, views: new RunViews(store), [Symbol.asyncDispose]: () => store.close() };
}

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

test('a baseline that does not change is read once', async () => {
  await using made = await opened();
  const { store } = made;
  const { run: base } = await addRun(store, { baselineAt: '2026-03-05T00:00:00.000Z' });
  const { run } = await addRun(store);
  const read: string[] = [];
  const attempts: Store['attempts'] = (id) => {
    read.push(id);
    return store.attempts(id);
  };
  const views = new RunViews({ ...bound(store), attempts });
  const reads = () => read.filter((id) => id === base.id).length;
  await views.comparison(run.id);
  await views.comparison(run.id);
  assert.equal(reads(), 1);
  await store.extendRun({ ...base, status: 'running' }, detail);
  await store.appendAttempt(makeAttempt(base.id, { caseId: 'a', repeat: 2, candidateId: 'c1' as CandidateId }));
  await views.comparison(run.id);
  await views.comparison(run.id);
  assert.equal(reads(), 3, 'one that goes on is read each time');
});

/** Private members bind methods to their object. */
function bound(store: Store) {
  return {
    run: (id: RunId) => store.run(id),
    scorings: (id: RunId) => store.scorings(id),
    scoringDetail: (id: ScoringId) => store.scoringDetail(id),
    grades: (id: ScoringId) => store.grades(id),
    ratings: (id: RunId) => store.ratings(id),
    baseline: (path: string) => store.baseline(path),
  };
}

test('there is nothing to see of a run that is not there', async () => {
  await using made = await opened();
  const nobody = 'nobody' as RunId;
  assert.deepEqual([await made.views.scoredRun(nobody), await made.views.comparison(nobody)], [null, null]);
});
