import assert from 'node:assert/strict';
import { mock, test, type TestContext } from 'node:test';
import { PendingDeletes, type NamedRun } from '../../../src/host/run/pendingDeletes.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';

const [a, b] = ['a', 'b'].map((id): NamedRun => ({ runId: id as RunId, name: `Run ${id}` })) as [NamedRun, NamedRun];

/** A window whose notifications are answered by the test. */
function world(t: TestContext, remove: (runId: RunId) => Promise<void> = async () => {}) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const seen = { removed: [] as RunId[], late: 0, failed: [] as string[], changes: 0 };
  const answers: ((undo: boolean) => void)[] = [];
  const pending = new PendingDeletes({
    undoMs: 30_000,
    async remove(runId) {
      await remove(runId);
      seen.removed.push(runId);
    },
    offerUndo: () => new Promise((resolve) => answers.push(resolve)),
    tellTooLate: () => void seen.late++,
    tellFailed: ({ name }, error) => void seen.failed.push(`${name}: ${String(error)}`),
  });
  pending.onDidChange(() => void seen.changes++);
  t.after(() => pending.dispose());
  return { pending, seen, answer: (index: number, undo: boolean) => answers[index]?.(undo) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('deleted runs are hidden at once, and gone for good when the notification is', async (t) => {
  const { pending, seen, answer } = world(t);
  pending.delete([a, b]);
  assert.deepEqual([pending.has(a.runId), pending.size, seen.changes], [true, 2, 1]);
  await settled();
  assert.deepEqual(seen.removed, []);
  answer(0, false);
  await settled();
  assert.deepEqual(seen.removed, [a.runId, b.runId]);
  assert.equal(pending.size, 0);
});

test('undo shows them again and deletes nothing, then or later', async (t) => {
  const { pending, seen, answer } = world(t);
  pending.delete([a]);
  answer(0, true);
  await settled();
  assert.equal(pending.has(a.runId), false);
  mock.timers.tick(30_000);
  await pending.flush();
  assert.deepEqual([seen.removed, seen.changes, seen.late], [[], 2, 0]);
});

test('after its time a run is deleted even though the notification is still there, which then comes too late', async (t) => {
  const { pending, seen, answer } = world(t);
  pending.delete([a]);
  mock.timers.tick(29_999);
  await settled();
  assert.deepEqual(seen.removed, []);
  mock.timers.tick(1);
  await settled();
  assert.deepEqual(seen.removed, [a.runId]);
  answer(0, true);
  await settled();
  assert.equal(seen.late, 1);
});

test('each deletion is undone by itself, and a run that is hidden already is not deleted twice', async (t) => {
  const { pending, seen, answer } = world(t);
  pending.delete([a]);
  pending.delete([a, b]);
  pending.delete([b]);
  answer(0, true);
  answer(1, false);
  await settled();
  assert.deepEqual([seen.removed, pending.has(a.runId)], [[b.runId], false]);
});

test('a shutdown waits until all that is hidden is deleted', async (t) => {
  const gate = Promise.withResolvers<void>();
  const { pending, seen, answer } = world(t, () => gate.promise);
  pending.delete([a]);
  pending.delete([b]);
  answer(0, false);
  await settled();
  const flushed = pending.flush();
  gate.resolve();
  await flushed;
  assert.deepEqual(new Set(seen.removed), new Set([a.runId, b.runId]));
});

test('a run that cannot be deleted is shown again, with why, and does not keep the others', async (t) => {
  const { pending, seen, answer } = world(t, async (runId) => {
    if (runId === a.runId) throw new Error('being scored');
  });
  pending.delete([a, b]);
  answer(0, false);
  await settled();
  assert.deepEqual(seen.failed, ['Run a: Error: being scored']);
  assert.deepEqual([seen.removed, pending.size], [[b.runId], 0]);
});
