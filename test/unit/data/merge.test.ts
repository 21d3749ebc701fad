import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { encodeLine } from '../../../src/core/store/logLine.ts';
import { detail, makeAttempt, makeRun } from '../store/fixtures.ts';
import { addRun, everythingIn, fillRichly, logsIn, namesIn, openAt, someFigures, workshop } from './stores.ts';

test('the runs of another store come in, whole, and those that were here stay as they were', async () => {
  await using at = await workshop();
  await using here = await openAt(at.path('here'));
  await using there = await openAt(at.path('there'));
  const own = await addRun(here.store);
  const runs = await fillRichly(there.store);
  assert.deepEqual(await here.data.merge(there.folder), { added: runs.length, known: 0, updated: 0, deletedHere: 0 });
  for (const { id } of runs) {
    assert.deepEqual(await here.store.attempts(id), await there.store.attempts(id));
    assert.deepEqual(await here.store.ratings(id), await there.store.ratings(id));
    assert.equal(await here.store.stamp(id), await there.store.stamp(id));
  }
  assert.equal((await here.store.attempts(own.id)).length, 2);
});

test('merging once more changes nothing, and a backup of the same store is the same', async () => {
  await using at = await workshop();
  await using here = await openAt(at.path('here'));
  await using there = await openAt(at.path('there'));
  const runs = await fillRichly(there.store);
  await there.data.backup(at.path('b.tar.gz'));
  assert.equal((await here.data.merge(at.path('b.tar.gz'))).added, runs.length);
  const everything = await everythingIn(here.store);
  const names = await namesIn(here.folder);
  for (const source of [there.folder, at.path('b.tar.gz')]) {
    assert.deepEqual(await here.data.merge(source), { added: 0, known: runs.length, updated: 0, deletedHere: 0 });
  }
  assert.deepEqual(await everythingIn(here.store), everything);
  assert.deepEqual(await namesIn(here.folder), names);
});

test('nothing is written where a store is only read from', async () => {
  await using at = await workshop();
  {
    await using there = await openAt(at.path('there'));
    await fillRichly(there.store);
  }
  const before = await contentsOf(at.path('there'));
  await using here = await openAt(at.path('here'));
  await here.data.merge(at.path('there'));
  assert.deepEqual(await contentsOf(at.path('there')), before);
});

test('a run that went on there goes on here', async () => {
  await using at = await workshop();
  await using there = await openAt(at.path('there'));
  const run = makeRun();
  await there.store.createRun(run, detail);
  await there.store.appendAttempt(makeAttempt(run.id));
  await cp(there.folder, at.path('earlier'), { recursive: true });
  await there.store.appendAttempt(makeAttempt(run.id));
  await there.store.updateRun({ ...run, status: 'finished', finishedAt: '2026-03-01T10:05:00.000Z' });
  await endWriters(at.path('earlier'));

  await using here = await openAt(at.path('here'));
  assert.equal((await here.data.merge(at.path('earlier'))).added, 1);
  assert.equal((await here.store.attempts(run.id)).length, 1);
  await cp(there.folder, at.path('later'), { recursive: true });
  await endWriters(at.path('later'));
  assert.equal((await here.data.merge(at.path('later'))).updated, 1);
  assert.equal((await here.store.attempts(run.id)).length, 2);
  // The other way round nothing is lost.
  assert.equal((await here.data.merge(at.path('earlier'))).known, 1);
  assert.equal((await here.store.attempts(run.id)).length, 2);
});

test('what was deleted here stays deleted, and what was pruned stays pruned', async () => {
  await using at = await workshop();
  await using there = await openAt(at.path('there'));
  const [deleted, pruned] = [await addRun(there.store), await addRun(there.store)];
  await using here = await openAt(at.path('here'));
  await here.data.merge(there.folder);
  await here.store.deleteRun(deleted.id);
  await here.store.pruneRun(pruned.id, someFigures);
  assert.deepEqual(await here.data.merge(there.folder), { added: 0, known: 1, updated: 0, deletedHere: 1 });
  assert.deepEqual(await here.store.listRuns(), []);
  assert.equal((await here.store.figures(pruned.suitePath))[0]?.pruned, true);
});

test('a run that was pruned there keeps its answers here, and is taken in as pruned where it was not', async () => {
  await using at = await workshop();
  await using there = await openAt(at.path('there'));
  const run = await addRun(there.store);
  await using here = await openAt(at.path('here'));
  await here.data.merge(there.folder);
  await there.store.pruneRun(run.id, someFigures);
  assert.equal((await here.data.merge(there.folder)).known, 1);
  assert.equal((await here.store.attempts(run.id)).length, 2);
  await using empty = await openAt(at.path('empty'));
  assert.equal((await empty.data.merge(there.folder)).added, 1);
  assert.equal((await empty.store.figures(run.suitePath))[0]?.pruned, true);
});

