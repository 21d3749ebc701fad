import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Deed, Witness } from './deeds.ts';
import type { Expected } from './expected.ts';

type Line =
  | { readonly what: 'begun'; readonly number: number; readonly deed: Deed }
  | { readonly what: 'done' | 'refused'; readonly number: number };

/** Keeps the word of a witness in a file of its own: what was written there outlives the process, however it ends. */
export class Ledger implements Witness {
  readonly #file: number;
  #count = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  begun(deed: Deed): number {
    const number = this.#count++;
    this.#write({ what: 'begun', number, deed });
    return number;
  }

  done(number: number): void {
    this.#write({ what: 'done', number });
  }

  refused(number: number): void {
    this.#write({ what: 'refused', number });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** Tells `expected` what the ledger at `path` says. Its last line may be torn. */
export function readLedger(path: string, expected: Expected): void {
  const numbers = new Map<number, number>();
  for (const text of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const line = JSON.parse(text) as Line;
    if (line.what === 'begun') numbers.set(line.number, expected.begun(line.deed));
    else expected[line.what](numbers.get(line.number) ?? -1);
  }
}
