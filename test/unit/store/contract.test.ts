import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { catalogMigrations } from '../../../src/core/store/catalogTables.ts';
import { StoreError } from '../../../src/core/store/errors.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { connectStore, serveStore, storeCalls } from '../../../src/core/store/remote.ts';
import type { RunPage, Store } from '../../../src/core/store/spec.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { AttemptId, RunId, SampleId, ScoringId } from '../../../src/shared/model/ids.ts';
import {
  detail,
  makeAttempt,
  makeFailedGrade,
  makeFailure,
  makeFigures,
  makeFinishedScoring,
  makeGrade,
  makeRating,
  makeRun,
  makeScoring,
  rateLimited,
  scoringDetail,
  temporaryFolder,
} from './fixtures.ts';

type Opened = AsyncDisposable & { readonly store: Store };

const implementations: Readonly<Record<string, () => Promise<Opened>>> = {
  'in memory': async () => {
    const store = await openMemoryStore();
    return { store, [Symbol.asyncDispose]: () => store.close() };
  },
  'in a folder': async () => {
    const folder = await temporaryFolder();
    const store = await openStore(folder.path);
    const dispose = async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    };
    return { store, [Symbol.asyncDispose]: dispose };
  },
  'in a folder, over a port': async () => {
    const folder = await temporaryFolder();
    const { port1, port2 } = new MessageChannel();
    serveStore(storeCalls(await openStore(folder.path)), port2);
    const store = await connectStore(port1);
    const dispose = async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    };
    return { store, [Symbol.asyncDispose]: dispose };
  },
};

