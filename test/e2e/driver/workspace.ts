/** A workspace folder for one test: a temporary copy, so that nothing a test writes reaches the repository. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../../tools/repository.ts';

export interface WorkspaceContent {
  /** A folder of the repository to copy, such as `examples`. */
  readonly copyOf?: string;
  /** Files to write (over the copy): path in the workspace → text. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function createWorkspace({ copyOf, files = {} }: WorkspaceContent): Promise<string> {
  // The real path, for on macOS the temporary folder is a link and VS Code reports where it leads.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lb-workspace-')));
  if (copyOf !== undefined) await cp(join(REPOSITORY, copyOf), folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

export async function removeWorkspace(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
