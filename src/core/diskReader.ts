import { readFile, realpath, stat } from 'node:fs/promises';
import type { FileReader } from './ports.ts';
import { decodeUtf8 } from './suite/utf8.ts';

export const diskReader: FileReader = {
  readText: async (path) => decodeUtf8(await readFile(path)),
  size: async (path) => (await stat(path)).size,
  realPath: (path) => realpath(path),
};

/** Tells one state of a file from another, as of now. The time of its last change of rights or name counts: it may be readable now. */
export async function fileStamp(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}
