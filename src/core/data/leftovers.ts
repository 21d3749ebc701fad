import { join } from 'node:path';
import type { StoreFiles } from '../store/files.ts';
import { asideName, temporaryName } from '../store/layout.ts';
import { findLogs } from './logs.ts';
import { derivedPath, logsPath } from './parts.ts';
import type { DataParts } from './parts.ts';
import { namesIn } from './size.ts';
import { unlinkIfThere } from './wholeFile.ts';

const minute = 60_000;
/** Longer than anybody writes one file. */
const temporaryLifeMs = 10 * minute;
/** Somebody may want to look at what was damaged. */
const damagedLifeMs = 30 * 24 * 60 * minute;

/** Takes away what crashes left behind, and what was derived of runs that are gone. */
export async function removeLeftovers({ folder, files, clock }: DataParts): Promise<void> {
  const now = clock.date().getTime();
  const { logs } = await findLogs(files, folder);
  const runs = new Set<string>(logs.map(({ runId }) => runId));
  for (const path of [folder, logsPath(folder), derivedPath(folder)]) {
    const ofRuns = path === derivedPath(folder);
    for (const name of await namesIn(files, path)) {
      const age = now - (await lastChange(files, join(path, name)));
      const isLeft =
        (temporaryName.test(name) && age > temporaryLifeMs) ||
        (asideName.test(name) && age > damagedLifeMs) ||
        (ofRuns && !asideName.test(name) && !runs.has(name.split('.', 1)[0] ?? '') && age > temporaryLifeMs);
      if (isLeft) await unlinkIfThere(files, join(path, name));
    }
  }
}

/** Of what is no file, or gone: it never gets old. */
async function lastChange(files: StoreFiles, path: string): Promise<number> {
  const found = await files.stat(path).catch(() => null);
  return found?.isFile() ? found.mtimeMs : Infinity;
}
