import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, readdir, rename, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { rankingDisk } from '../../../src/core/rankingDisk.ts';
import type { RankingDisk } from '../../../src/core/rankings/disk.ts';
import { FileRankingStore } from '../../../src/core/rankings/rankingStore.ts';
import { nothingKept } from '../../../src/core/rankings/spec.ts';
import { seal } from '../../../src/core/rankings/seal.ts';
import type { SourceUse } from '../../../src/shared/model/rankings.ts';
import { at, dayMs, hourMs, keptOf, noon, ranking } from './fakeChain.ts';

const coding = ranking('artificial-analysis', 'coding', noon);
const math = ranking('llm-stats', 'math', noon);

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rankings-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'deep', 'rankings');
}

interface Opened {
  readonly store: FileRankingStore;
  readonly warnings: string[];
  readonly clock: { date: () => Date; now: () => number };
}

function open(folder: string, disk: RankingDisk = rankingDisk): Opened {
  const warnings: string[] = [];
  const clock = { date: () => noon, now: () => 0 };
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  return { store: new FileRankingStore({ folder, disk, clock, logger }), warnings, clock };
}

const use = (ageMs: number, source: SourceUse['source'] = 'cache'): SourceUse => ({
  at: at(-ageMs).toISOString(),
  source,
  outcome: 'success',
  durationMs: 1,
  categories: ['coding'],
  error: null,
  trigger: 'cli',
  notModified: false,
});

test('a folder that is not there holds nothing, and reading makes none', async (t) => {
  const folder = await newFolder(t);
  const { store } = open(folder);
  assert.deepEqual([await store.read(), await store.uses(new Date(0)), await store.corrections()], [nothingKept, [], []]);
  assert.equal(store.problem, null);
  await assert.rejects(readdir(folder), { code: 'ENOENT' });
});

test('what one process keeps, another reads, also when it has read before', async (t) => {
  const folder = await newFolder(t);
  const [one, other] = [open(folder).store, open(folder).store];
  assert.deepEqual(await other.read(), nothingKept);
  await one.update(() => keptOf([coding]));
  assert.deepEqual(await other.read(), keptOf([coding]));
  await other.update((kept) => keptOf([...kept.rankings, math]));
  assert.deepEqual(await one.read(), keptOf([coding, math]));
});

test('changes made at the same time are all kept', async (t) => {
  const folder = await newFolder(t);
  const [a, b] = [open(folder).store, open(folder).store];
  const added = Array.from({ length: 12 }, (_, i) => ranking('llm-stats', 'math', at(i)));
  await Promise.all(added.map((one, i) => (i % 2 === 0 ? a : b).update((kept) => keptOf([...kept.rankings, one]))));
  const { rankings } = await open(folder).store.read();
  assert.deepEqual(
    rankings.map(({ fetchedAt }) => fetchedAt).toSorted(),
    added.map(({ fetchedAt }) => fetchedAt),
  );
  const left = (await readdir(folder)).filter((name) => !/^rankings\.json$|^write\.\d+\.lock$/.test(name));
  assert.deepEqual(left, []);
});

test('a change that changes nothing writes nothing', async (t) => {
  const folder = await newFolder(t);
  await open(folder).store.update(() => keptOf([coding]));
  const before = await stat(join(folder, 'rankings.json'));
  await open(folder).store.update((kept) => kept);
  const { ino, mtimeMs } = await stat(join(folder, 'rankings.json'));
  assert.deepEqual([ino, mtimeMs], [before.ino, before.mtimeMs]);
});

for (const [name, spoil] of [
  ['cut off', (path: string) => truncate(path, 40)],
  ['empty', (path: string) => truncate(path, 0)],
  ['of other bytes', (path: string) => writeFile(path, seal(nothingKept).replace('rankings', 'ratings_'))],
] as const) {
  test(`a file that is ${name} is read as nothing kept, told, and set aside by the next write`, async (t) => {
    const folder = await newFolder(t);
    await open(folder).store.update(() => keptOf([coding]));
    await spoil(join(folder, 'rankings.json'));
    const spoilt = await readFile(join(folder, 'rankings.json'), 'utf8');
    const { store } = open(folder);
    assert.deepEqual(await store.read(), nothingKept);
    assert.equal(store.problem?.kind, 'damaged');
    await store.update(() => keptOf([math]));
    assert.equal(store.problem, null);
    assert.deepEqual(await open(folder).store.read(), keptOf([math]));
    assert.equal(await readFile(join(folder, 'rankings.json.damaged'), 'utf8'), spoilt);
  });
}

test('a file of a newer version stays as it is; what is fetched meanwhile is kept in memory', async (t) => {
  const folder = await newFolder(t);
  await open(folder).store.update(() => keptOf([coding]));
  const path = join(folder, 'rankings.json');
  const newer = (await readFile(path, 'utf8')).replace('{"v":1,', '{"v":2,');
  await writeFile(path, newer);
  const { store, warnings } = open(folder);
  assert.deepEqual(await store.read(), nothingKept);
  assert.equal(store.problem?.kind, 'newer');
  await store.update(() => keptOf([math]));
  assert.deepEqual(await store.read(), keptOf([math]));
  assert.equal(await readFile(path, 'utf8'), newer);
  assert.equal(warnings.length, 1);
  assert.match(store.problem.message, /rankings\.json.*update LLM Bench/);
});

