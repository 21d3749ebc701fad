import { randomUUID } from 'node:crypto';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { StoreError, errorCode } from './store/errors.ts';

/**
 * Writes a file of any size: whole or not at all, since what is there already is replaced at the end. What is no plain file, such
 * as a pipe, is written as it is. Rejects with `disk-full` or `read-only` where the place is at fault.
 */
export async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const present = await stat(target).catch(() => null);
  const isPlain = present === null || present.isFile();
  const written = isPlain ? `${target}.${randomUUID().slice(0, 8)}.tmp` : target;
  const handle = await open(written, isPlain ? 'wx' : 'w', present?.mode).catch((cause: unknown) => cannotWrite(path, cause));
  const failed = (cause: unknown): never => cannotWrite(path, cause);
  try {
    try {
      for await (const piece of pieces) await handle.appendFile(piece).catch(failed);
      if (isPlain) await handle.datasync().catch(failed);
    } finally {
      await handle.close();
    }
    if (isPlain) await rename(written, target).catch(failed);
  } catch (error) {
    if (isPlain) await unlink(written).catch(() => undefined);
    throw error;
  }
}

function cannotWrite(path: string, cause: unknown): never {
  const code = errorCode(cause) ?? String(cause);
  const kind = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'read-only';
  throw new StoreError(kind, `${path} cannot be written (${code}).`, { cause });
}
