import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparisons } from '../../../src/core/comparisons.ts';
import { PanelViews } from '../../../src/core/panelViews.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import type { Store } from '../../../src/core/store/spec.ts';
import { applyPatch } from '../../../src/shared/base/patch.ts';
import type { Changed } from '../../../src/shared/model/changed.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { firstPage, type MatrixQuery, type PanelView } from '../../../src/shared/model/panelView.ts';
import { makeAttempt, makeRating } from '../store/fixtures.ts';
import { addRun, rescore } from './viewed.ts';

async function panels(restShare?: number) {
  const store = await openMemoryStore();
  const views = new PanelViews(store, new Comparisons(store), restShare);
  return { store, views, [Symbol.asyncDispose]: () => store.close() };
}

/** A panel: holds what it was sent. */
class Panel {
  readonly #views: PanelViews;
  readonly #runId: RunId;
  held: { mark: string; value: PanelView } | null = null;
  last: Changed<PanelView> | null = null;

  constructor(views: PanelViews, runId: RunId) {
    this.#views = views;
    this.#runId = runId;
  }

  async ask(query: Partial<MatrixQuery> = {}, scoringId?: null): Promise<PanelView> {
    const matrix = { ...firstPage, ...query };
    const choice = scoringId === undefined ? {} : { scoringId };
    this.last = await this.#views.view({ runId: this.#runId, matrix, have: this.held?.mark ?? null, ...choice });
    assert.ok(this.last);
    const { mark } = this.last;
    if (this.last.kind === 'whole') this.held = { mark, value: this.last.value };
    else {
      assert.equal(this.last.since, this.held?.mark);
      this.held = { mark, value: applyPatch(this.held?.value, this.last.patch) as PanelView };
    }
    return this.held.value;
  }
}

test('a panel is sent the whole view first, then what changed, and nothing where nothing did', async () => {
  await using made = await panels();
  const { store, views } = made;
  const { run, a } = await addRun(store);
  const panel = new Panel(views, run.id);
  const whole = await panel.ask();
  assert.equal(panel.last?.kind, 'whole');
  assert.deepEqual(whole.comparison.matrix, []);
  assert.deepEqual(
    whole.matrix.rows.map(({ caseId }) => caseId),
    ['a', 'b'],
  );
  assert.equal(whole.matrix.questions['a'], 'Customer asks: a');

  const mark = panel.held?.mark;
  assert.deepEqual([await panel.ask(), panel.held?.mark], [whole, mark]);
  assert.deepEqual(panel.last, { kind: 'patch', since: mark, mark, patch: { keys: {} } });

  await store.rate(makeRating(run.id, a));
  const rated = await panel.ask();
  assert.equal(panel.last?.kind, 'patch');
  assert.equal(rated.comparison.people?.rated, 1);
  assert.ok(JSON.stringify(panel.last).length < JSON.stringify(rated).length / 4);
  const fresh = new Panel(views, run.id);
  assert.deepEqual(rated, await fresh.ask(), 'the same as whoever comes new is sent');
});

test('another page and another scoring are differences, too', async () => {
  await using made = await panels();
  const { store, views } = made;
  const filled = await addRun(store);
  const panel = new Panel(views, filled.run.id);
  await panel.ask({ count: 1 });
  const second = await panel.ask({ count: 1, offset: 1 });
  assert.equal(panel.last?.kind, 'patch');
  assert.deepEqual([second.matrix.rows[0]?.caseId, Object.keys(second.matrix.questions)], ['b', ['b']]);
  await rescore(store, filled);
  const scored = await panel.ask();
  assert.equal(scored.matrix.rows[0]?.cells[0]?.quality, 0);
  assert.deepEqual((await panel.ask({}, null)).comparison.scoring.active, null);
  assert.equal(panel.last?.kind, 'patch');
});

test('who holds a view that is forgotten, or of another worker, is sent the whole', async () => {
  await using made = await panels();
  const { store, views } = made;
  const { run } = await addRun(store);
  const panel = new Panel(views, run.id);
  await panel.ask();
  for (let i = 0; i < 6; i++) await new Panel(views, run.id).ask();
  await panel.ask();
  assert.equal(panel.last?.kind, 'whole');
  const elsewhere = new PanelViews(store, new Comparisons(store));
  const changed = await elsewhere.view({ runId: run.id, matrix: firstPage, have: panel.held?.mark ?? null });
  assert.equal(changed?.kind, 'whole');
  assert.equal(await views.view({ runId: 'nobody' as RunId, matrix: firstPage, have: null }), null);
});

test('while a run goes on the next view waits its turn, unless it is only another page or the run ends', async () => {
  await using made = await panels(1e6);
  const { store, views } = made;
  const { run } = await addRun(store, { status: 'running' });
  const panel = new Panel(views, run.id);
  await panel.ask();
  await store.appendAttempt(makeAttempt(run.id, { caseId: 'a', repeat: 2 }));
  const page = await panel.ask({ count: 1 });
  assert.deepEqual([page.comparison.totals.done, page.matrix.rows.length], [2, 1], 'of what is shown already');
  const asked = panel.ask({ count: 1 });
  await store.updateRun({ ...run, status: 'finished' });
  views.wake(run.id);
  const { status, totals } = (await asked).comparison;
  assert.deepEqual([status, totals.done], ['finished', 3]);
});

test('a view whose turn has come is made of what there is by then', async () => {
  await using made = await panels(1);
  const { store, views } = made;
  const { run } = await addRun(store, { status: 'running' });
  const panel = new Panel(views, run.id);
  for (const repeat of [2, 3]) {
    await panel.ask();
    await store.appendAttempt(makeAttempt(run.id, { caseId: 'a', repeat }));
  }
  assert.equal((await panel.ask()).comparison.totals.done, 4);
});

test('a run whose process died is shown as it is, though its log says nothing of it', async () => {
  const store = await openMemoryStore();
  let status: 'running' | 'interrupted' = 'running';
  const read: Store['run'] = async (id) => {
    const found = await store.run(id);
    return found && { ...found, run: { ...found.run, status } };
  };
  const stub = new Proxy(store, {
    get: (target, name) => {
      const value: unknown = name === 'run' ? read : name === 'stamp' ? async () => 'same' : Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const { run } = await addRun(store, { status: 'running' });
  const comparisons = new Comparisons(stub);
  assert.equal((await comparisons.seen(run.id))?.comparison.status, 'running');
  status = 'interrupted';
  assert.equal((await comparisons.seen(run.id))?.comparison.status, 'interrupted');
  await store.close();
});
