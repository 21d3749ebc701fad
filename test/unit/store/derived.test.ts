import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nullLogger } from '../../../src/core/ports.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { catalogMigrations } from '../../../src/core/store/catalogTables.ts';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';
import { readImage, writeImage } from '../../../src/core/store/image.ts';
import { derivedFolder, viewNameOf } from '../../../src/core/store/layout.ts';
import { migrate, migrations } from '../../../src/core/store/migrations.ts';
import { openStore } from '../../../src/core/store/openStore.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { Sql, loadSqlJs } from '../../../src/core/store/sql.ts';
import { allOf, assertHolds, catalogPath, fill, fillAndScore, imagePath, removeDerived, visit } from './filled.ts';
import { detail, makeRun, temporaryFolder } from './fixtures.ts';

function listening(): { readonly warnings: string[]; readonly logger: Logger } {
  const warnings: string[] = [];
  return { warnings, logger: { ...nullLogger, warn: (message) => warnings.push(message) } };
}

/** Files that tell what was opened to be read. */
function watched(): { readonly read: string[]; readonly files: StoreFiles } {
  const read: string[] = [];
  const open = (path: string, ...rest: unknown[]) => {
    read.push(path);
    return Reflect.apply(diskFiles.open, null, [path, ...rest]);
  };
  const readFile = (path: string) => {
    read.push(path);
    return diskFiles.readFile(path);
  };
  return { read, files: { ...diskFiles, open, readFile } as StoreFiles };
}

async function flipped(path: string, at: number, flip: number): Promise<void> {
  const rotten = Buffer.from(await readFile(path));
  rotten[at] = (rotten[at] ?? 0) ^ flip;
  await writeFile(path, rotten);
}

test('lost derived files are made anew from the logs, as often as they are lost', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  for (let time = 0; time < 2; time++) {
    await removeDerived(folder.path);
    await visit(folder.path, async (store) => {
      const schemaVersion = catalogMigrations.length;
      assert.deepEqual(store.health, { state: 'ok', message: null, schemaVersion, replayed: 2 });
      await assertHolds(store, filled);
    });
  }
});

test('opening and listing read the catalog alone', async () => {
  await using folder = await temporaryFolder();
  const { run } = await visit(folder.path, fill);
  await visit(folder.path, (store) => fill(store));
  const { read, files } = watched();
  const store = await openStore(folder.path, { files });
  assert.equal((await store.listRuns({ limit: 1 })).length, 1);
  await store.reliability('2026-01-01T00:00:00.000Z');
  await store.stamp(run.id);
  await store.baseline(run.suitePath);
  await store.scorings(run.id);
  assert.deepEqual(read, [catalogPath(folder.path)]);
  await store.attempts(run.id);
  assert.deepEqual(read.slice(1), [imagePath(folder.path, run.id)]);
  await store.close();
});

test('a catalog put back from an earlier day takes in what it lacks', async () => {
  await using folder = await temporaryFolder();
  const first = await visit(folder.path, fill);
  const catalog = await readFile(catalogPath(folder.path));
  const second = await visit(folder.path, fill);
  await writeFile(catalogPath(folder.path), catalog);
  await visit(folder.path, async (store) => {
    assert.equal((await store.listRuns()).length, 2);
    await assertHolds(store, first);
    await assertHolds(store, second);
  });
});

test('an image of a run put back from an earlier day takes in what it lacks', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  const early = await readFile(imagePath(folder.path, filled.run.id));
  const renamed = { ...filled.run, name: 'Renamed' };
  await visit(folder.path, (store) => store.updateRun(renamed));
  await writeFile(imagePath(folder.path, filled.run.id), early);
  await visit(folder.path, (store) => assertHolds(store, { ...filled, run: renamed }));
});

test('a catalog without the images, and images without the catalog, give the same', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fillAndScore);
  const expected = await visit(folder.path, (store) => allOf(store, filled));
  await rm(join(folder.path, derivedFolder), { recursive: true });
  assert.deepEqual(await visit(folder.path, (store) => allOf(store, filled)), expected);
  await rm(catalogPath(folder.path));
  assert.deepEqual(await visit(folder.path, (store) => allOf(store, filled)), expected);
});

