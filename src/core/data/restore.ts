import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunId } from '../../shared/model/ids.ts';
import { StoreError, errorCode } from '../store/errors.ts';
import { makeFolder, syncFolder } from '../store/files.ts';
import type { StoreFiles } from '../store/files.ts';
import { backup } from './backup.ts';
import { findLogs, readBytes, wholeBytes, withFile } from './logs.ts';
import type { StoredLog } from './logs.ts';
import { logsPath, timeInName } from './parts.ts';
import type { DataParts } from './parts.ts';
import type { RestoreReport } from './spec.ts';
import { discard, readManifestOf, unpack } from './unpack.ts';
import type { StagedLog, Unpacked } from './unpack.ts';
import { exists, unlinkIfThere } from './wholeFile.ts';

/** Before what another window removed again is placed once more, ms: what it was doing takes some time. */
const pausesMs: readonly number[] = [100, 400, 1600];

/**
 * Makes the logs what a backup says. Nothing is touched before all of it is tested and on disk under other names; from then on
 * there are only renames and removals, and restoring once more makes whole what a kill left in between.
 */
export async function restore(parts: DataParts, path: string): Promise<RestoreReport> {
  await refuseWhileUnderWay(parts);
  const { files, folder } = parts;
  const unpacked = await unpack(files, path, logsPath(folder));
  try {
    const saved = await saveWhatIsThere(parts);
    // To unpack and to save take long enough for a run to begin.
    await refuseWhileUnderWay(parts);
    await refuseUnlessSaved(files, folder, saved);
    let missing = await placeAll(parts, unpacked, saved);
    for (const pauseMs of pausesMs) {
      if (missing === 0) break;
      await pause(pauseMs);
      missing = await placeAgain(parts, path, saved);
    }
    if (missing > 0) throw removedAgain(missing, unpacked.staged.length);
    return { runs: runsOf(unpacked).size, savedTo: saved.path };
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

/** What was there before, with the bytes of each log by its name. */
interface Saved {
  readonly path: string | null;
  readonly bytes: ReadonlyMap<string, number>;
}

async function saveWhatIsThere(parts: DataParts): Promise<Saved> {
  const { files, folder, clock } = parts;
  if ((await findLogs(files, folder)).logs.length === 0) return { path: null, bytes: new Map() };
  const backups = join(folder, 'backups');
  await makeFolder(files, backups);
  const path = join(backups, `before-restore-${timeInName(clock.date())}.tar.gz`);
  await backup(parts, path);
  const manifest = await readManifestOf(files, path);
  return { path, bytes: new Map(manifest.files.map(({ name, bytes }) => [name.slice('runs/'.length), bytes])) };
}

async function refuseUnlessSaved(files: StoreFiles, folder: string, saved: Saved): Promise<void> {
  const { logs } = await findLogs(files, folder);
  for (const log of logs) {
    if (await isSaved(files, log, saved)) continue;
    throw new StoreError(
      'locked',
      'Results came in while those that were there were saved. Nothing was changed: restore once more.',
    );
  }
}

/** Of a log that went meanwhile nothing is left to be saved. */
async function isSaved(files: StoreFiles, { name, path }: StoredLog, { bytes }: Saved): Promise<boolean> {
  try {
    return (await withFile(files, path, wholeBytes)) === (bytes.get(name) ?? 0);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
}

/** Returns how many of the logs are not there, all the same: another window that was at work may have removed them again. */
async function placeAll(parts: DataParts, unpacked: Unpacked, saved: Saved): Promise<number> {
  const { files, folder, store } = parts;
  await takeDeletionsBack(parts, unpacked);
  await place(files, folder, unpacked.staged, saved);
  await store.reread();
  const { logs } = await findLogs(files, folder);
  const there = new Set(logs.map(({ name }) => name));
  return unpacked.staged.filter(({ name }) => !there.has(name)).length;
}

/** From the backup once more: what was placed before is staged no longer. */
async function placeAgain(parts: DataParts, path: string, saved: Saved): Promise<number> {
  const { files, folder } = parts;
  const unpacked = await unpack(files, path, logsPath(folder));
  try {
    return await placeAll(parts, unpacked, saved);
  } finally {
    await discard(files, unpacked.staged);
  }
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

async function place(files: StoreFiles, folder: string, staged: readonly StagedLog[], saved: Saved): Promise<void> {
  const path = logsPath(folder);
  for (const log of staged) {
    const target = join(path, log.name);
    // A log that somebody holds open is better left alone.
    if (!(await isSame(files, target, log))) await files.rename(log.path, target);
  }
  await syncFolder(files, path);
  const kept = new Set(staged.map(({ name }) => name));
  const { logs } = await findLogs(files, folder);
  // What began in this very moment stays.
  for (const log of logs) if (!kept.has(log.name) && (await isSaved(files, log, saved))) await unlinkIfThere(files, log.path);
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

function removedAgain(missing: number, all: number): StoreError {
  return new StoreError(
    'other',
    `${missing} of ${all} restored files were removed again by another window or process. Close the others and restore once more.`,
  );
}

function runsOf({ staged }: Unpacked): ReadonlySet<RunId> {
  return new Set(staged.map(({ runId }) => runId));
}
