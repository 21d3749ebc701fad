// One of several processes at the same rankings; test/faults/rankings/processes.test.ts starts it.
import { appendFileSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { nullLogger, systemClock } from '../../../src/core/ports.ts';
import { openBoard } from '../../../src/core/boardGet.ts';
import { Rankings } from '../../../src/core/rankings.ts';
import { rankingBoardsOf } from '../../../src/core/rankings/boards.ts';
import { rankingDisk } from '../../../src/core/rankingDisk.ts';
import { FolderLock } from '../../../src/core/rankings/folderLock.ts';
import { FileRankingStore } from '../../../src/core/rankings/rankingStore.ts';
import { keptOf, ranking } from '../../unit/rankings/fakeChain.ts';
import { mulberry32 } from '../../engine/random.ts';

export type ChildOrder =
  /** Refreshes once from the keyless board at `url`; prints when it meets another process, and in the end who answered. */
  | { readonly do: 'refresh'; readonly folder: string; readonly url: string }
  /** Takes the lock `rounds` times and writes into `ledger` when it goes in and out; kills itself inside at round `dieAt`. */
  | { readonly do: 'exclude'; readonly folder: string; readonly ledger: string; readonly rounds: number; readonly dieAt: number }
  /** Keeps one ranking more again and again, and prints each that is kept, until somebody kills it. */
  | { readonly do: 'keep'; readonly folder: string; readonly seed: number };

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
if (order.do === 'refresh') await refresh(order.folder, order.url);
else if (order.do === 'exclude') await exclude(order.folder, order.ledger, order.rounds, order.dieAt);
else await keep(order.folder, mulberry32(order.seed));

async function refresh(folder: string, baseUrl: string): Promise<void> {
  // Whoever meets a lock that is held looks its holder up.
  const isAlive = rankingDisk.isAlive.bind(rankingDisk);
  let met = false;
  rankingDisk.isAlive = (holder) => {
    if (!met) writeSync(1, 'met another\n');
    met = true;
    return isAlive(holder);
  };
  const off = { enabled: false };
  const settings = { 'artificial-analysis': off, 'llm-stats': off, openrouter: { baseUrl } };
  const rankings = new Rankings({
    folder,
    boards: () => rankingBoardsOf({ open: openBoard, settings }),
    keys: { key: async () => null },
    refreshEvery: () => 'auto',
    clock: systemClock,
    logger: nullLogger,
    random: () => 0.5,
  });
  const answers = await rankings.refresh({ trigger: 'user', signal: new AbortController().signal });
  const [coding] = answers.filter(({ category }) => category === 'coding');
  writeSync(1, `${coding?.source} with ${coding?.ranking?.models.length} models\n`);
}

async function exclude(folder: string, ledger: string, rounds: number, dieAt: number): Promise<void> {
  const lock = new FolderLock(folder, 'test', rankingDisk);
  for (let round = 1; round <= rounds; round++) {
    await lock.exclusive(async () => {
      appendFileSync(ledger, `in ${process.pid}\n`);
      await setImmediate();
      if (round === dieAt) process.kill(process.pid, 'SIGKILL');
      appendFileSync(ledger, `out ${process.pid}\n`);
    });
  }
}

async function keep(folder: string, random: () => number): Promise<void> {
  const store = new FileRankingStore({ folder, disk: rankingDisk, clock: systemClock, logger: nullLogger });
  for (;;) {
    const fetchedAt = new Date(Math.floor(random() * 1e12));
    await store.update((kept) => keptOf([...kept.rankings, ranking('llm-stats', 'math', fetchedAt)]));
    writeSync(1, `${fetchedAt.toISOString()}\n`);
  }
}