test('a run that was compacted here or there is known by what it says, and taken in where it says more', async () => {
  await using at = await workshop();
  await using there = await openAt(at.path('there'));
  const runs = await fillRichly(there.store);
  await using here = await openAt(at.path('here'));
  await here.data.merge(there.folder);
  for (const { run } of await there.store.listRuns()) await there.store.updateRun(run);
  await here.data.merge(there.folder);
  const known = { added: 0, known: runs.length, updated: 0, deletedHere: 0 };
  for (const compacted of [here, there]) {
    await compacted.data.compact();
    const names = await namesIn(here.folder);
    assert.deepEqual(await here.data.merge(there.folder), known);
    assert.deepEqual(await namesIn(here.folder), names);
  }
  const [run] = runs;
  assert.ok(run);
  await there.store.updateRun({ ...run, name: 'Renamed there' });
  assert.deepEqual(await here.data.merge(there.folder), { ...known, known: runs.length - 1, updated: 1 });
  assert.equal((await here.store.run(run.id))?.run.name, 'Renamed there');
});

test('a store is not merged into itself, and what is no store is refused in words', async () => {
  await using at = await workshop();
  await using here = await openAt(at.path('here'));
  await addRun(here.store);
  await symlink(here.folder, at.path('alias'));
  await mkdir(at.path('empty'));
  await assert.rejects(here.data.merge(here.folder), /is this very store/);
  await assert.rejects(here.data.merge(at.path('alias')), /is this very store/);
  await assert.rejects(here.data.merge(at.path('empty')), /holds no results/);
  await assert.rejects(here.data.merge(at.path('nowhere')), /is not there/);
});

test('a log with lines of another run is not taken in', async () => {
  await using at = await workshop();
  await using here = await openAt(at.path('here'));
  const run = await addRun(here.store);
  const stranger = makeRun();
  await mkdir(at.path('there', 'runs'), { recursive: true });
  const line = encodeLine({
    type: 'run-updated',
    run: { ...run, name: 'Taken over' },
    revision: 99,
    at: '2027-01-01T00:00:00.000Z',
  });
  await writeFile(at.path('there', 'runs', `${stranger.id}.x.1.jsonl`), line);
  const names = await namesIn(here.folder);
  await assert.rejects(here.data.merge(at.path('there')), /another run/);
  assert.deepEqual(await namesIn(here.folder), names);
  assert.equal((await here.store.run(run.id))?.run.name, run.name);
});

test('a log that says what no store can take in is refused, whatever its checksums say', async () => {
  await using at = await workshop();
  await using here = await openAt(at.path('here'));
  await addRun(here.store);
  const names = await namesIn(here.folder);
  const everything = await everythingIn(here.store);
  const run = makeRun();
  const strange: readonly unknown[] = [
    { type: 'log-opened', runId: run.id },
    { type: 'run-created', run, detail: {} },
    { type: 'run-created', run: { ...run, name: { toString: 'no' } }, detail },
    { type: 'attempt', attempt: { record: { id: 'a', runId: run.id }, body: {} } },
    { type: 'attempt', attempt: { record: { ...makeAttempt(run.id).record, timing: null }, body: {} } },
    { type: 'grade', grade: { record: { runId: run.id } } },
    { type: 'unheard of', runId: run.id },
    null,
  ];
  for (const [i, entry] of strange.entries()) {
    const there = at.path(`there-${i}`);
    await mkdir(join(there, 'runs'), { recursive: true });
    await writeFile(join(there, 'runs', `${run.id}.x.1.jsonl`), lineThatSays(entry));
    await assert.rejects(here.data.merge(there), /LLM Bench did not write it/, JSON.stringify(entry));
  }
  assert.deepEqual(await namesIn(here.folder), names);
  assert.deepEqual(await everythingIn(here.store), everything);
});

test('half a line at the end of a log there is left out', async () => {
  await using at = await workshop();
  {
    await using there = await openAt(at.path('there'));
    await addRun(there.store);
  }
  const [name = ''] = await logsIn(at.path('there'));
  const whole = await readFile(at.path('there', 'runs', name));
  await appendFile(at.path('there', 'runs', name), '{"v":1,"crc":"');
  await using here = await openAt(at.path('here'));
  await here.data.merge(at.path('there'));
  assert.deepEqual(await readFile(at.path('here', 'runs', name)), whole);
});

async function contentsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'latin1')] as const)));
}

/** As if copied from another machine long ago: the writers named in its logs are not this process. */
async function endWriters(folder: string): Promise<void> {
  await rm(join(folder, 'index'), { recursive: true, force: true });
  await rm(join(folder, 'catalog.sqlite'), { force: true });
}

function lineThatSays(entry: unknown): string {
  const json = JSON.stringify(entry);
  return `{"v":1,"crc":"${crc32(json).toString(16).padStart(8, '0')}","entry":${json}}\n`;
}
