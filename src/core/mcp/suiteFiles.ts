import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { suitePathIn } from '../suitePathIn.ts';

/** A folder with more than this is no project, or holds a disk. */
const mostFolders = 5000;
const mostSuites = 500;

const suiteName = /\.bench\.(?:ya?ml|json)$/i;

/**
 * Suite files under a folder, relative to it with `/`, in the order of their names. Hidden folders and packages are left out; a link
 * counts where it leads to a file inside, and links to folders are not followed.
 * @param root absolute, with links resolved
 */
export async function suiteFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [root];
  for (let seen = 0; folders.length > 0 && seen < mostFolders && found.length < mostSuites; seen++) {
    const folder = folders.shift() ?? root;
    // A folder that may not be read holds no suite of this user.
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') folders.push(path);
      if (suiteName.test(entry.name) && (entry.isFile() || (await leadsInside(path, root)))) found.push(path);
    }
  }
  return found.map((path) => suitePathIn(root, path)).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

async function leadsInside(path: string, root: string): Promise<boolean> {
  const target = await realpath(path).catch(() => null);
  return target !== null && target.startsWith(root + sep) && suiteName.test(target);
}
