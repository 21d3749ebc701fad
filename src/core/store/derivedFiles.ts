import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { RunId } from '../../shared/model/ids.ts';
import { errorCode } from './errors.ts';
import { makeFolder, replaceUnsynced } from './files.ts';
import { isDerivedFrom, temporaryName, viewNameOf } from './layout.ts';
import { saveImage } from './openRun.ts';
import type { OpenRun, OpenRunParts } from './openRun.ts';

/** A text kept with a run. */
export interface View {
  /** Of the run when it was made. */
  readonly stamp: string;
  readonly text: string;
}

interface ViewHead {
  readonly stamp: string;
  readonly crc: number;
}

const lineFeed = 10;

/** The folder `index/`: everything in it can be made anew from the logs. */
export class DerivedFiles {
  readonly #parts: OpenRunParts;
  /** Images are written one after the other: each is held in memory until it is on disk. */
  #writing: Promise<unknown> = Promise.resolve();
  /** How often a run's files were removed: an image made before that is not written any more. */
  readonly #removals = new Map<RunId, number>();
  /** Where nothing can be written. */
  readonly #kept = new Map<string, View>();

  constructor(parts: OpenRunParts) {
    this.#parts = parts;
  }

  /** Takes the image at once and resolves when it is on disk, after those before it. */
  saveImage(run: OpenRun): Promise<void> {
    const [{ runId }, bytes] = [run, run.export()];
    const removals = this.#removals.get(runId);
    const saved = this.#writing.then(async () => {
      if (this.#removals.get(runId) === removals) await saveImage(this.#parts, runId, bytes);
    });
    this.#writing = saved.catch(() => undefined);
    return saved;
  }

  /** The same, told to nobody but the log where it fails. */
  saveImageBehind(run: OpenRun): Promise<void> {
    return this.saveImage(run).catch((error: unknown) => {
      this.#parts.logger.warn(`Tables of a run were not written, which only makes the next reading slower: ${String(error)}`);
    });
  }

  /** Resolves when nothing is left to be written. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  /** Takes away all that was made of a run. */
  async remove(runId: RunId): Promise<void> {
    const { files, folder, readOnly } = this.#parts;
    this.#removals.set(runId, (this.#removals.get(runId) ?? 0) + 1);
    for (const name of this.#kept.keys()) if (isDerivedFrom(runId, name)) this.#kept.delete(name);
    if (readOnly) return;
    const names = await files.readdir(folder).catch(() => []);
    for (const name of names) {
      // What another process is writing just now is its own to name.
      if (isDerivedFrom(runId, name) && !temporaryName.test(name)) await files.unlink(join(folder, name)).catch(() => undefined);
    }
  }

  /** `null` where there is none, or none that is whole. */
  async view(runId: RunId, name: string): Promise<View | null> {
    const { files, folder, logger, readOnly } = this.#parts;
    const fileName = viewNameOf(runId, name);
    const kept = readOnly ? this.#kept.get(fileName) : undefined;
    if (kept) return kept;
    try {
      return parseView(await files.readFile(join(folder, fileName)));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') logger.warn(`${fileName} cannot be read: ${String(error)}`);
      return null;
    }
  }

  /** What cannot be written is made anew when it is next wanted. */
  async putView(runId: RunId, name: string, view: View): Promise<void> {
    const { files, folder, logger, readOnly } = this.#parts;
    const fileName = viewNameOf(runId, name);
    if (readOnly) {
      this.#kept.set(fileName, view);
      return;
    }
    try {
      await makeFolder(files, folder);
      const path = join(folder, fileName);
      await replaceUnsynced(files, path, `${path}.${randomUUID()}.tmp`, formatView(view));
    } catch (error) {
      logger.warn(`${fileName} was not written, which only makes the next look slower: ${String(error)}`);
    }
  }
}

/** A line with stamp and checksum, then the text. */
function formatView({ stamp, text }: View): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const head: ViewHead = { stamp, crc: crc32(bytes) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`, 'utf8'), bytes]);
}

function parseView(bytes: Buffer): View | null {
  const end = bytes.indexOf(lineFeed);
  const head = end === -1 ? null : parseHead(bytes.toString('utf8', 0, end));
  const text = bytes.subarray(end + 1);
  return head && head.crc === crc32(text) ? { stamp: head.stamp, text: text.toString('utf8') } : null;
}

function parseHead(json: string): ViewHead | null {
  try {
    const head: unknown = JSON.parse(json);
    if (typeof head !== 'object' || head === null || !('stamp' in head) || !('crc' in head)) return null;
    return typeof head.stamp === 'string' && typeof head.crc === 'number' ? { stamp: head.stamp, crc: head.crc } : null;
  } catch {
    return null;
  }
}
