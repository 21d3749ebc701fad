import { extname } from 'node:path';
import { readDataset, type DatasetContent, type ReadDataset } from '../dataset.ts';

/** Tells one state of a file from another, as of now. */
export type FileStamp = (path: string) => Promise<string>;

/** Characters of all that is kept; the tables take several times as much. */
const mostKept = 32 * 1024 * 1024;

interface Kept {
  readonly stamp: string;
  readonly dataset: DatasetContent;
}

/** Datasets as they were read, so that a key pressed in a suite does not read its files again. */
export class KeptDatasets {
  readonly #stampOf: FileStamp;
  /** The one used longest ago first. */
  readonly #kept = new Map<string, Kept>();

  constructor(stampOf: FileStamp) {
    this.#stampOf = stampOf;
  }

  readonly read: ReadDataset = async (path, name, reader) => {
    // A link may have another ending than what it leads to.
    const key = `${extname(name).toLowerCase()} ${path}`;
    // Before the content: what is written in between is seen the next time.
    const stamp = await this.#stampOf(path);
    const known = this.#kept.get(key);
    const dataset = known?.stamp === stamp ? known.dataset : await readDataset(path, name, reader);
    this.#kept.delete(key);
    this.#kept.set(key, { stamp, dataset });
    this.#forget();
    return dataset;
  };

  #forget(): void {
    let size = 0;
    for (const [key, { dataset }] of [...this.#kept].reverse()) {
      size += dataset.content.length;
      if (size > mostKept) this.#kept.delete(key);
    }
  }
}
