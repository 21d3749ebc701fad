import nodePath, { type PlatformPath } from 'node:path';

/** What a suite's runs are stored under: relative to the folder, with `/` on every system, as the editor has it. */
export function suitePathIn(root: string, file: string, path: PlatformPath = nodePath): string {
  return path.relative(root, file).replaceAll(path.sep, '/');
}
