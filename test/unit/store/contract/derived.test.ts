import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { RunId } from '../../../../src/shared/model/ids.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeFigures,
  makeFinishedScoring,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
} from '../fixtures.ts';
import { everyStore } from './everyStore.ts';

everyStore('what is derived, pruned and read again', (open) => {
  it('stamps a run anew whenever anything of it changes', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    const other = makeRun();
    assert.equal(await store.stamp(run.id), null);
    await store.createRun(run, detail);
    await store.createRun(other, detail);
    const before = await store.stamp(other.id);
    const attempt = makeAttempt(run.id);
    const scoring = makeScoring(run.id);
    const seen = new Set<string | null>();
    const changes = [
      () => store.appendAttempt(attempt),
      () => store.updateRun({ ...run, status: 'finished' }),
      () => store.createScoring(scoring, scoringDetail),
      () => store.appendGrade(makeGrade(scoring, attempt.record.id)),
      () => store.updateScoring({ ...scoring, status: 'finished' }),
      () => store.rate(makeRating(run.id, attempt.record.id)),
      () => store.extendRun({ ...run, extensions: 1 }, detail),
      () => store.updateRun({ ...run, status: 'finished', name: 'Renamed' }),
      () => store.pruneRun(run.id, makeFigures('')),
    ];
    for (const change of changes) {
      seen.add(await store.stamp(run.id));
      assert.equal(await store.stamp(run.id), await store.stamp(run.id));
      await change();
    }
    seen.add(await store.stamp(run.id));
    assert.ok(!seen.has(null));
    assert.equal(seen.size, changes.length + 1);
    assert.equal(await store.stamp(other.id), before);
    await store.deleteRun(run.id);
    assert.equal(await store.stamp(run.id), null);
  });

  it('keeps a text with a run until the run changes', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun({ status: 'finished' });
    await store.createRun(run, detail);
    assert.equal(await store.view(run.id, 'comparison'), null);
    const stamp = (await store.stamp(run.id)) ?? '';
    await store.putView(run.id, 'comparison', stamp, '{"text": "日本\n語"}');
    await store.putView(run.id, 'a/../b: *?', stamp, 'other');
    await store.putView(run.id, 'late', 'of another past', 'x');
    await store.putView(randomUUID() as RunId, 'comparison', stamp, 'x');
    assert.equal(await store.view(run.id, 'comparison'), '{"text": "日本\n語"}');
    assert.equal(await store.view(run.id, 'a/../b: *?'), 'other');
    assert.equal(await store.view(run.id, 'late'), null);
    assert.equal(await store.view(randomUUID() as RunId, 'comparison'), null);
    await store.putView(run.id, 'comparison', stamp, 'another');
    assert.equal(await store.view(run.id, 'comparison'), 'another');
    await store.updateRun({ ...run, name: 'Renamed' });
    assert.equal(await store.view(run.id, 'comparison'), null);
  });

  it('keeps the figures of the runs of a suite, the oldest run first', async () => {
    await using opened = await open();
    const { store } = opened;
    const [newer, older, elsewhere] = [
      makeRun({ status: 'finished', startedAt: '2026-01-02T00:00:00.000Z' }),
      makeRun({ status: 'finished', startedAt: '2026-01-01T00:00:00.000Z' }),
      makeRun({ status: 'finished', suitePath: 'other.bench.yaml' }),
    ];
    for (const run of [newer, older, elsewhere]) await store.createRun(run, detail);
    const stamp = (await store.stamp(older.id)) ?? '';
    const figures = makeFigures(stamp);
    await store.putFigures(older.id, figures);
    await store.putFigures(randomUUID() as RunId, figures);
    assert.deepEqual(await store.figures(older.suitePath), [
      { run: older, pruned: false, stamp, figures },
      { run: newer, pruned: false, stamp: await store.stamp(newer.id), figures: null },
    ]);
    const renamed = { ...older, name: 'Renamed' };
    await store.updateRun(renamed);
    const [stale] = await store.figures(older.suitePath);
    assert.deepEqual(stale, { run: renamed, pruned: false, stamp: await store.stamp(older.id), figures });
    assert.notEqual(stale.stamp, stamp);
    assert.deepEqual(await store.figures('none'), []);
  });

  it('prunes a run: its record and figures stay, all else is gone for good', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun({ status: 'finished', baselineAt: '2026-03-04T00:00:00.000Z' });
    await store.createRun(run, detail);
    const attempt = makeFailure(run.id);
    await store.appendAttempt(attempt);
    const scoring = makeFinishedScoring(run.id, run.startedAt);
    await store.createScoring(scoring, scoringDetail);
    await store.appendGrade(makeGrade(scoring, attempt.record.id));
    await store.rate(makeRating(run.id, attempt.record.id));
    const stamp = (await store.stamp(run.id)) ?? '';
    await store.putView(run.id, 'comparison', stamp, 'x');
    await store.putFigures(run.id, makeFigures(stamp, { version: 0 }));
    const figures = makeFigures(stamp);
    await store.pruneRun(run.id, figures);
    await store.pruneRun(run.id, makeFigures('later'));
    await store.putFigures(run.id, makeFigures('later still'));
    const pruned = async () => {
      assert.deepEqual(await store.listRuns(), []);
      assert.deepEqual(await store.figures(run.suitePath), [{ run, pruned: true, stamp: await store.stamp(run.id), figures }]);
      assert.deepEqual(
        (await store.suites()).map(({ path, runs }) => [path, runs]),
        [[run.suitePath, 1]],
      );
      assert.equal(await store.run(run.id), null);
      assert.deepEqual(await store.attempts(run.id), []);
      assert.equal(await store.body(run.id, attempt.record.id), null);
      assert.deepEqual(await store.errors(run.id), []);
      assert.deepEqual(await store.scorings(run.id), []);
      assert.equal(await store.scoringDetail(run.id, scoring.id), null);
      assert.deepEqual(await store.grades(run.id, scoring.id), []);
      assert.deepEqual(await store.judgeCalls(run.id, scoring.id, attempt.record.id), []);
      assert.deepEqual(await store.ratings(run.id), []);
      assert.equal(await store.baseline(run.suitePath), null);
      assert.deepEqual(await store.reliability(''), []);
      assert.equal(await store.view(run.id, 'comparison'), null);
    };
    await pruned();
    for (const write of [
      () => store.appendAttempt(attempt),
      () => store.updateRun(run),
      () => store.createRun(run, detail),
      () => store.createScoring(scoring, scoringDetail),
      () => store.rate(makeRating(run.id, attempt.record.id)),
    ]) {
      await assert.rejects(write, { name: 'StoreError', message: /was pruned/ });
    }
    await store.reread();
    await pruned();
    await store.deleteRun(run.id);
    assert.deepEqual(await store.figures(run.suitePath), []);
    assert.deepEqual(await store.suites(), []);
  });

  it('prunes nothing that goes on', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    await assert.rejects(store.pruneRun(run.id, makeFigures('')), { name: 'StoreError', kind: 'locked' });
    await store.updateRun({ ...run, status: 'finished' });
    const scoring = makeScoring(run.id);
    await store.createScoring(scoring, scoringDetail);
    await assert.rejects(store.pruneRun(run.id, makeFigures('')), { name: 'StoreError', kind: 'locked' });
    assert.equal((await store.listRuns()).length, 1);
    await store.pruneRun(randomUUID() as RunId, makeFigures(''));
  });

  it('rereads what it has, and it is the same', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const attempt = makeAttempt(run.id);
    await store.appendAttempt(attempt);
    const all = async () => [
      await store.run(run.id),
      await store.attempts(run.id),
      await store.stamp(run.id),
      await store.listRuns(),
    ];
    const expected = await all();
    await store.reread();
    assert.deepEqual(await all(), expected);
    await store.reread([run.id, randomUUID() as RunId]);
    assert.deepEqual((await all()).toSpliced(2, 1), expected.toSpliced(2, 1));
    await store.appendAttempt(makeAttempt(run.id));
    assert.equal((await store.attempts(run.id)).length, 2);
  });
});
