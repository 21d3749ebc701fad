import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineElsewhere } from '../../../src/core/cli/baselineElsewhere.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';

interface Kept {
  readonly path: string;
  readonly name?: string;
  readonly run?: string;
}

/** What is told of `path`, run in /project/gate, by a store that keeps these suites. */
function told(path: string, ...kept: readonly Kept[]): Promise<string | null> {
  const store = {
    suites: async () => kept.map((one) => ({ path: one.path, name: one.name ?? 'Gate', runs: 1, lastAt: '' })),
    baseline: async (wanted: string) => (kept.find((one) => one.path === wanted)?.run ?? null) as RunId | null,
  };
  return baselineElsewhere({ path, name: 'Gate' }, store, '/project/gate');
}

test('a suite without a baseline that has one by its path from another folder says so, with the ways out', async () => {
  assert.equal(
    await told('g.bench.yaml', { path: 'gate/g.bench.yaml', run: 'ca857165-0000', name: 'As it was called' }),
    'g.bench.yaml has no baseline, but gate/g.bench.yaml has one, and a suite goes by its path from where llm-bench is started: start llm-bench in the folder where that was made (..), name it with --baseline ca857165, or make one here with --set-baseline.',
  );
  assert.match((await told('sub/g.bench.yaml', { path: 'g.bench.yaml', run: 'r' })) ?? '', /was made \(sub\), name/);
  assert.match((await told('g.bench.yaml', { path: 'gate\\g.bench.yaml', run: 'r' })) ?? '', /was made, name/);
});

test('the same file by another way counts where the suite has the same name', async () => {
  assert.notEqual(await told('a/g.bench.yaml', { path: 'b/g.bench.yaml', run: 'r' }), null);
  assert.equal(await told('a/g.bench.yaml', { path: 'b/g.bench.yaml', run: 'r', name: 'Another' }), null);
});

test('nothing is told where the suite has a baseline, no other has one, or the other is another suite', async () => {
  const elsewhere = { path: 'gate/g.bench.yaml', run: 'r' };
  assert.equal(await told('g.bench.yaml', elsewhere, { path: 'g.bench.yaml', run: 'own' }), null);
  assert.equal(await told('g.bench.yaml', { path: 'gate/g.bench.yaml' }), null);
  assert.equal(await told('g.bench.yaml', { path: 'gate/big.bench.yaml', run: 'r' }), null);
});
