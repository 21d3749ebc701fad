import { parse } from 'yaml';
import type { ImportNotes } from '../notes.ts';

/** The text of a file beside the configuration; `null` where there is none that may be read. */
export type ReadBeside = (path: string) => Promise<string | null>;

/** Files that a configuration names. */
export class ConfigFiles {
  readonly #read: ReadBeside;
  readonly #notes: ImportNotes;

  constructor(read: ReadBeside, notes: ImportNotes) {
    this.#read = read;
    this.#notes = notes;
  }

  /** `null` with a note where the file cannot be had. */
  async text(reference: string, place: string): Promise<string | null> {
    const path = pathOf(reference);
    if (/[*?]/.test(path)) {
      this.#notes.leftOut(place, `The files \`${path}\` are not looked up: name each file, then import again.`);
      return null;
    }
    if (/\.(?:[cm]?[jt]s|py|rb|go|sh|xlsx?)(?::\w+)?$/i.test(path)) {
      this.#notes.leftOut(
        place,
        `\`${path}\` would have to be run or converted: save what it makes as CSV, JSON or text, and name that.`,
      );
      return null;
    }
    const text = await this.#read(path);
    if (text === null) this.#notes.leftOut(place, `There is no file \`${path}\` to read beside the configuration.`);
    return text?.replace(/^\uFEFF/, '') ?? null;
  }

  /** What stands in a YAML, JSON or JSONL file; `undefined` with a note where it cannot be had. */
  async data(reference: string, place: string): Promise<unknown> {
    const text = await this.text(reference, place);
    if (text === null) return undefined;
    try {
      if (/\.(?:jsonl|ndjson)$/i.test(pathOf(reference))) {
        return text.split('\n').flatMap((line): unknown[] => (line.trim() === '' ? [] : [JSON.parse(line)]));
      }
      return plain(parse(text, { merge: true, logLevel: 'error' }));
    } catch {
      this.#notes.leftOut(place, `\`${pathOf(reference)}\` is neither YAML nor JSON: correct it, then import again.`);
      return undefined;
    }
  }
}

export function isFile(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('file://');
}

/** `data/x.csv` of `file://./data/x.csv`. */
export function pathOf(reference: string): string {
  return reference.replace(/^file:\/\//, '').replace(/^\.\//, '');
}

/** Without what YAML can hold and JSON cannot: values that lead back to themselves. Throws on those. */
export function plain(value: unknown): unknown {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? undefined : (JSON.parse(json) as unknown);
}
