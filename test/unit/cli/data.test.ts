import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchStore } from '../../../src/core/benchStore.ts';
import { readArgs } from '../../../src/core/cli/args.ts';
import { dataCommand, sizeCommand } from '../../../src/core/cli/data.ts';
import type { DataArgs } from '../../../src/core/cli/dataArgs.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import type { DataCalls, DataFault } from '../../../src/core/data/spec.ts';
import { findRun } from '../../../src/core/cli/findRun.ts';
import { makeRun } from '../store/fixtures.ts';

const now = new Date('2026-03-31T12:00:00.000Z');

async function told(line: string, calls: Partial<DataCalls>): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const stdout = { isTTY: false, columns: 100, write: (part: string) => void (text += part) };
  const args = readArgs(line.split(' ')) as DataArgs;
  const context = { cwd: '/project', stdout } as unknown as CliContext;
  return { code: await dataCommand(args, calls as BenchStore, '/project/.llm-bench', now, context), text };
}

for (const [line, complaint] of [
  ['data', /^data takes size, .* or prune\./],
  ['data frobnicate', /not "frobnicate"/],
  ['data size now', /takes no "now"/],
  ['data restore', /takes one name: a backup/],
  ['data merge a b', /takes one name/],
  ['data export', /the file to write/],
  ['data export all.txt', /--format jsonl\|csv\|sqlite/],
  ['data export all.csv --format xml', /takes --format jsonl, csv, sqlite/],
  ['data check --format html', /table or json/],
  ['data prune', /--older-than .* such as 90d\.$/],
  ['data prune --older-than soon', /not "soon"/],
] as const) {
  test(`"${line}" is refused in words`, () => {
    assert.throws(() => readArgs(line.split(' ')), { name: 'UsageError', message: complaint });
  });
}

test('what an export shall be is told by its ending or by --format', () => {
  const formatOf = (line: string) => (readArgs(line.split(' ')) as { readonly format: string }).format;
  assert.equal(formatOf('data export all.jsonl'), 'jsonl');
  assert.equal(formatOf('data export all.DB'), 'sqlite');
  assert.equal(formatOf('data export all.txt --format csv'), 'csv');
});

test('an export overwrites a file only where that is asked for', async () => {
  const written: string[] = [];
  const exportAll: DataCalls['exportAll'] = async (path) => (written.push(path), { path, runs: 1, results: 2, bytes: 3 });
  const there = import.meta.filename;
  await assert.rejects(told(`data export ${there} --format csv`, { exportAll }), {
    name: 'UsageError',
    message: /data\.test\.ts is there already: .* --force\.$/,
  });
  assert.deepEqual(written, []);
  assert.equal((await told(`data export ${there} --format csv --force`, { exportAll })).code, 0);
  assert.equal((await told('data export new.csv', { exportAll })).code, 0);
  assert.deepEqual(written, [there, '/project/new.csv']);
});

test('a backup without a name gets one of the date', async () => {
  const paths: string[] = [];
  const backup: DataCalls['backup'] = async (path) => (paths.push(path), { path, runs: 2, bytes: 12_300 });
  const { code, text } = await told('data backup', { backup });
  assert.deepEqual(paths, ['/project/llm-bench-2026-03-31T12-00-00.tar.gz']);
  assert.deepEqual([code, text], [0, 'Backed up 2 runs to llm-bench-2026-03-31T12-00-00.tar.gz (12.3 kB).\n']);
});

test('without --yes restore and prune only say what they would do, and fail', async () => {
  const size: DataCalls['size'] = async () => ({ runs: 2, prunedRuns: 1, results: 5, logBytes: 1, derivedBytes: 1 });
  const contents: DataCalls['contents'] = async () => ({ madeAt: '2026-03-01T10:00:00.000Z', runs: 1 });
  const restored = await told('data restore b.tar.gz', { size, contents });
  assert.equal(restored.code, 2);
  assert.match(restored.text, /\.llm-bench what it was at 2026-03-01 10:00 UTC: 1 run in place of 3\.\n.*--yes/);
  const prunable: DataCalls['prunable'] = async (before) => {
    assert.equal(before, '2025-12-31T12:00:00.000Z');
    return { pruned: 2, results: 1200 };
  };
  const pruned = await told('data prune --older-than 90d', { prunable });
  assert.equal(pruned.code, 2);
  assert.match(pruned.text, /would drop 1,200 results of 2 runs that began before 2025-12-31/);
  assert.match(
    pruned.text,
    /Baselines, pinned runs, the newest run of each suite and its last finished whole run are kept in full/,
  );
});

test('a store that is not there yet has no size, and that is no failure', async () => {
  let text = '';
  const stdout = { isTTY: false, columns: 80, write: (part: string) => void (text += part) };
  assert.equal(await sizeCommand({ format: 'table' }, null, { stdout }), 0);
  assert.match(text, /^No runs are stored here yet/);
});

test('a run whose answers were pruned is named as such, with the way to its figures', async () => {
  const pruned = makeRun();
  const suite = { path: pruned.suitePath, name: 'Support', runs: 1, lastAt: pruned.startedAt };
  const store = {
    listRuns: async () => [],
    suites: async () => [suite],
    figures: async () => [{ run: pruned, pruned: true, stamp: '', figures: null }],
  };
  const wanted = pruned.id.slice(0, 8);
  await assert.rejects(findRun(wanted, store), {
    message: new RegExp(`^The answers of run ${wanted} were pruned.*llm-bench history`),
  });
  await assert.rejects(findRun('nobody', store), { message: /^No runs are stored here yet/ });
});

test('a check fails where damage stays, not where all was mended', async () => {
  const fault = (mended: boolean): DataFault => {
    return { kind: 'torn-line', where: 'runs/a, byte 7', message: 'It is torn.', advice: 'Nothing is lost.', mended };
  };
  const check = (faults: readonly DataFault[]): Partial<DataCalls> => {
    return { check: async () => ({ runs: 1, results: 2, lines: 3, bytes: 400, faults }) };
  };
  assert.deepEqual(await told('data check', check([])), {
    code: 0,
    text: 'Read 3 lines (400 B) of 1 run with 2 calls.\nAll is well.\n',
  });
  assert.equal((await told('data check', check([fault(true)]))).code, 0);
  const bad = await told('data check', check([fault(true), fault(false)]));
  assert.equal(bad.code, 3);
  assert.match(bad.text, /runs\/a, byte 7: It is torn\. Nothing is lost\.\n/);
  const json = await told('data check --format json', check([fault(false)]));
  assert.equal((JSON.parse(json.text) as { faults: unknown[] }).faults.length, 1);
});
