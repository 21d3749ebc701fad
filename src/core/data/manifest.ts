import { field, parseJson } from '../json.ts';
import { StoreError } from '../store/errors.ts';

/** The first file of a backup: what else is in it. */
export interface Manifest {
  readonly format: typeof manifestFormat;
  readonly version: number;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly runs: readonly ManifestRun[];
  /** In the order in which they follow. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestRun {
  readonly id: string;
  /** `null` where its record could not be read. */
  readonly name: string | null;
}

export interface ManifestFile {
  /** `runs/<log>`. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Lines that were damaged in the store already when the backup was made. */
  readonly damagedLines: number;
}

export const manifestName = 'manifest.json';
export const manifestFormat = 'llm-bench-backup';
export const manifestVersion = 1;

/** The only names that a backup may hold: plain ones in one folder, which lead nowhere else. */
const entryName = /^runs\/([\w-]{1,100})\.[\w-]{1,100}\.\d{1,15}\.jsonl$/;

/** The run of a file in a backup; `null` where the name is none that a backup of ours has. */
export function runOfEntry(name: string): string | null {
  return entryName.exec(name)?.[1] ?? null;
}

/** Rejects what is no manifest. Its word on sizes and contents is still to be tested. */
export function readManifest(text: string, path: string): Manifest {
  const found = parseJson(text);
  if (field(found, 'format') !== manifestFormat) throw noBackup(path, 'its manifest says nothing of LLM Bench');
  const version = field(found, 'version');
  if (typeof version !== 'number') throw noBackup(path, 'its manifest names no version');
  if (version > manifestVersion) {
    throw new StoreError('other', `${path} was made by a newer version of LLM Bench: update to read it.`);
  }
  const madeAt = field(found, 'madeAt');
  if (typeof madeAt !== 'string' || Number.isNaN(Date.parse(madeAt))) throw noBackup(path, 'its manifest has no date');
  const list = (key: 'runs' | 'files'): readonly unknown[] => {
    const value = field(found, key);
    if (!Array.isArray(value)) throw noBackup(path, `its manifest has no list of ${key}`);
    return value;
  };
  const files = list('files').map((value) => fileOf(value, path));
  if (new Set(files.map(({ name }) => name)).size < files.length) throw noBackup(path, 'its manifest names a file twice');
  return { format: manifestFormat, version, madeAt, runs: list('runs').map((value) => runOfManifest(value, path)), files };
}

function runOfManifest(value: unknown, path: string): ManifestRun {
  const [id, name] = [field(value, 'id'), field(value, 'name')];
  if (typeof id !== 'string' || (name !== null && typeof name !== 'string')) {
    throw noBackup(path, 'its manifest has a run without an id or a name');
  }
  return { id, name };
}

function fileOf(value: unknown, path: string): ManifestFile {
  const [name, bytes, sha256] = [field(value, 'name'), field(value, 'bytes'), field(value, 'sha256')];
  const damagedLines = field(value, 'damagedLines');
  if (typeof name !== 'string' || runOfEntry(name) === null) {
    throw noBackup(path, `its manifest names ${JSON.stringify(name)}, which is no log of a run`);
  }
  if (!isCount(bytes) || !isCount(damagedLines) || typeof sha256 !== 'string') {
    throw noBackup(path, `its manifest says too little of ${name}`);
  }
  return { name, bytes, sha256, damagedLines };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Nothing of it was taken in. */
export function noBackup(path: string, why: string): StoreError {
  return new StoreError('other', `${path} is no whole backup of LLM Bench: ${why}. Nothing was changed.`);
}
