import { readFile, realpath, stat } from 'node:fs/promises';
import type { FileReader } from './ports.ts';

export const diskReader: FileReader = {
  readText: (path) => readFile(path, 'utf8'),
  size: async (path) => (await stat(path)).size,
  realPath: (path) => realpath(path),
};