test('what cannot be written is kept in memory and told once, until another process writes', async (t) => {
  const folder = await newFolder(t);
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
  const { store, warnings } = open(folder, { ...rankingDisk, replace: () => Promise.reject(full) });
  await store.update(() => keptOf([coding]));
  await store.update((kept) => keptOf([...kept.rankings, math]));
  assert.deepEqual(await store.read(), keptOf([coding, math]));
  assert.deepEqual([store.problem?.kind, warnings.length], ['disk', 1]);
  await open(folder).store.update(() => keptOf([math]));
  assert.deepEqual(await store.read(), keptOf([math]));
});

test('a file that cannot be read is replaced by nothing, and read again once it can be', async (t) => {
  const folder = await newFolder(t);
  const path = join(folder, 'rankings.json');
  await open(folder).store.update(() => keptOf([coding]));
  await rename(path, `${path}.aside`);
  // Whoever runs the tests may be allowed to read any file, but a folder is none.
  await mkdir(path);
  let replaced = 0;
  const { store } = open(folder, { ...rankingDisk, replace: async () => void replaced++ });
  await store.update((kept) => keptOf([...kept.rankings, math]));
  assert.deepEqual([await store.read(), store.problem?.kind, replaced], [keptOf([math]), 'disk', 0]);
  await rmdir(path);
  await rename(`${path}.aside`, path);
  assert.deepEqual([await store.read(), store.problem], [keptOf([coding]), null]);
});

test('a folder that cannot be made: rankings go on in memory, and work that is to be alone is done', async (t) => {
  const folder = await newFolder(t);
  const blocked = join(folder, '..', '..', 'file');
  await writeFile(blocked, '');
  const { store, warnings } = open(join(blocked, 'rankings'));
  await store.update(() => keptOf([coding]));
  await store.record([use(0)]);
  assert.deepEqual(await store.read(), keptOf([coding]));
  assert.equal(await store.alone(async () => 'done', new AbortController().signal), 'done');
  assert.ok(warnings.length > 0);
});

test('uses come back in order, those of the time asked for', async (t) => {
  const folder = await newFolder(t);
  const { store } = open(folder);
  await store.record([use(3 * hourMs), use(2 * hourMs, 'openrouter')]);
  await store.record([use(hourMs, 'llm-stats')]);
  assert.deepEqual(
    (await store.uses(at(-2 * hourMs))).map(({ source }) => source),
    ['openrouter', 'llm-stats'],
  );
});

test('a line cut off by a kill spoils neither the lines before nor those after it', async (t) => {
  const folder = await newFolder(t);
  const { store } = open(folder);
  await store.record([use(hourMs, 'openrouter')]);
  await appendFile(join(folder, 'uses-2026-03-01.jsonl'), seal({ type: 'source', use: use(0) }).slice(0, 50));
  await open(folder).store.record([use(0, 'llm-stats')]);
  assert.deepEqual(
    (await store.uses(new Date(0))).map(({ source }) => source),
    ['openrouter', 'llm-stats'],
  );
});

test('uses go after 30 days, by the day', async (t) => {
  const folder = await newFolder(t);
  const opened = open(folder);
  for (const day of [-31, -30, -1]) {
    opened.clock.date = () => at(day * dayMs);
    await opened.store.record([use(-day * dayMs)]);
  }
  const late = open(folder);
  await late.store.record([use(0)]);
  const names = (await readdir(folder)).toSorted();
  assert.deepEqual(names, ['uses-2026-01-30.jsonl', 'uses-2026-02-28.jsonl', 'uses-2026-03-01.jsonl']);
  assert.equal((await late.store.uses(new Date(0))).length, 3);
});

test('reads are counted beside the uses, up to as many as matter', async (t) => {
  const folder = await newFolder(t);
  const { store } = open(folder);
  for (let i = 0; i < 25; i++) await store.countRead('user');
  await open(folder).store.countRead('agent');
  assert.equal((await store.reads(at(-hourMs))).length, 21);
  assert.deepEqual(await store.uses(new Date(0)), []);
});

test('corrections are the user’s words: another window’s stay, and rankings do not touch them', async (t) => {
  const folder = await newFolder(t);
  const [one, other] = [open(folder).store, open(folder).store];
  const correction = (id: string) => ({ origin: 'openrouter', id, model: null }) as const;
  await Promise.all([one.correct((all) => [...all, correction('a')]), other.correct((all) => [...all, correction('b')])]);
  await one.update(() => keptOf([coding]));
  assert.deepEqual((await open(folder).store.corrections()).map(({ id }) => id).toSorted(), ['a', 'b']);
});
