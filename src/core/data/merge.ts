import { realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import { StoreError, errorCode } from '../store/errors.ts';
import { syncFolder } from '../store/files.ts';
import type { StoreFiles } from '../store/files.ts';
import { readLines } from '../store/logReader.ts';
import { byRun, findLogs, readBytes, readEntries, wholeBytes, withFile } from './logs.ts';
import type { StoredLog } from './logs.ts';
import { logsPath } from './parts.ts';
import type { DataParts } from './parts.ts';
import type { MergeReport } from './spec.ts';
import { StrangeLog, boundedLines, readStrictly } from './strictly.ts';
import { Counting } from './superseded.ts';
import { discard, unpack } from './unpack.ts';
import { exists, fillAndSync, temporaryFor, unlinkIfThere, writeError } from './wholeFile.ts';

const tries = 5;

/** Takes the runs of another store in, log by log. Logs only grow, so of two of the same name the longer one holds the other. */
export async function merge(parts: DataParts, path: string): Promise<MergeReport> {
  const { files, folder } = parts;
  if (!(await isFolder(files, path))) {
    const { staged } = await unpack(files, path, logsPath(folder));
    try {
      return await mergeLogs(parts, staged);
    } finally {
      await discard(files, staged);
    }
  }
  if ((await realpath(path)) === (await realpath(folder))) {
    throw new StoreError('other', `${path} is this very store: name another one.`);
  }
  if (!(await exists(files, logsPath(path)))) {
    throw new StoreError('other', `${path} holds no results: name the folder of a store, such as .llm-bench.`);
  }
  return await mergeLogs(parts, (await findLogs(files, path)).logs, path);
}

async function isFolder(files: StoreFiles, path: string): Promise<boolean> {
  try {
    return (await files.stat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new StoreError('other', `${path} is not there: name the folder of a store, or a backup.`, { cause: error });
  }
}

/** @param there the store that these logs are in, in which others may be at work */
async function mergeLogs(parts: DataParts, from: readonly StoredLog[], there?: string): Promise<MergeReport> {
  const { files, folder, store } = parts;
  const { logs, deleted } = await findLogs(files, folder);
  const here = byRun(logs);
  const report = { added: 0, known: 0, updated: 0, deletedHere: 0 };
  for (const [runId, theirs] of byRun(from)) {
    if (deleted.has(runId)) report.deletedHere++;
    else report[await mergeWhileItChanges(parts, runId, theirs, here.get(runId) ?? [], there)]++;
  }
  await syncFolder(files, logsPath(folder));
  await store.reread();
  return report;
}

/** Looks anew at a run of which logs went meanwhile: it was compacted or deleted, here or there. */
async function mergeWhileItChanges(
  parts: DataParts,
  runId: RunId,
  theirs: readonly StoredLog[],
  ours: readonly StoredLog[],
  there: string | undefined,
): ReturnType<typeof mergeRun> {
  for (let left = tries; ; left--) {
    try {
      return await mergeRun(parts, runId, theirs, ours);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || left <= 1) throw error;
      if (there !== undefined) theirs = await logsOf(parts.files, there, runId);
      ours = await logsOf(parts.files, parts.folder, runId);
    }
  }
}

async function logsOf(files: StoreFiles, folder: string, runId: RunId): Promise<readonly StoredLog[]> {
  return byRun((await findLogs(files, folder)).logs).get(runId) ?? [];
}

async function mergeRun(
  { files, folder }: DataParts,
  runId: RunId,
  theirs: readonly StoredLog[],
  ours: readonly StoredLog[],
): Promise<'added' | 'known' | 'updated'> {
  const news: StoredLog[] = [];
  for (const log of theirs) {
    const own = ours.find(({ name }) => name === log.name);
    if (own ? await hasGrown(files, own, log) : (await withFile(files, log.path, wholeBytes)) > 0) news.push(log);
  }
  if (news.length === 0) return 'known';
  // What was pruned here stays pruned, and what was pruned there takes no answers away here.
  if (ours.length > 0 && ((await isPruned(files, ours)) || (await isPruned(files, theirs)))) return 'known';
  if (ours.length > 0 && (await isSaidHere(files, runId, ours, news))) return 'known';
  for (const log of news) await copyLog(files, log, runId, logsPath(folder));
  return ours.length === 0 ? 'added' : 'updated';
}

/**
 * Whether `theirs` is `own` with more behind it. Of two files of one name only one is the writer's, the other a copy: since theirs
 * is measured first, it cannot be the longer one where ours is the writer's.
 */
async function hasGrown(files: StoreFiles, own: StoredLog, theirs: StoredLog): Promise<boolean> {
  return await withFile(files, own.path, (ours) =>
    withFile(files, theirs.path, async (other) => {
      const offered = await wholeBytes(other);
      const have = await wholeBytes(ours);
      if (offered <= have) return false;
      const begun = readBytes(other, 0, have);
      for await (const chunk of readBytes(ours, 0, have)) {
        const { value } = await begun.next();
        if (!(value instanceof Buffer) || !value.equals(chunk)) return false;
      }
      return true;
    }),
  );
}

/** Whether ours say all that `news` do, under other names: the run was compacted here, or there. */
async function isSaidHere(
  files: StoreFiles,
  runId: RunId,
  ours: readonly StoredLog[],
  news: readonly StoredLog[],
): Promise<boolean> {
  const counting = new Counting<'here' | 'there'>();
  for await (const entry of readEntries(files, ours)) counting.add(entry, 'here');
  for (const { path } of news) {
    try {
      await readStrictly(files, path, runId);
    } catch (error) {
      // Whoever copies it says what is wrong with it.
      if (error instanceof StrangeLog) return false;
      throw error;
    }
    if (!(await withFile(files, path, (handle) => addLines(handle, counting)))) return false;
  }
  return !counting.places().has('there');
}

/** False where a line cannot be understood here. */
async function addLines(handle: FileHandle, counting: Counting<'here' | 'there'>): Promise<boolean> {
  for await (const lines of readLines(handle, 0)) {
    for (const { decoded } of lines) {
      if (decoded.state === 'newer') return false;
      if (decoded.state === 'ok') counting.add(decoded.entry, 'there');
    }
  }
  return true;
}

async function isPruned(files: StoreFiles, logs: readonly StoredLog[]): Promise<boolean> {
  for await (const { type } of readEntries(files, logs)) if (type === 'run-pruned') return true;
  return false;
}

/** Up to its last whole line. It appears under its name once it is tested and on disk. */
async function copyLog(files: StoreFiles, { name, path }: StoredLog, runId: RunId, to: string): Promise<void> {
  const temporary = temporaryFor(join(to, name));
  try {
    await withFile(files, path, async (source) => {
      const bytes = await wholeBytes(source);
      await fillAndSync(files, temporary, async (copy) => {
        for await (const chunk of boundedLines(readBytes(source, 0, bytes))) await copy.appendFile(chunk);
      });
    });
    await readStrictly(files, temporary, runId);
    await files.rename(temporary, join(to, name));
  } catch (error) {
    await unlinkIfThere(files, temporary);
    if (!(error instanceof StrangeLog)) throw writeError(error, to);
    throw new StoreError('other', `${path} ${error.message}: LLM Bench did not write it. Take it away, then import again.`, {
      cause: error,
    });
  }
}
