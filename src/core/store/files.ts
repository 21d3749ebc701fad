import * as promises from 'node:fs/promises';
import { dirname } from 'node:path';

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

/** Writes `path` so that a crash at any moment leaves either the old file or the new one, never a mixture. */
export async function replaceFile(files: StoreFiles, path: string, temporary: string, data: Uint8Array): Promise<void> {
  try {
    const handle = await files.open(temporary, 'w');
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await files.rename(temporary, path);
  } catch (error) {
    await files.unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(files, dirname(path));
}