test('any changed byte of the catalog is noticed; it is set aside and everything is restored', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  const path = catalogPath(folder.path);
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      await writeFile(path, whole);
      await flipped(path, at, flip);
      assert.equal((await readImage(diskFiles, path)).state, 'damaged');
    }),
    { numRuns: 50 },
  );
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'restored');
    assert.match(store.health.message ?? '', /set aside as catalog\.damaged-\S+\.sqlite, and .* restored/);
    assert.equal((await store.listRuns()).length, 1);
    await assertHolds(store, filled);
  });
  const aside = (await readdir(folder.path)).filter((name) => name.startsWith('catalog.damaged-'));
  assert.equal(aside.length, 1);
  await visit(folder.path, async (store) => assert.equal(store.health.state, 'ok'));
});

test('of many damaged catalogs the last few are kept', async () => {
  await using folder = await temporaryFolder();
  for (let day = 1; day <= 5; day++) {
    const date = new Date(`2026-03-0${day}T00:00:00.000Z`);
    await writeFile(catalogPath(folder.path), 'x');
    await visit(folder.path, (store) => store.checkpoint(), { clock: { now: () => 0, date: () => date } });
  }
  const aside = (await readdir(folder.path)).filter((name) => name.startsWith('catalog.damaged-')).sort();
  assert.deepEqual(
    aside,
    [3, 4, 5].map((day) => `catalog.damaged-2026-03-0${day}T00-00-00.000Z.sqlite`),
  );
});

for (const [what, bytes] of [
  ['an empty file', Buffer.alloc(0)],
  ['cut short', Buffer.from('SQLite format 3\0')],
  ['something else', Buffer.alloc(5000, 'x')],
] as const) {
  test(`a catalog and an image that are ${what} are set aside`, async () => {
    await using folder = await temporaryFolder();
    const filled = await visit(folder.path, fill);
    await writeFile(catalogPath(folder.path), bytes);
    await writeFile(imagePath(folder.path, filled.run.id), bytes);
    await visit(folder.path, async (store) => {
      assert.equal(store.health.state, 'restored');
      await assertHolds(store, filled);
    });
    const aside = (await readdir(join(folder.path, derivedFolder))).filter((name) => name.includes('.damaged-'));
    assert.equal(aside.length, 1);
  });
}

test('a changed byte of a run’s image costs nothing but a reading of its logs, and is told', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  const path = imagePath(folder.path, filled.run.id);
  await flipped(path, 5000, 1);
  const { warnings, logger } = listening();
  await visit(folder.path, (store) => assertHolds(store, filled), { logger });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /set aside as .*\.damaged-/);
  assert.equal((await readImage(diskFiles, path)).state, 'ok');
});

test('an image under another run’s name is not taken for its own', async () => {
  await using folder = await temporaryFolder();
  const first = await visit(folder.path, fill);
  const second = await visit(folder.path, fill);
  await copyFile(imagePath(folder.path, first.run.id), imagePath(folder.path, second.run.id));
  await visit(folder.path, (store) => assertHolds(store, second));
});

async function makeNewer(path: string): Promise<void> {
  const sql = new Sql(await loadSqlJs(), await readFile(path));
  sql.script('CREATE TABLE mood (text TEXT); PRAGMA user_version = 99');
  await writeImage(diskFiles, path, sql.export());
  sql.close();
}

test('a catalog of a later version is read, and nothing is written', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await makeNewer(catalogPath(folder.path));
  const before = await readFile(catalogPath(folder.path));
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'read-only');
    assert.equal(store.health.schemaVersion, 99);
    assert.match(store.health.message ?? '', /newer version/);
    assert.equal((await store.listRuns()).length, 1);
    await assertHolds(store, filled);
    await assert.rejects(store.createRun(makeRun(), detail), { name: 'StoreError', kind: 'read-only' });
    await assert.rejects(store.deleteRun(filled.run.id), { name: 'StoreError', kind: 'read-only' });
    await assert.rejects(store.checkpoint(), { name: 'StoreError', kind: 'read-only' });
  });
  assert.deepEqual(await readFile(catalogPath(folder.path)), before);
});

test('a catalog that became newer in the meantime is not overwritten', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  await fill(store);
  await store.checkpoint();
  await makeNewer(catalogPath(folder.path));
  await fill(store);
  await assert.rejects(store.checkpoint(), { name: 'StoreError', kind: 'read-only' });
  await store.close();
  const found = await readImage(diskFiles, catalogPath(folder.path));
  assert.equal(found.state === 'ok' && found.version, 99);
});

