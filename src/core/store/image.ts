import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorCode } from './errors.ts';
import { replaceFile } from './files.ts';
import type { StoreFiles } from './files.ts';

/** What was found under `store.sqlite`. */
export type FoundImage =
  | { readonly state: 'none' }
  | { readonly state: 'ok'; readonly bytes: Buffer; readonly version: number }
  | { readonly state: 'damaged' };

export const imageName = 'store.sqlite';

/** Offsets in the SQLite header (https://www.sqlite.org/fileformat2.html#the_database_header). */
const headerBytes = 100;
const userVersionOffset = 60;
/** Four bytes that SQLite leaves to the application. They hold the checksum of all the others: see `seal`. */
const applicationIdOffset = 68;
const magic = Buffer.from('SQLite format 3\0', 'latin1');

const temporaryName = /^store\.[0-9a-f-]+\.tmp$/;
const temporaryLifeMs = 10 * 60 * 1000;

/**
 * Reads the image and checks it whole. The checksum is faster than SQLite's own integrity check and, unlike it, also
 * sees a changed byte in a value.
 */
export async function readImage(files: StoreFiles, folder: string): Promise<FoundImage> {
  let bytes: Buffer;
  try {
    bytes = await files.readFile(join(folder, imageName));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { state: 'none' };
    throw error;
  }
  const whole = bytes.length >= headerBytes && isSqlite(bytes) && bytes.readUInt32BE(applicationIdOffset) === checksum(bytes);
  return whole ? { state: 'ok', bytes, version: bytes.readUInt32BE(userVersionOffset) } : { state: 'damaged' };
}

/** Schema version of the image on disk; 0 where there is none to speak of. */
export async function imageVersion(files: StoreFiles, folder: string): Promise<number> {
  let handle;
  try {
    handle = await files.open(join(folder, imageName), 'r');
  } catch {
    return 0;
  }
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return bytesRead === headerBytes && isSqlite(buffer) ? buffer.readUInt32BE(userVersionOffset) : 0;
  } finally {
    await handle.close();
  }
}

export async function writeImage(files: StoreFiles, folder: string, image: Uint8Array): Promise<void> {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  bytes.writeUInt32BE(checksum(bytes), applicationIdOffset);
  await replaceFile(files, join(folder, imageName), join(folder, `store.${randomUUID()}.tmp`), bytes);
}

/** Gives a damaged image another name, which is returned. It is never deleted: somebody may still want to look at it. */
export async function setImageAside(files: StoreFiles, folder: string, now: Date): Promise<string> {
  const name = `store.damaged-${now.toISOString().replaceAll(':', '-')}.sqlite`;
  await files.rename(join(folder, imageName), join(folder, name));
  return name;
}

/** Removes what a crash in the middle of `writeImage` left behind. */
export async function removeOldTemporaries(files: StoreFiles, folder: string, now: Date): Promise<void> {
  for (const name of await files.readdir(folder)) {
    if (!temporaryName.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await files.stat(path);
    if (now.getTime() - mtimeMs > temporaryLifeMs) await files.unlink(path);
  }
}

function isSqlite(bytes: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

/** CRC-32 of everything but the four bytes that hold it. */
function checksum(bytes: Buffer): number {
  const before = crc32(bytes.subarray(0, applicationIdOffset));
  return crc32(bytes.subarray(applicationIdOffset + 4), before);
}
