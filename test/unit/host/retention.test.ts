import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import type { RunListItem } from '../../../src/core/store/spec.ts';
import { Retention } from '../../../src/host/data/retention.ts';
import { Turns } from '../../../src/host/run/turns.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture({ status: 'finished', done: 1 });

function listed(status: RunListItem['run']['status']): RunListItem {
  const counts = { samplesDone: 1, failed: 0, costUsd: 0, knownCostUsd: 0, meanQuality: null, models: [] };
  return { run: { ...comparison.run, status }, ...counts };
}

/** A window with a store that says to have dropped two runs. */
function world({ days = 90 }: { days?: number } = {}) {
  const seen = { pruned: [] as string[], replaced: 0, lines: [] as string[] };
  const state = {
    now: '2026-11-21T12:00:00Z',
    storeDir: '/results',
    runs: [listed('finished')] as RunListItem[],
    fails: false,
  };
  const store: Pick<BenchStore, 'listRuns' | 'prune'> = {
    listRuns: async () => state.runs,
    prune: async (before) => {
      if (state.fails) throw new Error('disk full');
      seen.pruned.push(before);
      return { pruned: 2, results: 80 };
    },
  };
  const kept = new Map<string, unknown>();
  const turns = new Turns(async (before) => before.then(() => true));
  const retention = new Retention({
    bench: {
      onDidOpen: () => ({ dispose() {} }),
      store: async () => store as BenchStore,
      get storeDir() {
        return state.storeDir;
      },
      replaced: () => void seen.replaced++,
    },
    turns,
    memory: { get: (key: string) => kept.get(key), update: async (key: string, value: unknown) => void kept.set(key, value) },
    days: () => days,
    log: { info: (line) => void seen.lines.push(line), warn: (line) => void seen.lines.push(line) },
    now: () => new Date(state.now),
  });
  return { retention, turns, state, seen };
}

test('old runs are pruned once a day for each store, with a line in the log', async () => {
  const { retention, state, seen } = world();
  await retention.prune();
  await retention.prune();
  assert.deepEqual(seen.pruned, ['2026-08-23T12:00:00.000Z']);
  assert.equal(seen.replaced, 1);
  assert.match(seen.lines.join(), /2026-08-23.*80 results of 2 runs/);
  state.storeDir = '/others';
  await retention.prune();
  assert.equal(seen.pruned.length, 2, 'another store has its own day');
  state.now = '2026-11-22T12:00:00Z';
  await retention.prune();
  assert.equal(seen.pruned.at(-1), '2026-08-24T12:00:00.000Z');
});

test('nothing is pruned where everything is to be kept', async () => {
  const { retention, seen } = world({ days: 0 });
  await retention.prune();
  assert.deepEqual(seen.pruned, []);
});

test('nothing is pruned beside a run of this window or of another one; it is made up for later', async () => {
  const { retention, turns, state, seen } = world();
  const run = Promise.withResolvers<void>();
  const turn = turns.take('a run', () => run.promise);
  await new Promise((resolve) => setImmediate(resolve));
  await retention.prune();
  run.resolve();
  await turn;
  state.runs = [listed('running')];
  await retention.prune();
  assert.deepEqual(seen.pruned, []);
  state.runs = [listed('finished')];
  await retention.prune();
  assert.equal(seen.pruned.length, 1);
});

test('what could not be pruned is told in the log and tried again', async () => {
  const { retention, state, seen } = world();
  state.fails = true;
  await retention.prune();
  assert.match(seen.lines.join(), /could not be pruned: .*disk full/);
  assert.equal(seen.replaced, 0);
  state.fails = false;
  await retention.prune();
  assert.equal(seen.pruned.length, 1);
});
