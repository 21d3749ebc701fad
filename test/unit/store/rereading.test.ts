/** Of runs that are written while their logs are read anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import { removeDerived } from './filled.ts';
import { detail, makeAttempt, makeRun, temporaryFolder } from './fixtures.ts';

/** Files that do `next` once a log was read, before that is told. */
function pausing(): { next: (() => Promise<void>) | null; readonly files: StoreFiles } {
  const pauses: ReturnType<typeof pausing> = { next: null, files: { ...diskFiles, open: open as StoreFiles['open'] } };
  return pauses;

  async function open(path: string, flags: string) {
    const handle = await diskFiles.open(path, flags);
    const { next } = pauses;
    if (next === null || flags !== 'r' || !path.endsWith('.jsonl')) return handle;
    pauses.next = null;
    const close = async () => {
      await next();
      await handle.close();
    };
    return new Proxy(handle, {
      get(target, name) {
        if (name === 'close') return close;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

for (const looks of [false, true]) {
  test(`what is written while a run is read anew is in its tables${looks ? ' at the next look' : ', and what comes after it'}`, async () => {
    await using folder = await temporaryFolder();
    const run = makeRun();
    const attempts = [makeAttempt(run.id), makeAttempt(run.id), makeAttempt(run.id)] as const;
    const ids = attempts.map(({ record }) => record.id);
    const pauses = pausing();
    const store = await openStore(folder.path, { files: pauses.files });
    const seen = async () => (await store.attempts(run.id)).map(({ id }) => id);
    await store.createRun(run, detail);
    await store.appendAttempt(attempts[0]);
    pauses.next = () => store.appendAttempt(attempts[1]);
    await store.reread([run.id]);
    if (looks) assert.deepEqual(await seen(), ids.slice(0, 2));
    await store.appendAttempt(attempts[2]);
    assert.deepEqual(await seen(), ids);
    await store.updateRun({ ...run, status: 'finished' });
    const stamp = await store.stamp(run.id);
    await store.close();
    await removeDerived(folder.path);
    const again = await openStore(folder.path);
    assert.equal(await again.stamp(run.id), stamp);
    await again.close();
  });
}
