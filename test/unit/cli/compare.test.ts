import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArgs } from '../../../src/core/cli/args.ts';
import { compareCommand } from '../../../src/core/cli/compare.ts';
import type { CompareArgs } from '../../../src/core/cli/compareArgs.ts';
import { UsageError } from '../../../src/core/cli/exitCode.ts';
import { addRun, opened } from '../bench/viewed.ts';

function argsOf(...argv: string[]): CompareArgs {
  const args = readArgs(['compare', ...argv]);
  assert.ok(args.command === 'compare');
  return args;
}

test('compare takes two or more runs and a format', () => {
  assert.deepEqual(argsOf('a', 'b'), { command: 'compare', runs: ['a', 'b'], format: 'table', store: null });
  assert.equal(argsOf('a', 'b', '--format', 'md').format, 'md');
  for (const argv of [['a'], [], ['a', 'b', '--format', 'junit']]) {
    assert.throws(() => readArgs(['compare', ...argv]), UsageError);
  }
});

test('the first run named is the reference, however old it is', async () => {
  await using made = await opened();
  const { store, views } = made;
  const old = await addRun(store, { startedAt: '2026-03-01T09:00:00.000Z' });
  const young = await addRun(store, { startedAt: '2026-03-02T09:00:00.000Z' });
  const printed = async (...runs: string[]): Promise<string> => {
    let text = '';
    const stdout = { isTTY: false, columns: 100, write: (piece: string) => void (text += piece) };
    const calls = {
      compareRuns: views.compareRuns.bind(views),
      listRuns: store.listRuns.bind(store),
      suites: store.suites.bind(store),
      figures: store.figures.bind(store),
    };
    await compareCommand(argsOf(...runs), calls, { stdout });
    return text;
  };
  const text = await printed(young.run.id, old.run.id);
  assert.match(text, /^No model is shown to be better or worse than in the run of 2026-03-02 09:00 UTC/);
  assert.match(text, new RegExp(`\\(${young.run.id.slice(0, 8)}, reference\\)`));
  const json = JSON.parse(await printed('latest', old.run.id, '--format', 'json')) as { version: number; reference: string };
  assert.deepEqual([json.version, json.reference], [1, young.run.id]);
  await assert.rejects(printed(old.run.id, old.run.id), /at least two different runs/);
});
