import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import { StoreError } from '../store/errors.ts';
import { makeFolder, syncFolder } from '../store/files.ts';
import type { StoreFiles } from '../store/files.ts';
import { backup } from './backup.ts';
import { findLogs, readBytes, withFile } from './logs.ts';
import { logsPath, timeInName } from './parts.ts';
import type { DataParts } from './parts.ts';
import type { RestoreReport } from './spec.ts';
import { discard, unpack } from './unpack.ts';
import type { StagedLog, Unpacked } from './unpack.ts';
import { exists, unlinkIfThere } from './wholeFile.ts';

/**
 * Makes the logs what a backup says. Nothing is touched before all of it is tested and on disk under other names; from then on
 * there are only renames and removals, and restoring once more makes whole what a kill left in between.
 */
export async function restore(parts: DataParts, path: string): Promise<RestoreReport> {
  await refuseWhileUnderWay(parts);
  const { files, folder, store } = parts;
  const unpacked = await unpack(files, path, logsPath(folder));
  try {
    await refuseWhileUnderWay(parts);
    const savedTo = await saveWhatIsThere(parts);
    await takeDeletionsBack(parts, unpacked);
    await place(files, folder, unpacked.staged);
    await store.reread();
    await refuseUnlessThere(files, folder, unpacked.staged);
    return { runs: runsOf(unpacked).size, savedTo };
  } finally {
    await discard(files, unpacked.staged);
  }
}

async function refuseWhileUnderWay({ store }: DataParts): Promise<void> {
  const names = await store.busy();
  if (names.length === 0) return;
  const list = names.map((name) => `“${name}”`).join(', ');
  throw new StoreError('locked', `Runs are under way: ${list}. Wait for them or cancel them, then restore.`);
}

async function saveWhatIsThere(parts: DataParts): Promise<string | null> {
  const { files, folder, clock } = parts;
  if ((await findLogs(files, folder)).logs.length === 0) return null;
  const backups = join(folder, 'backups');
  await makeFolder(files, backups);
  const path = join(backups, `before-restore-${timeInName(clock.date())}.tar.gz`);
  await backup(parts, path);
  return path;
}

/** Before the logs are placed: those of a run that is known as deleted are swept away by every window that sees them. */
async function takeDeletionsBack({ files, folder, store }: DataParts, unpacked: Unpacked): Promise<void> {
  const path = logsPath(folder);
  const { deleted } = await findLogs(files, folder);
  const back = [...runsOf(unpacked)].filter((runId) => deleted.has(runId));
  if (back.length === 0) return;
  for (const runId of back) await unlinkIfThere(files, join(path, `${runId}.deleted`));
  await syncFolder(files, path);
  await store.reread();
}

async function place(files: StoreFiles, folder: string, staged: readonly StagedLog[]): Promise<void> {
  const path = logsPath(folder);
  for (const log of staged) {
    const target = join(path, log.name);
    // A log that somebody holds open is better left alone.
    if (!(await isSame(files, target, log))) await files.rename(log.path, target);
  }
  await syncFolder(files, path);
  const kept = new Set(staged.map(({ name }) => name));
  const { logs } = await findLogs(files, folder);
  for (const { name, path: other } of logs) if (!kept.has(name)) await unlinkIfThere(files, other);
  await syncFolder(files, path);
}

async function isSame(files: StoreFiles, path: string, { bytes, sha256 }: StagedLog): Promise<boolean> {
  if (!(await exists(files, path))) return false;
  return await withFile(files, path, async (handle) => {
    if ((await handle.stat()).size !== bytes) return false;
    const hash = createHash('sha256');
    for await (const chunk of readBytes(handle, 0, bytes)) hash.update(chunk);
    return hash.digest('hex') === sha256;
  });
}

/** Another window that knew a run as deleted may have swept its logs away again. */
async function refuseUnlessThere(files: StoreFiles, folder: string, staged: readonly StagedLog[]): Promise<void> {
  const { logs } = await findLogs(files, folder);
  const there = new Set(logs.map(({ name }) => name));
  const missing = staged.filter(({ name }) => !there.has(name)).length;
  if (missing === 0) return;
  throw new StoreError(
    'other',
    `${missing} of ${staged.length} restored files were removed again by another window or process. Close the others and restore once more.`,
  );
}

function runsOf({ staged }: Unpacked): ReadonlySet<RunId> {
  return new Set(staged.map(({ runId }) => runId));
}
