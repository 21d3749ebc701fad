import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { AttemptId, RunId, ScoringId } from '../../../../src/shared/model/ids.ts';
import {
  detail,
  makeAttempt,
  makeFailedGrade,
  makeFinishedScoring,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
} from '../fixtures.ts';
import { everyStore } from './everyStore.ts';

everyStore('scorings, ratings and baselines', (open) => {
  it('gives back scorings with their grades whole, unknowns as null', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const own = makeScoring(run.id, { trigger: 'run', createdAt: '2026-03-01T10:00:00.000Z' });
    const later = makeScoring(run.id);
    await store.createScoring(own, scoringDetail);
    await store.createScoring(later, { ...scoringDetail, judges: [] });
    const attempts = [makeAttempt(run.id), makeAttempt(run.id)] as const;
    for (const attempt of attempts) await store.appendAttempt(attempt);
    const grades = [
      makeGrade(later, attempts[1].record.id),
      makeFailedGrade(later, attempts[0].record.id),
      makeGrade(own, attempts[0].record.id, { quality: 0, passed: false }),
    ] as const;
    for (const grade of grades) await store.appendGrade(grade);
    assert.deepEqual(await store.scorings(run.id), [later, own]);
    assert.deepEqual(await store.scoringDetail(run.id, own.id), scoringDetail);
    assert.deepEqual((await store.scoringDetail(run.id, later.id))?.judges, []);
    assert.deepEqual(await store.grades(run.id, later.id), [grades[0].record, grades[1].record]);
    assert.deepEqual(await store.grades(run.id, own.id), [grades[2].record]);
    assert.deepEqual(await store.judgeCalls(run.id, later.id, attempts[1].record.id), grades[0].calls);
    assert.deepEqual(await store.judgeCalls(run.id, later.id, attempts[0].record.id), []);
    const unknown = randomUUID();
    assert.deepEqual(await store.scorings(unknown as RunId), []);
    assert.equal(await store.scoringDetail(run.id, unknown as string as ScoringId), null);
    assert.deepEqual(await store.grades(run.id, unknown as string as ScoringId), []);
    assert.deepEqual(await store.judgeCalls(run.id, own.id, unknown as string as AttemptId), []);
    assert.deepEqual(
      await store.attempts(run.id),
      attempts.map(({ record }) => record),
    );
  });

  it('takes a scoring up again, and a grade in place of an earlier one', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const { record } = makeAttempt(run.id);
    const scoring = makeScoring(run.id, { trigger: 'run' });
    await store.createScoring(scoring, scoringDetail);
    await store.createScoring(scoring, scoringDetail);
    await store.appendGrade(makeFailedGrade(scoring, record.id));
    const ended = makeFinishedScoring(run.id, '2026-03-02T09:01:00.000Z', { ...scoring, status: 'finished' });
    await store.updateScoring(ended);
    assert.deepEqual(await store.scorings(run.id), [ended]);

    const wider = { ...scoringDetail, judges: ['openai/gpt-5-mini', 'demo/arbiter'] };
    await store.createScoring({ ...scoring, planned: 8 }, wider);
    assert.deepEqual(await store.scorings(run.id), [{ ...scoring, planned: 8 }]);
    assert.deepEqual(await store.scoringDetail(run.id, scoring.id), wider);
    const again = makeGrade(scoring, record.id, { at: '2026-03-02T10:00:00.000Z' });
    await store.appendGrade(again);
    await store.appendGrade(again);
    assert.deepEqual(await store.grades(run.id, scoring.id), [again.record]);
    assert.deepEqual(await store.judgeCalls(run.id, scoring.id, record.id), again.calls);
  });

  it('keeps the last rating of an answer, until it is taken back', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const [first, second] = [makeAttempt(run.id).record.id, makeAttempt(run.id).record.id];
    await store.rate(makeRating(run.id, first));
    const noted = makeRating(run.id, second, { at: '2026-03-03T08:01:00.000Z', thumb: null, stars: null });
    await store.rate(noted);
    // A clock may be set back: what was said last counts all the same.
    const down = makeRating(run.id, first, { at: '2026-03-03T07:00:00.000Z', thumb: 'down', stars: null, note: '' });
    await store.rate(down);
    assert.deepEqual(await store.ratings(run.id), [down, noted]);
    await store.rate({ ...noted, note: '' });
    assert.deepEqual(await store.ratings(run.id), [down]);
    assert.deepEqual(await store.ratings(randomUUID() as RunId), []);
  });

  it('knows the baseline of a suite: the run that was made it last', async () => {
    await using opened = await open();
    const { store } = opened;
    const [older, newer, elsewhere] = [makeRun(), makeRun(), makeRun({ suitePath: 'other.bench.yaml' })];
    for (const run of [older, newer, elsewhere]) await store.createRun(run, detail);
    assert.equal(await store.baseline(older.suitePath), null);
    await store.updateRun({ ...newer, baselineAt: '2026-03-04T00:00:00.000Z' });
    await store.updateRun({ ...elsewhere, baselineAt: '2026-03-06T00:00:00.000Z' });
    assert.equal(await store.baseline(older.suitePath), newer.id);
    await store.updateRun({ ...older, baselineAt: '2026-03-05T00:00:00.000Z' });
    assert.equal(await store.baseline(older.suitePath), older.id);
    await store.updateRun({ ...older, baselineAt: null });
    assert.equal(await store.baseline(older.suitePath), newer.id);
  });

  it('lists qualities by the scoring in force', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const inline = makeAttempt(run.id, { quality: 1 });
    const deferred = makeAttempt(run.id, { quality: null });
    const waiting = makeAttempt(run.id, { quality: null });
    for (const attempt of [inline, deferred, waiting]) await store.appendAttempt(attempt);
    const mean = async () => (await store.listRuns())[0]?.meanQuality;
    const own = makeScoring(run.id, { trigger: 'run', createdAt: '2026-03-01T10:00:00.000Z' });
    await store.createScoring(own, scoringDetail);
    assert.equal(await mean(), 1);
    await store.appendGrade(makeGrade(own, deferred.record.id, { quality: 0 }));
    assert.equal(await mean(), 0.5);

    const again = makeScoring(run.id);
    await store.createScoring(again, scoringDetail);
    await store.appendGrade(makeGrade(again, deferred.record.id, { quality: 0.25 }));
    assert.equal(await mean(), 0.5, 'one that is not finished is not in force');
    await store.updateScoring({ ...again, status: 'finished', finishedAt: '2026-03-02T10:00:00.000Z' });
    assert.equal(await mean(), 0.25, 'answers that it does not grade have no quality');
    await store.updateScoring({ ...own, status: 'finished', finishedAt: '2026-03-02T11:00:00.000Z' });
    assert.equal(await mean(), 0.25, 'a run that was gone on with does not take the place of a later scoring');
    const empty = makeFinishedScoring(run.id, '2026-03-02T12:00:00.000Z');
    await store.createScoring(empty, scoringDetail);
    assert.equal(await mean(), null);
  });

  it('does not delete a run that is being scored', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun({ status: 'finished' });
    await store.createRun(run, detail);
    const scoring = makeScoring(run.id);
    await store.createScoring(scoring, scoringDetail);
    await assert.rejects(store.deleteRun(run.id), { name: 'StoreError', kind: 'locked', message: /being scored/ });
    await store.updateScoring({ ...scoring, status: 'cancelled' });
    await store.deleteRun(run.id);
    assert.deepEqual(await store.listRuns(), []);
  });
});
