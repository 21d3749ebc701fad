import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreError, errorCode } from '../store/errors.ts';
import type { StoreErrorKind } from '../store/errors.ts';
import { syncFolder } from '../store/files.ts';
import type { StoreFiles } from '../store/files.ts';

/** A name beside `path` that nothing reads; one that a crash leaves behind, `compact` takes away. */
export function temporaryFor(path: string): string {
  return `${path}.${randomUUID()}.tmp`;
}

/**
 * Fills a file beside `path` and gives it that name once it is whole and on disk: never is there half a file of that name.
 * Returns its bytes.
 */
export async function writeWhole(files: StoreFiles, path: string, fill: (handle: FileHandle) => Promise<void>): Promise<number> {
  const temporary = temporaryFor(path);
  if (!(await exists(files, dirname(path)))) {
    throw new StoreError('other', `${path} cannot be written: there is no such folder.`);
  }
  try {
    const bytes = await fillAndSync(files, temporary, fill);
    await files.rename(temporary, path);
    await syncFolder(files, dirname(path));
    return bytes;
  } catch (error) {
    await files.unlink(temporary).catch(() => undefined);
    throw writeError(error, path);
  }
}

/** Fills a new file and flushes it. Returns its bytes. */
export async function fillAndSync(files: StoreFiles, path: string, fill: (handle: FileHandle) => Promise<void>): Promise<number> {
  const handle = await files.open(path, 'wx');
  try {
    await fill(handle);
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

export async function exists(files: StoreFiles, path: string): Promise<boolean> {
  try {
    await files.access(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

export async function unlinkIfThere(files: StoreFiles, path: string): Promise<void> {
  await files.unlink(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}

/** A failed write, in words for the user. */
export function writeError(error: unknown, path: string): unknown {
  const code = errorCode(error) ?? '';
  const failed = (kind: StoreErrorKind, what: string) => new StoreError(kind, what, { cause: error });
  if (['ENOSPC', 'EDQUOT'].includes(code)) {
    return failed('disk-full', `No space is left to write ${path}. Free some, then try again.`);
  }
  if (['EROFS', 'EACCES', 'EPERM'].includes(code)) {
    return failed('read-only', `${path} cannot be written: look at its permissions, or choose another place.`);
  }
  return error;
}
