import * as promises from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './errors.ts';

/** The file operations that the store uses; tests hand in ones that fail. */
export type StoreFiles = Pick<
  typeof promises,
  'access' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'stat' | 'unlink'
>;

export const diskFiles: StoreFiles = promises;

/** Makes new names and renames in a folder durable. Windows cannot open a folder and needs no such call. */
export async function syncFolder(files: StoreFiles, path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder where it is missing; what was made is durable, each folder in the one above it. */
export async function makeFolder(files: StoreFiles, path: string): Promise<void> {
  const first = await firstMissing(files, path);
  // Where a place takes no folders and says ENOENT, as /proc does, Node's recursive mkdir never ends: this one tells.
  if (first !== null) await files.mkdir(first).catch(unlessMade);
  const made = await files.mkdir(path, { recursive: true });
  const top = first ?? made;
  if (top === undefined) return;
  const above = dirname(top);
  for (let folder = dirname(path); folder.length >= above.length; folder = dirname(folder)) {
    await syncFolder(files, folder);
    if (folder === above) return;
  }
}

/** The uppermost of the folders that are to be made; `null` where all are there, or that cannot be told. */
async function firstMissing(files: StoreFiles, path: string): Promise<string | null> {
  const isMissing = await files.stat(path).then(
    () => false,
    (error: unknown) => errorCode(error) === 'ENOENT',
  );
  if (!isMissing) return null;
  const above = dirname(path);
  return above === path ? path : ((await firstMissing(files, above)) ?? path);
}

/** Another process may have been quicker. */
function unlessMade(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}

/** Writes `path` so that a crash at any moment leaves either the old file or the new one, never a mixture. */
export async function replaceFile(files: StoreFiles, path: string, temporary: string, data: Uint8Array): Promise<void> {
  await replace(files, path, temporary, data, true);
  await syncFolder(files, dirname(path));
}

/** The same without waiting for the disk: a power loss may leave anything, so what is read must be checked. */
export function replaceUnsynced(files: StoreFiles, path: string, temporary: string, data: Uint8Array): Promise<void> {
  return replace(files, path, temporary, data, false);
}

async function replace(files: StoreFiles, path: string, temporary: string, data: Uint8Array, sync: boolean): Promise<void> {
  try {
    const handle = await files.open(temporary, 'w');
    try {
      await handle.writeFile(data);
      if (sync) await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temporary, path);
  } catch (error) {
    await files.unlink(temporary).catch(() => undefined);
    throw error;
  }
}
