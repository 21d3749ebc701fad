/** A workspace folder for one test: a copy, so that nothing a test writes reaches the repository. */
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { REPOSITORY } from '../../tools/repository.ts';
import type { Home } from './home.ts';

export interface WorkspaceContent {
  /** A folder of the repository to copy, such as `examples`. */
  readonly copyOf?: string;
  /** Files to write (over the copy): path in the workspace → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Puts the rest into the folder before a window opens it. */
  readonly fill?: (folder: string) => Promise<void>;
}

/** The folder's path. It lies in the server's home and goes with it. */
export async function createWorkspace(home: Home, { copyOf, files = {}, fill }: WorkspaceContent): Promise<string> {
  const folder = join(await mkdtemp(join(home.path, 'workspace-')), basename(copyOf ?? 'workspace'));
  await mkdir(folder);
  if (copyOf !== undefined) await cp(join(REPOSITORY, copyOf), folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await fill?.(folder);
  return folder;
}
