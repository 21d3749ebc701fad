import { readFile, readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { amount, field, parseJson } from '../json.ts';
import { diskCode } from './disk.ts';
import type { Holder, RankingDisk } from './disk.ts';

const heartbeatMs = 1000;
/** A holder that could not be looked up counts as dead when its file has not changed for so long, by the watcher's own monotonic clock. */
const usualSilenceMs = 15_000;
const lookMs = 25;
const free = 'free';
/** Held without a file. */
const untold = 0;

interface Latest {
  readonly number: number;
  readonly state: 'free' | 'held' | 'dead';
}

/**
 * A lock between processes: `<name>.<n>.lock` in a folder. The highest number counts, and holds until its file says
 * `free` or its process has ended; to take the lock is to create the next number. Numbers only grow: whoever was slow
 * and created an old one sees the higher one and steps back, so that two never hold at once.
 */
export class FolderLock {
  readonly #folder: string;
  readonly #name: RegExp;
  readonly #path: (number: number) => string;
  readonly #disk: RankingDisk;
  readonly #silenceMs: number;
  #watched: { readonly mark: string; readonly since: number } = { mark: '', since: 0 };

  constructor(folder: string, name: string, disk: RankingDisk, silenceMs = usualSilenceMs) {
    this.#folder = folder;
    this.#name = new RegExp(`^${name}\\.(\\d+)\\.lock$`);
    this.#path = (number) => join(folder, `${name}.${number}.lock`);
    this.#disk = disk;
    this.#silenceMs = silenceMs;
  }

  /** Runs `work` once nobody else holds the lock. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const held = await this.#take();
      if (held !== null) return await this.#run(held, work);
      await delay(lookMs);
    }
  }

  /** Runs `work`, unless somebody is at it who ends it: then `null`, when they have. */
  async alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
    for (;;) {
      signal.throwIfAborted();
      const held = await this.#take();
      if (held !== null) return await this.#run(held, work);
      if (await this.#othersEnd(signal)) return null;
    }
  }

  /** The number that is held from now on; `null` where somebody else holds the lock. */
  async #take(): Promise<number | null> {
    // Where the folder cannot be written, nobody can be told, and nothing will be written.
    return await this.#create().catch(() => untold);
  }

  async #create(): Promise<number | null> {
    const latest = await this.#latest();
    if (latest.state === 'held') return null;
    const number = latest.number + 1;
    try {
      await writeFile(this.#path(number), JSON.stringify(this.#disk.self()), { flag: 'wx' });
    } catch (error) {
      if (diskCode(error) === 'EEXIST') return null;
      throw error;
    }
    const numbers = await this.#numbers();
    const mine = Math.max(...numbers) === number;
    const past = mine ? numbers.filter((one) => one < number) : [number];
    for (const one of past) await unlink(this.#path(one)).catch(() => undefined);
    return mine ? number : null;
  }

  async #run<T>(number: number, work: () => Promise<T>): Promise<T> {
    if (number === untold) return await work();
    const path = this.#path(number);
    const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), heartbeatMs);
    try {
      return await work();
    } finally {
      clearInterval(beat);
      // The file is gone where somebody took this process for dead.
      await writeFile(path, free, { flag: 'r+' }).catch(() => undefined);
    }
  }

  /** Waits; false where the holder died before its work was done. */
  async #othersEnd(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const { state } = await this.#latest();
      if (state !== 'held') return state === 'free';
      await delay(lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  async #latest(): Promise<Latest> {
    const number = Math.max(0, ...(await this.#numbers()));
    if (number === 0) return { number, state: 'free' };
    try {
      const text = await readFile(this.#path(number), 'utf8');
      if (text.startsWith(free)) return { number, state: 'free' };
      const { mtimeMs } = await stat(this.#path(number));
      return { number, state: this.#isDead(text, `${number} ${mtimeMs}`) ? 'dead' : 'held' };
    } catch (error) {
      // Somebody is just taking it over.
      if (diskCode(error) === 'ENOENT') return { number, state: 'held' };
      throw error;
    }
  }

  #isDead(text: string, mark: string): boolean {
    if (this.#watched.mark !== mark) this.#watched = { mark, since: performance.now() };
    const holder = holderOf(text);
    if (holder !== null && !this.#disk.isAlive(holder)) return true;
    return performance.now() - this.#watched.since > this.#silenceMs;
  }

  async #numbers(): Promise<readonly number[]> {
    return (await readdir(this.#folder)).flatMap((name) => {
      const number = this.#name.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  }
}

/** `null` while the file is being written, or for good where that was cut off. */
function holderOf(text: string): Holder | null {
  const value = parseJson(text);
  const [pid, host, at, start] = ['pid', 'host', 'at', 'processStart'].map((key) => field(value, key));
  if (amount(pid) === null || typeof host !== 'string' || typeof at !== 'string') return null;
  return { pid: Number(pid), host, at, processStart: typeof start === 'string' ? start : null };
}
