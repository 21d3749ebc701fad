import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { nullLogger, systemClock } from '../../../src/core/ports.ts';
import { rankingDisk } from '../../../src/core/rankingDisk.ts';
import { FolderLock } from '../../../src/core/rankings/folderLock.ts';
import { FileRankingStore } from '../../../src/core/rankings/rankingStore.ts';
import { listen } from '../../servers/listen.ts';
import { startOpenRouterIndices } from '../../servers/rankings/openRouterIndices.ts';
import type { ChildOrder } from './child.ts';

interface Child {
  readonly pid: number;
  /** Lines of its output, from the first. */
  readonly lines: AsyncIterator<string>;
  kill(): void;
  readonly ended: Promise<unknown>;
}

function start(t: TestContext, order: ChildOrder): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const kill = () => void child.kill('SIGKILL');
  t.after(kill);
  return { pid: child.pid ?? 0, lines: createInterface(child.stdout)[Symbol.asyncIterator](), kill, ended };
}

async function nextLine({ lines }: Child): Promise<string> {
  const { value, done } = await lines.next();
  assert.ok(!done, 'the child ended before its time');
  return value;
}

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rankings-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface HeldBoard {
  readonly url: string;
  readonly count: () => number;
  /** The next request, answered when what this resolves with is called. */
  readonly asked: () => Promise<() => Promise<void>>;
}

/** The keyless board, behind a server that holds what is asked until it is told to answer. */
async function board(t: TestContext): Promise<HeldBoard> {
  const real = await startOpenRouterIndices();
  const waiting: (() => Promise<void>)[] = [];
  const wanted: ((release: () => Promise<void>) => void)[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    const release = async () => {
      const answer = await fetch(real.origin + request.url);
      response.setHeader('content-type', 'application/json').end(await answer.text());
    };
    const want = wanted.shift();
    if (want) want(release);
    else waiting.push(release);
  });
  const { origin, close } = await listen(server);
  t.after(() => Promise.all([close(), real.close()]));
  const asked = async () => waiting.shift() ?? (await new Promise<() => Promise<void>>((resolve) => wanted.push(resolve)));
  return { url: origin + new URL(real.url).pathname, asked, count: () => count };
}

test('of two processes at once, one fetches; the other waits and is served what that one kept', async (t) => {
  const [folder, { url, asked, count }] = [await newFolder(t), await board(t)];
  const one = start(t, { do: 'refresh', folder, url });
  const release = await asked();
  const other = start(t, { do: 'refresh', folder, url });
  assert.equal(await nextLine(other), 'met another');
  await release();
  const [fetched, waited] = [await nextLine(one), await nextLine(other)];
  assert.match(fetched, /^openrouter with \d+ models$/);
  assert.equal(waited, fetched.replace('openrouter', 'cache'));
  assert.equal(count(), 1);
});

test('a holder that is killed does not keep the others waiting: one of them fetches in its place', async (t) => {
  const [folder, { url, asked, count }] = [await newFolder(t), await board(t)];
  const killed = start(t, { do: 'refresh', folder, url });
  await asked();
  const other = start(t, { do: 'refresh', folder, url });
  assert.equal(await nextLine(other), 'met another');
  killed.kill();
  await (
    await asked()
  )();
  assert.match(await nextLine(other), /^openrouter with \d+ models$/);
  assert.equal(count(), 2);
});

test('never are two inside the same lock, whoever dies in it', async (t) => {
  const folder = await newFolder(t);
  const ledger = join(folder, 'ledger');
  const rounds = 40;
  const deaths = [0, 7, 15, 0];
  const children = deaths.map((dieAt) => start(t, { do: 'exclude', folder, ledger, rounds, dieAt }));
  await Promise.all(children.map(({ ended }) => ended));
  const lines = (await readFile(ledger, 'utf8')).trim().split('\n');
  const killed = new Set(children.filter((_, i) => deaths[i] !== 0).map(({ pid }) => String(pid)));
  let inside: string | null = null;
  for (const line of lines) {
    const [way, pid = ''] = line.split(' ');
    if (way === 'out') assert.equal(inside, pid);
    else assert.ok(inside === null || killed.delete(inside), `${pid} went in while ${inside} was inside and lived`);
    inside = way === 'out' ? null : pid;
  }
  assert.equal(lines.filter((line) => line.startsWith('out')).length, 40 + 6 + 14 + 40);
});

test('writers that are killed at any moment leave a whole file, with all that they said they had kept', async (t) => {
  const folder = await newFolder(t);
  const said: string[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const child = start(t, { do: 'keep', folder, seed });
    for (let line = 0; line < seed; line++) said.push(await nextLine(child));
    child.kill();
    await child.ended;
    const store = new FileRankingStore({ folder, disk: rankingDisk, clock: systemClock, logger: nullLogger });
    const { rankings } = await store.read();
    assert.equal(store.problem, null);
    const there = new Set(rankings.map(({ fetchedAt }) => fetchedAt));
    assert.deepEqual(
      said.filter((one) => !there.has(one)),
      [],
    );
  }
});

test('a lock file that a kill left without a word is taken over once it has been silent', async (t) => {
  const folder = await newFolder(t);
  await writeFile(join(folder, 'test.3.lock'), '');
  const lock = new FolderLock(folder, 'test', rankingDisk, 60);
  assert.equal(await lock.exclusive(async () => 'taken'), 'taken');
});

test('whoever was slow to take the lock, and finds that others took it meanwhile, steps back', async (t) => {
  const folder = await newFolder(t);
  const path = (number: number) => join(folder, `test.${number}.lock`);
  await writeFile(path(1), 'free');
  const lock = new FolderLock(folder, 'test', {
    ...rankingDisk,
    // Between its look and its own file: 2 has come and gone, and 3 is held.
    self: () => {
      rmSync(path(1), { force: true });
      writeFileSync(path(3), JSON.stringify(rankingDisk.self()), { flag: 'wx' });
      return rankingDisk.self();
    },
    // It has met the holder of 3, who is done by now.
    isAlive: () => {
      writeFileSync(path(3), 'free');
      return true;
    },
  });
  assert.equal(await lock.alone(async () => 'inside beside another', new AbortController().signal), null);
  assert.deepEqual(await readdir(folder), ['test.3.lock']);
});

test('a wait for another process can be cancelled', async (t) => {
  const folder = await newFolder(t);
  const [holder, waiter] = [new FolderLock(folder, 'test', rankingDisk), new FolderLock(folder, 'test', rankingDisk)];
  const cancelled = new AbortController();
  const reason = new Error('cancelled');
  await holder.exclusive(async () => {
    const waiting = waiter.alone(async () => 'not reached', cancelled.signal);
    cancelled.abort(reason);
    await assert.rejects(waiting, reason);
  });
  assert.equal(await waiter.alone(async () => 'free again', new AbortController().signal), 'free again');
});

test('work that fails frees the lock', async (t) => {
  const folder = await newFolder(t);
  const lock = new FolderLock(folder, 'test', rankingDisk);
  const failure = new Error('failed');
  await assert.rejects(
    lock.exclusive(() => Promise.reject(failure)),
    failure,
  );
  assert.equal(await lock.exclusive(async () => 'free'), 'free');
});
