// The harness itself: what it would say of a store that is not as careful as it should be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStore } from '../../src/core/store/memoryStore.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import { mulberry32 } from '../engine/random.ts';
import { detail, makeAttempt, makeRating, makeRun, temporaryFolder } from '../unit/store/fixtures.ts';
import type { Deed } from './deeds.ts';
import { carryOut } from './deeds.ts';
import { Expected } from './expected.ts';
import { violations } from './holds.ts';
import { SimulatedDisk, simulatedFolder } from './simulatedDisk.ts';
import { diskFiles } from '../../src/core/store/files.ts';
import { trapped } from './trap.ts';
import { ticking, work } from './workload.ts';

test('a write that was reported and is not there is lost; one that was only begun may be missing', async () => {
  const store = await openMemoryStore();
  const expected = new Expected();
  const run = makeRun();
  const [there, begun, lost] = [makeAttempt(run.id), makeAttempt(run.id), makeAttempt(run.id)];
  await does(store, expected, { kind: 'create-run', run, detail });
  await does(store, expected, { kind: 'append-attempt', attempt: there });
  expected.begun({ kind: 'append-attempt', attempt: begun });
  assert.deepEqual(await violations(store, expected, { alive: true }), []);
  expected.done(expected.begun({ kind: 'append-attempt', attempt: lost }));
  const found = await violations(store, expected, { alive: true });
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['lost'],
  );
  assert.match(found[0]?.what ?? '', new RegExp(lost.record.id));
});

test('what nobody wrote is wrong, and so is an older state than the one that was reported last', async () => {
  const store = await openMemoryStore();
  const expected = new Expected();
  const run = makeRun();
  await does(store, expected, { kind: 'create-run', run, detail });
  const attempt = makeAttempt(run.id);
  await store.appendAttempt(attempt);
  expected.done(expected.begun({ kind: 'update-run', run: { ...run, name: 'Renamed' } }));
  const found = await violations(store, expected, { alive: true });
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['wrong', 'wrong'],
  );
});

test('a deleted run that is there again is wrong', async () => {
  const store = await openMemoryStore();
  const expected = new Expected();
  const run = makeRun({ status: 'finished' });
  await does(store, expected, { kind: 'create-run', run, detail });
  expected.begun({ kind: 'delete-run', runId: run.id });
  assert.deepEqual(await violations(store, expected, { alive: true }), [], 'nobody knows yet whether it is deleted');
  expected.done(expected.begun({ kind: 'delete-run', runId: run.id }));
  assert.match((await violations(store, expected, { alive: true }))[0]?.what ?? '', /taken away/);
});

test('of what a run was marked as, a process that is dead leaves no run under way', async () => {
  const store = await openMemoryStore();
  const expected = new Expected();
  const run = makeRun();
  await does(store, expected, { kind: 'create-run', run, detail });
  assert.deepEqual(await violations(store, expected, { alive: true }), []);
  assert.equal((await violations(store, expected, { alive: false })).length, 1);
});

test('a rating in the place of another one must be the one that was reported last', async () => {
  const store = await openMemoryStore();
  const expected = new Expected();
  const run = makeRun();
  const attempt = makeAttempt(run.id);
  await does(store, expected, { kind: 'create-run', run, detail });
  await does(store, expected, { kind: 'append-attempt', attempt });
  await does(store, expected, { kind: 'rate', rating: makeRating(run.id, attempt.record.id, { stars: 2 }) });
  await does(store, expected, { kind: 'rate', rating: makeRating(run.id, attempt.record.id, { stars: 3 }) });
  assert.deepEqual(await violations(store, expected, { alive: true }), []);
  await store.rate(makeRating(run.id, attempt.record.id, { stars: 2 }));
  assert.equal((await violations(store, expected, { alive: true })).length, 1);
});

test('a simulated disk keeps what was synced, and some, all or nothing of the rest', async () => {
  const left = new Set<number>();
  for (let seed = 0; seed < 60; seed++) {
    const disk = new SimulatedDisk(mulberry32(seed));
    await disk.files.mkdir('/a');
    await syncFolder(disk, '/');
    const handle = await disk.files.open('/a/log', 'ax');
    await handle.appendFile('synced');
    await handle.datasync();
    await syncFolder(disk, '/a');
    await handle.appendFile('torn');
    const after = disk.afterCrash().read('/a/log');
    assert.equal(after.toString('latin1', 0, 6), 'synced');
    left.add(after.length - 6);
  }
  assert.deepEqual(
    [...left].sort((a, b) => a - b),
    [0, 1, 2, 3, 4],
  );
});

test('a simulated disk forgets names whose folder was not synced, a rename as a whole', async () => {
  const found = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const disk = new SimulatedDisk(mulberry32(seed));
    disk.put('/a/old', Buffer.from('old'));
    const handle = await disk.files.open('/a/new', 'w');
    await handle.writeFile('new');
    await handle.sync();
    await disk.files.rename('/a/new', '/a/old');
    const after = disk.afterCrash();
    found.add(
      after
        .paths()
        .map((path) => `${path} ${after.read(path).toString()}`)
        .join(', '),
    );
  }
  assert.deepEqual([...found].sort(), ['/a/new new, /a/old old', '/a/old new', '/a/old old']);
});

test('a store on a disk that only claims to sync loses what it reported, and the harness sees it', async () => {
  let lost = 0;
  for (let seed = 0; seed < 6; seed++) {
    const random = mulberry32(seed);
    const disk = new SimulatedDisk(random);
    disk.faults.syncs = false;
    const expected = new Expected();
    const store = await openStore(simulatedFolder, { files: disk.files });
    await work({ store, witness: expected, random, now: ticking(), writer: 0, writers: 1 }, (step) => step === 20);
    const after = disk.afterCrash();
    await store.close();
    const reopened = await openStore(simulatedFolder, { files: after.files });
    lost += (await violations(reopened, expected, { alive: true })).filter(({ kind }) => kind === 'lost').length;
    await reopened.close();
  }
  assert.ok(lost > 0);
});

test('a trap strikes at the nth operation of its kind, with half of it done', async () => {
  await using folder = await temporaryFolder();
  const struck: string[] = [];
  const strike = (where: string) => {
    struck.push(where);
    throw new Error('struck');
  };
  const files = trapped(diskFiles, { kind: 'append', nth: 2, phase: 'in the middle of' }, strike);
  const handle = await files.open(`${folder.path}/log`, 'ax');
  await handle.appendFile(Buffer.from('whole '));
  await assert.rejects(() => handle.appendFile(Buffer.from('halved')), /struck/);
  await handle.close();
  assert.equal((await diskFiles.readFile(`${folder.path}/log`)).toString(), 'whole hal');
  assert.match(struck.join(), /^in the middle of append .*\/log$/);
});

async function does(store: Parameters<typeof carryOut>[0], expected: Expected, deed: Deed): Promise<void> {
  const number = expected.begun(deed);
  await carryOut(store, deed);
  expected.done(number);
}

async function syncFolder({ files }: SimulatedDisk, path: string): Promise<void> {
  const handle = await files.open(path, 'r');
  await handle.sync();
}
