import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RunId } from '../../shared/model/ids.ts';
import { syncFolder } from '../store/files.ts';
import type { StoreFiles } from '../store/files.ts';
import { encodeLine } from '../store/logLine.ts';
import { readLines } from '../store/logReader.ts';
import { closing } from '../store/runLog.ts';
import { thisWriter } from '../store/writer.ts';
import { removeLeftovers } from './leftovers.ts';
import { byRun, findLogs, inOrderOfOpening, mayGrow, readBytes, wholeBytes, withFile } from './logs.ts';
import type { StoredLog } from './logs.ts';
import { logsPath } from './parts.ts';
import type { DataParts } from './parts.ts';
import { size } from './size.ts';
import type { CompactReport } from './spec.ts';
import { Counting } from './superseded.ts';
import { exists, fillAndSync, temporaryFor, unlinkIfThere } from './wholeFile.ts';

/**
 * Gives each ended run one log with the lines that still say something, byte for byte and in their order. The new log is on
 * disk before the old ones go; a kill in between leaves both, which say the same.
 */
export async function compact(parts: DataParts): Promise<CompactReport> {
  const { store, files, folder } = parts;
  await store.checkpoint();
  const before = await size(parts);
  const running = new Set((await store.listRuns()).filter(({ run }) => run.status === 'running').map(({ run }) => run.id));
  for (const [runId, logs] of byRun((await findLogs(files, folder)).logs)) {
    if (!running.has(runId)) await compactRun(parts, runId, logs);
  }
  await removeLeftovers(parts);
  await store.reread();
  await store.checkpoint();
  return { before, after: await size(parts) };
}

/** A piece of a log. */
interface Stretch {
  readonly log: StoredLog;
  readonly from: number;
  readonly to: number;
}

interface Survey {
  /** What is to be kept, in order. */
  readonly kept: readonly Stretch[];
  readonly keptLines: number;
  /** Whether anything else is in there. */
  readonly leavesOut: boolean;
  /** Bytes of each log, to see that none grew meanwhile. */
  readonly bytes: ReadonlyMap<string, number>;
}

async function compactRun({ files, folder, clock }: DataParts, runId: RunId, logs: readonly StoredLog[]): Promise<void> {
  // What cannot be read now, or is being compacted in another window, is left to the next time.
  const survey = await surveyIfOver(files, logs, clock.date()).catch(() => null);
  if (survey === null || (logs.length === 1 && !survey.leavesOut && survey.keptLines > 0)) return;
  const target = survey.keptLines === 0 ? null : join(logsPath(folder), `${runId}.${randomUUID()}.1.jsonl`);
  if (target !== null && !(await writeKept({ files, folder, clock }, target, runId, logs, survey))) return;
  for (const { path } of logs) {
    // Another window may have restored a backup since, which takes the new log away and needs the old ones.
    if (target !== null && !(await exists(files, target))) return;
    await unlinkIfThere(files, path);
  }
}

/** False where it is better to leave all as it is. */
async function writeKept(
  { files, folder, clock }: Pick<DataParts, 'files' | 'folder' | 'clock'>,
  target: string,
  runId: RunId,
  logs: readonly StoredLog[],
  survey: Survey,
): Promise<boolean> {
  const temporary = temporaryFor(target);
  const header = encodeLine({ type: 'log-opened', runId, writer: thisWriter(clock.date()) });
  try {
    await fillAndSync(files, temporary, async (handle) => {
      await handle.appendFile(header);
      for (const { log, from, to } of survey.kept) {
        await withFile(files, log.path, async (source) => {
          for await (const chunk of readBytes(source, from, to)) await handle.appendFile(chunk);
        });
      }
      await handle.appendFile(encodeLine(closing));
    });
    const whole = (await linesIn(files, temporary)) === survey.keptLines + 2;
    if (!whole || (await haveChanged(files, logs, survey))) return false;
    await files.rename(temporary, target);
  } catch (error) {
    // Another process has deleted, pruned or compacted the run meanwhile.
    if (await haveChanged(files, logs, survey)) return false;
    throw error;
  } finally {
    await unlinkIfThere(files, temporary);
  }
  await syncFolder(files, logsPath(folder));
  return true;
}

async function surveyIfOver(files: StoreFiles, logs: readonly StoredLog[], now: Date): Promise<Survey | null> {
  for (const { path } of logs) if (await mayGrow(files, path, now)) return null;
  return await surveyRun(files, await inOrderOfOpening(files, logs));
}

/** `null` where the logs are better left as they are: a damaged line may yet be mended by somebody, a newer one has rules unknown here. */
async function surveyRun(files: StoreFiles, logs: readonly StoredLog[]): Promise<Survey | null> {
  const counting = new Counting<Stretch>();
  const lines: Stretch[] = [];
  const bytes = new Map<string, number>();
  let leavesOut = false;
  for (const log of logs) {
    const readable = await withFile(files, log.path, async (handle) => {
      const { size: all } = await handle.stat();
      bytes.set(log.name, all);
      leavesOut ||= (await wholeBytes(handle)) < all;
      for await (const chunk of readLines(handle, 0)) {
        for (const { decoded, offset, length } of chunk) {
          if (decoded.state !== 'ok' || decoded.entry.type === 'run-pruned') return false;
          if (decoded.entry.type === 'log-opened' || decoded.entry.type === 'log-closed') continue;
          const line = { log, from: offset, to: offset + length + 1 };
          lines.push(line);
          counting.add(decoded.entry, line);
        }
      }
      return true;
    });
    if (!readable) return null;
  }
  const counted = counting.places();
  const kept = lines.filter((line) => counted.has(line));
  return { kept: joined(kept), keptLines: kept.length, leavesOut: leavesOut || kept.length < lines.length, bytes };
}

/** Neighbouring lines as one stretch. */
function joined(lines: readonly Stretch[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const line of lines) {
    const last = stretches.at(-1);
    if (last && last.log === line.log && last.to === line.from) stretches[stretches.length - 1] = { ...last, to: line.to };
    else stretches.push(line);
  }
  return stretches;
}

/** -1 where a line is not readable. */
async function linesIn(files: StoreFiles, path: string): Promise<number> {
  return await withFile(files, path, async (handle) => {
    let count = 0;
    for await (const lines of readLines(handle, 0)) {
      if (lines.some(({ decoded }) => decoded.state !== 'ok')) return -1;
      count += lines.length;
    }
    return count;
  });
}

async function haveChanged(files: StoreFiles, logs: readonly StoredLog[], { bytes }: Survey): Promise<boolean> {
  for (const { name, path } of logs) {
    const now = await files.stat(path).catch(() => null);
    if (now?.size !== bytes.get(name)) return true;
  }
  return false;
}
