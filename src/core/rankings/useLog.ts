import { appendFile, readFile, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceUse } from '../../shared/model/rankings.ts';
import { diskCode } from './disk.ts';
import { seal, unseal } from './seal.ts';

/** `read`: somebody looked at rankings. */
export type UseEntry =
  | { readonly type: 'source'; readonly use: SourceUse }
  | { readonly type: 'read'; readonly at: string; readonly by: SourceUse['trigger'] };

const keptDays = 30;
const dayMs = 24 * 60 * 60 * 1000;
const fileName = /^uses-(\d{4}-\d{2}-\d{2})\.jsonl$/;

/** What was asked and read, in `uses-<day>.jsonl`: files that only grow, and go as a whole after 30 days. */
export class UseLog {
  readonly #folder: string;
  #swept = '';

  constructor(folder: string) {
    this.#folder = folder;
  }

  async append(entries: readonly UseEntry[], now: Date): Promise<void> {
    if (entries.length === 0) return;
    const day = dayOf(now);
    // A line feed before as well: what a kill left half written spoils no line after it.
    const lines = `\n${entries.map((entry) => `${seal(entry)}\n`).join('')}`;
    await appendFile(join(this.#folder, `uses-${day}.jsonl`), lines);
    if (day !== this.#swept) await this.#sweep(now);
    this.#swept = day;
  }

  /** The newest last; damaged lines, and those of a later version, are left out. */
  async since(date: Date): Promise<readonly UseEntry[]> {
    const first = dayOf(date);
    const names = (await this.#names()).filter(({ day }) => day >= first).map(({ name }) => name);
    const entries: UseEntry[] = [];
    for (const name of names.toSorted()) entries.push(...(await this.#read(name)));
    return entries.filter((entry) => Date.parse(timeOf(entry)) >= date.getTime());
  }

  async #read(name: string): Promise<readonly UseEntry[]> {
    const text = await orWhereGone(readFile(join(this.#folder, name), 'utf8'), '');
    return text.split('\n').flatMap((line) => {
      const unsealed = unseal(line);
      return unsealed.state === 'ok' ? [unsealed.value as UseEntry] : [];
    });
  }

  async #sweep(now: Date): Promise<void> {
    const oldest = dayOf(new Date(now.getTime() - keptDays * dayMs));
    const past = (await this.#names()).filter(({ day }) => day < oldest);
    for (const { name } of past) await unlink(join(this.#folder, name)).catch(() => undefined);
  }

  async #names(): Promise<readonly { readonly name: string; readonly day: string }[]> {
    const names = await orWhereGone(readdir(this.#folder), []);
    return names.flatMap((name) => {
      const day = fileName.exec(name)?.[1];
      return day === undefined ? [] : [{ name, day }];
    });
  }
}

function timeOf(entry: UseEntry): string {
  return entry.type === 'read' ? entry.at : entry.use.at;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

async function orWhereGone<T>(reading: Promise<T>, instead: T): Promise<T> {
  return await reading.catch((error: unknown) => {
    if (diskCode(error) === 'ENOENT') return instead;
    throw error;
  });
}
