import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '../engine/random.ts';
import { digestOf } from './digest.ts';
import type { Digest } from './digest.ts';
import { Expected } from './expected.ts';
import { violations } from './holds.ts';
import type { KillOrder } from './killChild.ts';
import { readLedger } from './ledger.ts';
import { compare, opened } from './openings.ts';
import { Findings } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { pick } from './pick.ts';
import { toOldLayout } from './oldLayout.ts';
import { trapKinds, trapPhases } from './trap.ts';
import type { Trap, TrapKind } from './trap.ts';

const child = fileURLToPath(new URL('killChild.ts', import.meta.url));
const watcher = fileURLToPath(new URL('watcher.ts', import.meta.url));
/** Of one process. */
const mostWrites = 150;
/** Up to which of their kind operations are met within a child's first moments. */
const latest: Readonly<Record<TrapKind, number>> = {
  create: 20,
  append: 60,
  sync: 60,
  'write-whole': 10,
  rename: 10,
  unlink: 12,
  'folder-sync': 30,
};

/** Rounds of kills in one folder: one to three processes at once work on a store and are killed. */
export async function kills(seed: number, rounds: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'llm-bench-kills-'));
  try {
    return await new KilledStore(folder, seed).run(rounds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class KilledStore {
  readonly #folder: string;
  readonly #store: string;
  readonly #seed: number;
  readonly #random: () => number;
  readonly #expected = new Expected();
  readonly #moments: string[] = [];
  readonly #findings = new Findings();
  #ledgers = 0;

  constructor(folder: string, seed: number) {
    this.#folder = folder;
    this.#store = join(folder, 'results');
    this.#seed = seed;
    this.#random = mulberry32(seed);
  }

  /** First a new store, then one that an earlier version left, and from then on with two others that watch. */
  async run(rounds: number): Promise<Outcome> {
    await mkdir(this.#store);
    await this.#round(null, false);
    await toOldLayout(this.#store);
    await this.#round(null, true);
    await using watchers = await startWatchers(this.#store);
    for (let round = 2; round < rounds; round++) await this.#round(watchers, false);
    return this.#findings.outcome({ seed: this.#seed, moments: this.#moments, writes: this.#expected.doneCount });
  }

  /** @param early whether they are to be killed while they still open the store */
  async #round(watchers: Watchers | null, early: boolean): Promise<void> {
    const writers = 1 + Math.floor(this.#random() * 3);
    const orders = Array.from({ length: writers }, (_, writer) => this.#order(writer, writers, early));
    const untilKilled = orders.map((order) => runUntilKilled(order, this.#writesUntilKill(order.trap, early)));
    await Promise.allSettled(untilKilled);
    this.#moments.push(...(await Promise.all(untilKilled)));
    for (const { ledger } of orders) readLedger(ledger, this.#expected);
    const findings = this.#findings;
    const first = await opened(this.#store, findings, async (store) => {
      findings.violations.push(...(await violations(store, this.#expected, { alive: false })));
      return await digestOf(store);
    });
    for (const digest of (await watchers?.look()) ?? []) compare(first, digest, 'in a window that was open', findings);
    compare(first, await opened(this.#store, findings, digestOf), 'the second time', findings);
    const bare = join(this.#folder, 'bare');
    await cp(join(this.#store, 'runs'), join(bare, 'runs'), { recursive: true });
    compare(first, await opened(bare, findings, digestOf), 'from the logs alone', findings);
    await rm(bare, { recursive: true });
  }

  #order(writer: number, writers: number, early: boolean): KillOrder {
    const ledger = join(this.#folder, `${++this.#ledgers}.ledger`);
    const trap = this.#random() < 0.3 ? null : this.#trap(early);
    return { folder: this.#store, ledger, seed: Math.floor(this.#random() * 2 ** 31), trap, writer, writers };
  }

  /** One that is to walk into a trap gets time for it. */
  #writesUntilKill(trap: Trap | null, early: boolean): number {
    if (trap !== null) return mostWrites;
    return Math.floor(this.#random() * (early ? 3 : mostWrites));
  }

  #trap(early: boolean): Trap {
    const kind = pick(trapKinds, this.#random);
    const nth = 1 + Math.floor(this.#random() * (early ? 3 : latest[kind]));
    return { kind, nth, phase: pick(trapPhases, this.#random) };
  }
}

/** Kills the process when it has told of so many writes, if it does not before; resolves with where it was. */
async function runUntilKilled(order: KillOrder, afterWrites: number): Promise<string> {
  const process = start(child, JSON.stringify(order));
  const exited = once(process, 'exit');
  let writes = -1;
  let struck: string | null = null;
  for await (const line of createInterface(process.stdout)) {
    if (line.startsWith('struck ')) struck = line.slice('struck '.length);
    else if (++writes === afterWrites) process.kill('SIGKILL');
  }
  const [code, signal] = (await exited) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`A process that works on a store ended with ${code ?? signal}`);
  return struck ?? 'at any time';
}

interface Watchers extends AsyncDisposable {
  look(): Promise<Digest[]>;
}

async function startWatchers(folder: string): Promise<Watchers> {
  const all = Array.from({ length: 2 }, () => start(watcher, folder));
  const lines = all.map((process) => createInterface(process.stdout)[Symbol.asyncIterator]());
  await Promise.all(lines.map((one) => one.next()));
  return {
    look: () =>
      Promise.all(
        all.map(async (process, index) => {
          process.stdin.write('look\n');
          const answer = await lines[index]?.next();
          return JSON.parse(String(answer?.value)) as Digest;
        }),
      ),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(
        all.map(async (process) => {
          const exited = once(process, 'exit');
          process.stdin.end();
          await exited;
        }),
      );
    },
  };
}

function start(script: string, argument: string): ChildProcess & { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream } {
  return spawn(process.execPath, [script, argument], { stdio: ['pipe', 'pipe', 'inherit'] });
}
