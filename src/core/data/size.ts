import { join } from 'node:path';
import { errorCode } from '../store/errors.ts';
import type { StoreFiles } from '../store/files.ts';
import { derivedPath, logsPath } from './parts.ts';
import type { DataParts } from './parts.ts';
import { prunedRuns } from './prunedRuns.ts';
import type { StoreSize } from './spec.ts';

/** Results are samples that ended, as the list of runs counts them. */
export async function size({ store, folder, files }: DataParts): Promise<StoreSize> {
  const [items, pruned] = await Promise.all([store.listRuns(), prunedRuns(store)]);
  const [logBytes, ofRuns, ofAll] = await Promise.all(
    [logsPath(folder), derivedPath(folder), folder].map((path) => bytesIn(files, path, path === folder ? isDerived : isAny)),
  );
  return {
    runs: items.length,
    prunedRuns: pruned.length,
    results: items.reduce((sum, { samplesDone }) => sum + samplesDone, 0),
    logBytes: logBytes ?? 0,
    derivedBytes: (ofRuns ?? 0) + (ofAll ?? 0),
  };
}

const isAny = () => true;
/** Of what stands in the store's own folder. */
const isDerived = (name: string) => name.endsWith('.sqlite');

/** Of the files in the folder itself. */
async function bytesIn(files: StoreFiles, path: string, counts: (name: string) => boolean): Promise<number> {
  let bytes = 0;
  for (const name of (await namesIn(files, path)).filter(counts)) {
    // It may be gone by now.
    const found = await files.stat(join(path, name)).catch(() => null);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** None where there is no such folder. */
export async function namesIn(files: StoreFiles, path: string): Promise<readonly string[]> {
  return await files.readdir(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
}
