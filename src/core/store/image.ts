import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorCode } from './errors.ts';
import { makeFolder, replaceFile } from './files.ts';
import type { StoreFiles } from './files.ts';
import { asideName, temporaryName } from './layout.ts';

/** What was found where an image of a database should be. */
export type FoundImage =
  | { readonly state: 'none' }
  | { readonly state: 'ok'; readonly bytes: Buffer; readonly version: number }
  | { readonly state: 'damaged' };

/** Offsets in the SQLite header (https://www.sqlite.org/fileformat2.html#the_database_header). */
const headerBytes = 100;
const userVersionOffset = 60;
/** Four bytes that SQLite leaves to the application. They hold the checksum of all the others. */
const applicationIdOffset = 68;
const magic = Buffer.from('SQLite format 3\0', 'latin1');

const temporaryLifeMs = 10 * 60 * 1000;
/** Damaged images of one name that are kept for somebody to look at. */
const keptAside = 3;

/**
 * Reads an image and checks it whole. The checksum is faster than SQLite's own integrity check and, unlike it, also
 * sees a changed byte in a value.
 */
export async function readImage(files: StoreFiles, path: string): Promise<FoundImage> {
  let bytes: Buffer;
  try {
    bytes = await files.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { state: 'none' };
    throw error;
  }
  const whole = bytes.length >= headerBytes && isSqlite(bytes) && bytes.readUInt32BE(applicationIdOffset) === checksum(bytes);
  return whole ? { state: 'ok', bytes, version: bytes.readUInt32BE(userVersionOffset) } : { state: 'damaged' };
}

/** Schema version of the image on disk; 0 where there is none to speak of. */
export async function imageVersion(files: StoreFiles, path: string): Promise<number> {
  let handle;
  try {
    handle = await files.open(path, 'r');
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

export async function writeImage(files: StoreFiles, path: string, image: Uint8Array): Promise<void> {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  bytes.writeUInt32BE(checksum(bytes), applicationIdOffset);
  await makeFolder(files, dirname(path));
  await replaceFile(files, path, `${path}.${randomUUID()}.tmp`, bytes);
}

/** Gives a damaged image another name, which is returned: somebody may still want to look at it. The oldest of many go. */
export async function setImageAside(files: StoreFiles, path: string, now: Date): Promise<string> {
  const [folder, stem] = [dirname(path), basename(path, '.sqlite')];
  const name = `${stem}.damaged-${now.toISOString().replaceAll(':', '-')}.sqlite`;
  await files.rename(path, join(folder, name));
  const aside = (await files.readdir(folder)).filter((one) => one.startsWith(`${stem}.damaged-`) && asideName.test(one));
  for (const old of aside.sort().slice(0, -keptAside)) await files.unlink(join(folder, old)).catch(() => undefined);
  return name;
}

/** Removes what crashes in the middle of writing left behind in a folder. */
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
