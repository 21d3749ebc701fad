import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { catalogMigrations } from '../../../../src/core/store/catalogTables.ts';
import { StoreError } from '../../../../src/core/store/errors.ts';
import type { RunPage } from '../../../../src/core/store/spec.ts';
import type { RunId } from '../../../../src/shared/model/ids.ts';
import {
  detail,
  makeAttempt,
  makeFailure,
  makeFinishedScoring,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  scoringDetail,
} from '../fixtures.ts';
import { everyStore } from './everyStore.ts';

everyStore('runs', (open) => {
  it('gives back a run with its detail', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    assert.deepEqual(await store.run(run.id), { run, detail });
    assert.equal(await store.run(randomUUID() as RunId), null);
  });

  it('gives back how much of its suite a run took, and since when it is pinned', async () => {
    await using opened = await open();
    const { store } = opened;
    const part = { cases: 3, ofCases: 24, models: 5, ofModels: 5, timing: true };
    const run = makeRun({ part });
    await store.createRun(run, detail);
    const pinned = { ...run, pinnedAt: '2026-03-04T00:00:00.000Z' };
    await store.updateRun(pinned);
    assert.deepEqual((await store.run(run.id))?.run, pinned);
    assert.deepEqual(
      (await store.listRuns()).map((item) => item.run),
      [pinned],
    );
  });

  it('lists the newest run first, with its counts', async () => {
    await using opened = await open();
    const { store } = opened;
    const older = makeRun({ startedAt: '2026-01-01T00:00:00.000Z' });
    const newer = makeRun({ startedAt: '2026-01-02T00:00:00.000Z' });
    await store.createRun(newer, detail);
    await store.createRun(older, detail);
    const paid = { usd: 0.25, estimated: false, source: 'price-row' } as const;
    await store.appendAttempt(makeAttempt(older.id, { quality: 1, cost: paid }));
    await store.appendAttempt(makeAttempt(older.id, { quality: 0, cost: paid }));
    await store.appendAttempt(makeAttempt(older.id, { quality: 0, cost: paid, warmup: true }));
    await store.appendAttempt(makeAttempt(older.id, { quality: null, cost: paid, status: 'cancelled' }));
    await store.appendAttempt(makeFailure(older.id, { cost: paid, final: false }));
    await store.appendAttempt(makeFailure(older.id, { cost: paid }));
    const models = ['openai/gpt-5-mini', 'ollama/llama3.2'];
    const counted = { run: older, samplesDone: 3, failed: 1, costUsd: 1.5, knownCostUsd: 1.5, meanQuality: 0.5, models };
    const empty = { run: newer, samplesDone: 0, failed: 0, costUsd: 0, knownCostUsd: 0, meanQuality: null, models };
    assert.deepEqual(await store.listRuns(), [empty, counted]);
    assert.deepEqual(await store.listRuns({ limit: 1 }), [empty]);
    await store.appendAttempt(makeFailure(older.id));
    const [, unknown] = await store.listRuns();
    assert.deepEqual([unknown?.costUsd, unknown?.knownCostUsd], [null, 1.5]);
  });

  it('replaces a run, the last word counting', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    const harness = {
      loopDelayP50Ms: 1,
      loopDelayP99Ms: 2.5,
      loopDelayMaxMs: 9,
      contaminatedSamples: 0,
      samples: 4,
      nodeVersion: '24',
      platform: 'linux',
    };
    const finished = makeRun({ ...run, status: 'finished', finishedAt: '2026-03-01T10:05:00.000Z', harness });
    await Promise.all([store.updateRun({ ...run, name: 'first' }), store.updateRun(finished)]);
    assert.deepEqual((await store.run(run.id))?.run, finished);
    await store.updateRun({ ...finished, name: 'Renamed' });
    assert.deepEqual((await store.run(run.id))?.run, { ...finished, name: 'Renamed' });
  });

  it('takes more samples for a run that has ended, with the detail that they need', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    await store.updateRun({ ...run, status: 'finished', finishedAt: '2026-03-01T10:05:00.000Z' });
    const extended = makeRun({ ...run, plannedSamples: 8, extensions: 1 });
    const longer = { ...detail, suite: { ...detail.suite, repeats: 2 } };
    await store.extendRun(extended, longer);
    assert.deepEqual(await store.run(run.id), { run: extended, detail: longer });
    await store.createRun(run, detail);
    assert.deepEqual(await store.run(run.id), { run: extended, detail: longer });
    const ended = makeRun({ ...extended, status: 'finished' });
    await store.updateRun(ended);
    assert.deepEqual(await store.run(run.id), { run: ended, detail: longer });
  });

  it('deletes a run with all that belongs to it, and takes nothing more for it', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun({ status: 'finished' });
    const other = makeRun({ status: 'finished' });
    await store.createRun(run, detail);
    await store.createRun(other, detail);
    const attempt = makeFailure(run.id);
    const kept = makeFailure(other.id);
    await store.appendAttempt(attempt);
    await store.appendAttempt(kept);
    const scorings = [makeFinishedScoring(run.id, run.startedAt), makeFinishedScoring(other.id, run.startedAt)] as const;
    for (const scoring of scorings) await store.createScoring(scoring, scoringDetail);
    await store.appendGrade(makeGrade(scorings[0], attempt.record.id));
    await store.appendGrade(makeGrade(scorings[1], kept.record.id));
    await store.rate(makeRating(run.id, attempt.record.id));
    await store.rate(makeRating(other.id, kept.record.id));
    await store.deleteRun(run.id);
    await store.deleteRun(run.id);
    assert.equal(await store.run(run.id), null);
    assert.equal(await store.body(run.id, attempt.record.id), null);
    assert.deepEqual(await store.attempts(run.id), []);
    assert.deepEqual(await store.errors(run.id), []);
    assert.deepEqual(await store.scorings(run.id), []);
    assert.equal(await store.scoringDetail(run.id, scorings[0].id), null);
    assert.deepEqual(await store.grades(run.id, scorings[0].id), []);
    assert.deepEqual(await store.judgeCalls(run.id, scorings[0].id, attempt.record.id), []);
    assert.deepEqual(await store.ratings(run.id), []);
    assert.deepEqual(
      [
        (await store.scorings(other.id)).length,
        (await store.grades(other.id, scorings[1].id)).length,
        (await store.ratings(other.id)).length,
      ],
      [1, 1, 1],
    );
    assert.deepEqual(
      (await store.listRuns()).map(({ run }) => run.id),
      [other.id],
    );
    assert.deepEqual(await store.body(other.id, kept.record.id), kept.body);
    await assert.rejects(store.appendAttempt(makeAttempt(run.id)), StoreError);
    await assert.rejects(store.updateRun(run), StoreError);
    await assert.rejects(store.createScoring(makeScoring(run.id), scoringDetail), StoreError);
    await assert.rejects(store.appendGrade(makeGrade(scorings[0], attempt.record.id)), StoreError);
    await assert.rejects(store.rate(makeRating(run.id, attempt.record.id)), StoreError);
  });

  it('does not delete a run that is still running', async () => {
    await using opened = await open();
    const { store } = opened;
    const run = makeRun();
    await store.createRun(run, detail);
    await assert.rejects(store.deleteRun(run.id), { name: 'StoreError', kind: 'locked' });
    await store.updateRun({ ...run, status: 'cancelled' });
    await store.deleteRun(run.id);
    assert.deepEqual(await store.listRuns(), []);
  });

  it('lists page by page, of all suites or one', async () => {
    await using opened = await open();
    const { store } = opened;
    const runs = [1, 2, 3, 4, 5].map((day) =>
      makeRun({
        startedAt: `2026-01-0${day}T00:00:00.000Z`,
        suitePath: `${day % 2}.bench.yaml`,
        suiteName: `made on day ${day}`,
      }),
    );
    for (const run of runs) await store.createRun(run, detail);
    const days = async (page: RunPage) => (await store.listRuns(page)).map(({ run }) => Number(run.startedAt.slice(8, 10)));
    assert.deepEqual(await days({}), [5, 4, 3, 2, 1]);
    assert.deepEqual(await days({ limit: 2, offset: 1 }), [4, 3]);
    assert.deepEqual(await days({ offset: 4 }), [1]);
    assert.deepEqual(await days({ offset: 5, limit: 10 }), []);
    assert.deepEqual(await days({ limit: 0 }), []);
    assert.deepEqual(await days({ suitePath: '1.bench.yaml', limit: 2 }), [5, 3]);
    assert.deepEqual(await days({ suitePath: 'none' }), []);
    assert.deepEqual(await store.suites(), [
      { path: '1.bench.yaml', name: 'made on day 5', runs: 3, lastAt: '2026-01-05T00:00:00.000Z' },
      { path: '0.bench.yaml', name: 'made on day 4', runs: 2, lastAt: '2026-01-04T00:00:00.000Z' },
    ]);
  });

  it('puts pinned runs first where asked to, and finds runs by words of their name, suite and models', async () => {
    await using opened = await open();
    const { store } = opened;
    const runs = [1, 2, 3, 4].map((day) =>
      makeRun({
        startedAt: `2026-01-0${day}T00:00:00.000Z`,
        name: day === 3 ? 'ÜBER Nacht' : 'Made',
        suitePath: `${day % 2}.bench.yaml`,
        pinnedAt: day === 2 ? '2026-02-01T00:00:00.000Z' : null,
      }),
    );
    for (const run of runs) await store.createRun(run, detail);
    await store.appendAttempt(makeAttempt((runs[0] ?? makeRun()).id));
    const days = async (page: RunPage) => (await store.listRuns(page)).map(({ run }) => Number(run.startedAt.slice(8, 10)));
    assert.deepEqual(await days({ pinnedFirst: true }), [2, 4, 3, 1]);
    assert.deepEqual(await days({ pinnedFirst: true, limit: 2, offset: 1 }), [4, 3]);
    assert.deepEqual(await days({ search: 'nacht über' }), [3]);
    assert.deepEqual(await days({ search: ' 0.BENCH' }), [4, 2]);
    assert.deepEqual(await days({ search: 'made', suitePath: '1.bench.yaml' }), [1]);
    assert.deepEqual(await days({ search: 'made', pinnedFirst: true, limit: 2, offset: 1 }), [4, 1]);
    assert.deepEqual(await days({ search: 'none of them' }), []);
    const models = (await store.listRuns()).find(({ run }) => run.id === runs[0]?.id)?.models ?? [];
    assert.ok(models.includes('openai/gpt-5-mini'), 'the list of models');
    assert.deepEqual(await days({ search: 'GPT-5', suitePath: '1.bench.yaml' }), [3, 1]);
  });

  it('names what goes on', async () => {
    await using opened = await open();
    const { store } = opened;
    const [running, scored] = [makeRun({ name: 'A' }), makeRun({ name: 'B', status: 'finished' })];
    await store.createRun(running, detail);
    await store.createRun(scored, detail);
    const scoring = makeScoring(scored.id);
    await store.createScoring(scoring, scoringDetail);
    assert.deepEqual([...(await store.busy())].sort(), ['A', 'B']);
    await store.updateRun({ ...running, status: 'finished' });
    await store.updateScoring({ ...scoring, status: 'finished' });
    assert.deepEqual(await store.busy(), []);
  });

  it('says what it is, and that it is closed', async () => {
    await using opened = await open();
    const { store } = opened;
    assert.deepEqual(store.health, { state: 'ok', message: null, schemaVersion: catalogMigrations.length, replayed: 0 });
    await store.checkpoint();
    await store.close();
    await store.close();
    await assert.rejects(store.listRuns(), { name: 'StoreError', kind: 'closed' });
    await assert.rejects(store.appendAttempt(makeAttempt(makeRun().id)), { name: 'StoreError', kind: 'closed' });
  });
});