for (const [name, open] of Object.entries(implementations)) {
  describe(`store ${name}`, () => {
    it('tells how calls to each model went since an instant, those never sent left out', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const sent = (changes: Partial<AttemptRecord>) => {
        const record = { provider: 'p', model: 'm', concurrency: 1, ...changes };
        return store.appendAttempt(changes.status === 'error' ? makeFailure(run.id, record) : makeAttempt(run.id, record));
      };
      const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
      await sent({ status: 'ok', startedAt: early });
      await sent({ status: 'ok', startedAt: late });
      await sent({ status: 'error', startedAt: late });
      await sent({ status: 'error', startedAt: late, final: false });
      await sent({ status: 'error', startedAt: late, concurrency: 0 });
      await sent({ status: 'cancelled', startedAt: late });
      await sent({ status: 'ok', startedAt: late, model: 'another' });
      const { kind } = rateLimited;
      const errors = [{ kind, count: 2 }];
      assert.deepEqual(await store.reliability(late), [
        { provider: 'p', model: 'another', ok: 1, failed: 0, errors: [], lastAt: late },
        { provider: 'p', model: 'm', ok: 1, failed: 2, errors, lastAt: late },
      ]);
      assert.equal((await store.reliability(early)).find(({ model }) => model === 'm')?.ok, 2);
      assert.deepEqual(await store.reliability('2026-01-03T00:00:00.000Z'), []);
    });

    it('gives back a run with its detail', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      assert.deepEqual(await store.run(run.id), { run, detail });
      assert.equal(await store.run(randomUUID() as RunId), null);
    });

    it('gives back attempts whole, in the order written, unknowns as null', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const written = [
        makeFailure(run.id, { final: false }),
        makeAttempt(run.id),
        makeAttempt(run.id, { warmup: true, cost: { usd: 0, estimated: true, source: 'reported' }, passed: true, quality: 0 }),
      ];
      for (const attempt of written) await store.appendAttempt(attempt);
      assert.deepEqual(
        await store.attempts(run.id),
        written.map(({ record }) => record),
      );
      for (const { record, body } of written) assert.deepEqual(await store.body(run.id, record.id), body);
      assert.deepEqual(await store.attempts(randomUUID() as RunId), []);
      assert.equal(await store.body(run.id, randomUUID() as AttemptId), null);
      assert.equal(await store.body(randomUUID() as RunId, randomUUID() as AttemptId), null);
    });

    it('keeps answers of any text and size', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const answers = ['', 'line\nline\r\n\u2028', '\u0000"\\', '😀'.repeat(10), 'x'.repeat(5_000_000)];
      const attempts = answers.map((answer) => makeAttempt(run.id, {}, answer));
      await Promise.all(attempts.map((attempt) => store.appendAttempt(attempt)));
      for (const { record, body } of attempts) assert.equal((await store.body(run.id, record.id))?.answer, body.answer);
    });

    it('keeps errors apart', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const failure = makeFailure(run.id);
      await store.appendAttempt(makeAttempt(run.id));
      await store.appendAttempt(failure);
      const { id, provider, model, startedAt } = failure.record;
      assert.deepEqual(await store.errors(run.id), [
        { ...rateLimited, attemptId: id, runId: run.id, provider, model, at: startedAt },
      ]);
    });

    it('takes the same id twice', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const attempt = makeFailure(run.id);
      await store.appendAttempt(attempt);
      await store.appendAttempt(attempt);
      await store.updateRun({ ...run, status: 'finished' });
      await store.createRun(run, detail);
      assert.equal((await store.attempts(run.id)).length, 1);
      assert.equal((await store.errors(run.id)).length, 1);
      assert.equal((await store.run(run.id))?.run.status, 'finished');
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
      assert.equal(await mean(), 0.5);
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

    it('tells how calls went in runs that go on before and after an instant', async () => {
      await using opened = await open();
      const { store } = opened;
      const times = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];
      for (const part of [times.slice(0, 1), times, times.slice(2)]) {
        const run = makeRun();
        await store.createRun(run, detail);
        for (const startedAt of part) await store.appendAttempt(makeAttempt(run.id, { startedAt }));
        await store.updateRun({ ...run, status: 'finished' });
      }
      const calls = async (since: string) => (await store.reliability(since))[0]?.ok ?? 0;
      assert.deepEqual(await Promise.all(['', ...times].map(calls)), [5, 5, 3, 2]);
      assert.equal(await calls('2026-01-03T00:00:00.001Z'), 0);
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

    it('counts a sample by its last final attempt, in whatever order they came', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const sampleId = 'c1::case::1' as SampleId;
      const at = (second: number) => `2026-03-01T10:00:0${second}.000Z`;
      const failed = makeFailure(run.id, { sampleId, startedAt: at(1) });
      const last = makeAttempt(run.id, { sampleId, startedAt: at(3), quality: 1 });
      const between = makeAttempt(run.id, { sampleId, startedAt: at(2), quality: 0 });
      const warmup = makeAttempt(run.id, { sampleId, startedAt: at(4), warmup: true });
      const other = makeAttempt(run.id, { quality: 0 });
      for (const attempt of [failed, last, between, warmup, other]) await store.appendAttempt(attempt);
      await store.appendAttempt(failed);
      assert.deepEqual(await store.attempts(run.id), [
        { ...failed.record, final: false },
        last.record,
        { ...between.record, final: false },
        warmup.record,
        other.record,
      ]);
      const [item] = await store.listRuns();
      assert.deepEqual([item?.samplesDone, item?.failed, item?.meanQuality], [2, 0, 0.5]);
      const scoring = makeFinishedScoring(run.id, at(9));
      await store.createScoring(scoring, scoringDetail);
      await store.appendGrade(makeGrade(scoring, last.record.id, { quality: 0.25 }));
      await store.appendGrade(makeGrade(scoring, between.record.id, { quality: 1 }));
      assert.equal((await store.listRuns())[0]?.meanQuality, 0.25);
      const tie = makeAttempt(run.id, { id: 'ffffffff' as AttemptId, sampleId, startedAt: at(3) });
      await store.appendAttempt(tie);
      const final = (await store.attempts(run.id)).filter((one) => one.sampleId === sampleId && one.final && !one.warmup);
      assert.deepEqual(final, [tie.record]);
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
}