test('an image of a later version is left as it is, and its run read from the logs', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  const path = imagePath(folder.path, filled.run.id);
  await makeNewer(path);
  const before = await readFile(path);
  await visit(folder.path, async (store) => {
    assert.equal(store.health.state, 'ok');
    await assertHolds(store, filled);
    await store.updateRun({ ...filled.run, name: 'Renamed' });
    await store.checkpoint();
  });
  assert.deepEqual(await readFile(path), before);
});

test('an image of before there were scorings takes in what it lacks', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fillAndScore);
  const expected = await visit(folder.path, (store) => allOf(store, filled));
  const sql = new Sql(await loadSqlJs());
  migrate(sql, new Date(), migrations.slice(0, 2));
  await writeImage(diskFiles, imagePath(folder.path, filled.run.id), sql.export());
  await visit(folder.path, async (store) => assert.deepEqual(await allOf(store, filled), expected));
});

test('the one index of earlier versions goes once the catalog is there', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fillAndScore);
  const expected = await visit(folder.path, (store) => allOf(store, filled));
  await removeDerived(folder.path);
  const former = join(folder.path, 'store.sqlite');
  await writeFile(former, 'whatever it is');
  const files = {
    ...diskFiles,
    unlink: async (path: string) => {
      if (path === former) assert.equal((await readImage(diskFiles, catalogPath(folder.path))).state, 'ok');
      await diskFiles.unlink(path);
    },
  } as StoreFiles;
  await visit(folder.path, async (store) => assert.deepEqual(await allOf(store, filled), expected), { files });
  assert.deepEqual((await readdir(folder.path)).sort(), ['catalog.sqlite', 'index', 'runs']);
});

test('the one index of earlier versions stays while the catalog cannot be written', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await rm(catalogPath(folder.path));
  await writeFile(join(folder.path, 'store.sqlite'), 'whatever it is');
  const rename: StoreFiles['rename'] = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' }));
  await visit(folder.path, (store) => assertHolds(store, filled), { files: { ...diskFiles, rename } });
  assert.ok((await readdir(folder.path)).includes('store.sqlite'));
});

test('folders that are taken away are made again', async () => {
  await using folder = await temporaryFolder();
  const store = await openStore(folder.path);
  await fill(store);
  await store.checkpoint();
  await rm(join(folder.path, 'runs'), { recursive: true });
  await rm(join(folder.path, 'index'), { recursive: true });
  assert.deepEqual(await store.listRuns(), []);
  const filled = await fill(store);
  await store.checkpoint();
  await store.close();
  await visit(folder.path, async (reopened) => {
    assert.equal((await reopened.listRuns()).length, 1);
    await assertHolds(reopened, filled);
  });
});

test('a kept view that is damaged, or of another past of the run, is as good as none', async () => {
  await using folder = await temporaryFolder();
  const { run } = await visit(folder.path, fill);
  const path = join(folder.path, derivedFolder, viewNameOf(run.id, 'comparison'));
  const put = () =>
    visit(folder.path, async (store) =>
      store.putView(run.id, 'comparison', (await store.stamp(run.id)) ?? '', '{"large": "text", "日本": 1}'),
    );
  const view = () => visit(folder.path, (store) => store.view(run.id, 'comparison'));
  await put();
  assert.equal(await view(), '{"large": "text", "日本": 1}');
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      await writeFile(path, whole);
      await flipped(path, at, flip);
      assert.equal(await view(), null);
    }),
    { numRuns: 20 },
  );
  for (const bytes of [Buffer.alloc(0), whole.subarray(0, 40), whole.subarray(0, -1), Buffer.alloc(200)]) {
    await writeFile(path, bytes);
    assert.equal(await view(), null);
  }
  await put();
  await visit(folder.path, (store) => store.updateRun({ ...run, name: 'Renamed' }));
  assert.equal(await view(), null);
});

test('a folder where a derived file should be is no obstacle', async () => {
  await using folder = await temporaryFolder();
  const filled = await visit(folder.path, fill);
  await rm(imagePath(folder.path, filled.run.id));
  await mkdir(imagePath(folder.path, filled.run.id));
  await mkdir(join(folder.path, derivedFolder, viewNameOf(filled.run.id, 'comparison')));
  await visit(folder.path, async (store) => {
    await assertHolds(store, filled);
    assert.equal(await store.view(filled.run.id, 'comparison'), null);
    await store.putView(filled.run.id, 'comparison', (await store.stamp(filled.run.id)) ?? '', 'x');
    assert.equal(await store.stamp('../../etc/passwd' as RunId), null);
    assert.equal(await store.view('../../etc/passwd' as RunId, 'x'), null);
  });
});
