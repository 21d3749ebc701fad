import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ViewFeed } from '../../../src/host/panel/viewFeed.ts';
import { diff } from '../../../src/shared/base/patch.ts';
import { afterChange, type Held } from '../../../src/shared/held.ts';
import type { Changed } from '../../../src/shared/model/changed.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { firstPage, type PanelView, type PanelViewRequest } from '../../../src/shared/model/panelView.ts';
import { fixture, viewOf } from '../../tools/panel-harness/fixture.ts';

const first = viewOf(fixture({ cases: 2, repeats: 1 }));
const at = (detectable: number): PanelView => ({ ...first, comparison: { ...first.comparison, detectable } });

/** A store's thread with one view, which tests change; it remembers the last that it gave away, under its mark. */
class FakeStore {
  current: PanelView | null = first;
  readonly asked: PanelViewRequest[] = [];
  #given: Held<PanelView> | null = null;
  #made = 0;

  async panelView(request: PanelViewRequest): Promise<Changed<PanelView> | null> {
    this.asked.push(request);
    if (this.current === null) return null;
    const since = this.#given?.mark === request.have ? this.#given : null;
    const patch = since && diff(since.value, this.current);
    if (since && patch === null) return { kind: 'patch', since: since.mark, mark: since.mark, patch: { keys: {} } };
    this.#given = { mark: `mark ${++this.#made}`, value: this.current };
    return since && patch
      ? { kind: 'patch', since: since.mark, mark: this.#given.mark, patch }
      : { kind: 'whole', ...this.#given };
  }

  forget(): void {
    this.#given = null;
  }
}

/** What the page holds after it was sent what the feed has for it. */
function sent(feed: ViewFeed, page: Held<PanelView> | null): Held<PanelView> {
  const change = feed.takeUnsent();
  assert.ok(change, 'there is something to send');
  return afterChange(page, change) ?? assert.fail('what was sent does not fit what the page holds');
}

test('the page is sent the whole once, then differences, and nothing where nothing changed', async () => {
  const [store, feed] = [new FakeStore(), new ViewFeed('run' as RunId)];
  assert.equal(await feed.refresh(store), 'taken');
  const opened = sent(feed, null);
  store.current = at(0.5);
  await feed.refresh(store);
  const change = feed.takeUnsent();
  assert.equal(change?.kind, 'patch');
  assert.equal(change && afterChange(opened, change)?.value.comparison.detectable, 0.5);
  await feed.refresh(store);
  assert.equal(feed.takeUnsent(), null);
  assert.equal(feed.view?.comparison.detectable, 0.5);
});

test('what came while the page could not be sent anything reaches it whole', async () => {
  const [store, feed] = [new FakeStore(), new ViewFeed('run' as RunId)];
  await feed.refresh(store);
  const page = sent(feed, null);
  for (const detectable of [0.5, 0.6]) {
    store.current = at(detectable);
    await feed.refresh(store);
  }
  assert.equal(sent(feed, page).value.comparison.detectable, 0.6);
});

test('a page that lost its view is sent what the host holds, without the store being asked', async () => {
  const [store, feed] = [new FakeStore(), new ViewFeed('run' as RunId)];
  feed.pageLost();
  assert.equal(feed.takeUnsent(), null);
  await feed.refresh(store);
  sent(feed, null);
  feed.pageLost();
  assert.equal(sent(feed, null).value, first);
  assert.equal(store.asked.length, 1);
});

test('a store that has forgotten the mark sends the whole, and one that answers to another mark is asked for it', async () => {
  const [store, feed] = [new FakeStore(), new ViewFeed('run' as RunId)];
  await feed.refresh(store);
  store.forget();
  store.current = at(0.5);
  await feed.refresh(store);
  assert.equal(sent(feed, null).value.comparison.detectable, 0.5);
  const stray: Changed<PanelView> = { kind: 'patch', since: 'nobody’s', mark: 'x', patch: { keys: {} } };
  const answers = [stray, { kind: 'whole', mark: 'y', value: at(0.7) } as const];
  await feed.refresh({ panelView: async () => answers.shift() ?? null });
  assert.equal(feed.view?.comparison.detectable, 0.7);
});

test('an answer that another one has overtaken is left aside', async () => {
  const feed = new ViewFeed('run' as RunId);
  const slow = Promise.withResolvers<Changed<PanelView>>();
  const before = feed.refresh({ panelView: () => slow.promise });
  feed.matrix = { ...firstPage, offset: 100 };
  const store = new FakeStore();
  store.current = at(0.2);
  assert.equal(await feed.refresh(store), 'taken');
  slow.resolve({ kind: 'whole', mark: 'old', value: at(0.1) });
  assert.equal(await before, 'outdated');
  assert.equal(feed.view?.comparison.detectable, 0.2);
});

test('the store is asked by what is wanted: the rows, and the scoring where one was chosen', async () => {
  const [store, feed] = [new FakeStore(), new ViewFeed('run' as RunId)];
  await feed.refresh(store);
  feed.matrix = { ...firstPage, search: 'refund' };
  feed.scoringId = null;
  await feed.refresh(store);
  assert.deepEqual(store.asked, [
    { runId: 'run', matrix: firstPage, have: null },
    { runId: 'run', matrix: feed.matrix, scoringId: null, have: 'mark 1' },
  ]);
});

test('a run that is gone is said to be, and sent whole when it is back', async () => {
  const [store, feed] = [new FakeStore(), new ViewFeed('run' as RunId)];
  await feed.refresh(store);
  sent(feed, null);
  store.current = null;
  assert.equal(await feed.refresh(store), 'missing');
  assert.equal(feed.view, null);
  assert.equal(feed.takeUnsent(), null);
  store.current = first;
  assert.equal(await feed.refresh(store), 'taken');
  assert.equal(sent(feed, null).value, first);
});
