import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { migrations } from '../../../src/core/store/migrations.ts';
import { StoreError } from '../../../src/core/store/errors.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { connectStore, serveStore, storeCalls } from '../../../src/core/store/remote.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import type { AttemptId, RunId } from '../../../src/shared/model/ids.ts';
import { detail, makeAttempt, makeFailure, makeRun, rateLimited, temporaryFolder } from './fixtures.ts';

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
      for (const { record, body } of written) assert.deepEqual(await store.body(record.id), body);
      assert.deepEqual(await store.attempts(randomUUID() as RunId), []);
      assert.equal(await store.body(randomUUID() as AttemptId), null);
    });

    it('keeps answers of any text and size', async () => {
      await using opened = await open();
      const { store } = opened;
      const run = makeRun();
      await store.createRun(run, detail);
      const answers = ['', 'line\nline\r\n\u2028', '\u0000"\\', '😀'.repeat(10), 'x'.repeat(5_000_000)];
      const attempts = answers.map((answer) => makeAttempt(run.id, {}, answer));
      await Promise.all(attempts.map((attempt) => store.appendAttempt(attempt)));
      for (const { record, body } of attempts) assert.equal((await store.body(record.id))?.answer, body.answer);
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
      assert.deepEqual(await store.listRuns(1), [empty]);
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
      await store.deleteRun(run.id);
      await store.deleteRun(run.id);
      assert.equal(await store.run(run.id), null);
      assert.equal(await store.body(attempt.record.id), null);
      assert.deepEqual(await store.attempts(run.id), []);
      assert.deepEqual(await store.errors(run.id), []);
      assert.deepEqual(
        (await store.listRuns()).map(({ run }) => run.id),
        [other.id],
      );
      assert.deepEqual(await store.body(kept.record.id), kept.body);
      await assert.rejects(store.appendAttempt(makeAttempt(run.id)), StoreError);
      await assert.rejects(store.updateRun(run), StoreError);
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

    it('says what it is, and that it is closed', async () => {
      await using opened = await open();
      const { store } = opened;
      assert.deepEqual(store.health, { state: 'ok', message: null, schemaVersion: migrations.length, replayed: 0 });
      await store.checkpoint();
      await store.close();
      await store.close();
      await assert.rejects(store.listRuns(), { name: 'StoreError', kind: 'closed' });
      await assert.rejects(store.appendAttempt(makeAttempt(makeRun().id)), { name: 'StoreError', kind: 'closed' });
    });
  });
}
