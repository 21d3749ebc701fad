import { readFile, rename, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { diskCode, reasonOf } from './disk.ts';
import type { DiskProblem, RankingDisk } from './disk.ts';
import { seal, unseal } from './seal.ts';

interface Known<Value> {
  /** Of the file that `value` was read from, or that could not be replaced by it. */
  readonly stamp: string | null;
  readonly value: Value;
  readonly problem: DiskProblem | null;
  /** There is a file, and what it holds is not known: nothing may take its place. */
  readonly unread: boolean;
}

/** One value in one file. What cannot be written is kept in memory, until another process writes the file. */
export class KeptFile<Value> {
  readonly #path: string;
  readonly #empty: Value;
  readonly #disk: RankingDisk;
  #known: Known<Value> | null = null;

  constructor(path: string, empty: Value, disk: RankingDisk) {
    this.#path = path;
    this.#empty = empty;
    this.#disk = disk;
  }

  /** As of the last reading or writing. */
  get problem(): DiskProblem | null {
    return this.#known?.problem ?? null;
  }

  async read(): Promise<Value> {
    return (await this.#look()).value;
  }

  /** Under a lock, where others may write at the same time. */
  async change(change: (value: Value) => Value): Promise<Value> {
    const known = await this.#look();
    const value = change(known.value);
    if (value === known.value) return value;
    this.#known = known.unread ? { ...known, value } : await this.#write(known, value);
    return value;
  }

  async #look(): Promise<Known<Value>> {
    const stamp = await this.#stamp();
    if (this.#known?.stamp !== stamp || this.#known === null) this.#known = { stamp, ...(await this.#readFile()) };
    // What kept it from being read may be over by now.
    else if (this.#known.unread && this.#known.problem?.kind === 'disk') {
      const read = await this.#readFile();
      if (!read.unread) this.#known = { stamp, ...read };
    }
    return this.#known;
  }

  async #readFile(): Promise<Omit<Known<Value>, 'stamp'>> {
    const name = basename(this.#path);
    try {
      const unsealed = unseal(await readFile(this.#path, 'utf8'));
      if (unsealed.state === 'ok') return { value: unsealed.value as Value, problem: null, unread: false };
      const unread = unsealed.state === 'newer';
      return { value: this.#empty, problem: unread ? newer(name) : damaged(name), unread };
    } catch (error) {
      const unread = diskCode(error) !== 'ENOENT';
      return { value: this.#empty, problem: unread ? notUsable(name, error) : null, unread };
    }
  }

  async #write(known: Known<Value>, value: Value): Promise<Known<Value>> {
    try {
      if (known.problem?.kind === 'damaged') await rename(this.#path, `${this.#path}.damaged`);
      await this.#disk.replace(this.#path, Buffer.from(seal(value), 'utf8'));
      return { stamp: await this.#stamp(), value, problem: null, unread: false };
    } catch (error) {
      return { stamp: await this.#stamp(), value, problem: notUsable(basename(this.#path), error), unread: false };
    }
  }

  /** Differs when the file is another one; `null` where there is none. */
  async #stamp(): Promise<string | null> {
    try {
      const { ino, size, mtimeMs } = await stat(this.#path);
      return `${ino}:${size}:${mtimeMs}`;
    } catch {
      return null;
    }
  }
}

function newer(name: string): DiskProblem {
  const message = `${name} was written by a newer version of LLM Bench and stays as it is: update LLM Bench to use it.`;
  return { kind: 'newer', message };
}

function damaged(name: string): DiskProblem {
  return { kind: 'damaged', message: `${name} is damaged. It is set aside as ${name}.damaged when the next one is written.` };
}

function notUsable(name: string, error: unknown): DiskProblem {
  const message = `${name} cannot be read or written (${reasonOf(error)}). Rankings are kept until this window closes.`;
  return { kind: 'disk', message };
}
