import type { RunId } from '../../shared/model/ids.ts';
import { differenceOf } from './derivedDiffers.ts';
import { byRun, findLogs } from './logs.ts';
import type { DataParts } from './parts.ts';
import { readRun } from './readRun.ts';
import type { CheckReport, DataFault } from './spec.ts';

/** Reads every line of every log, and holds what was derived of each run against it. */
export async function check(parts: DataParts): Promise<CheckReport> {
  const faults: DataFault[] = [];
  // What a full disk kept in memory is in no log, and right all the same.
  const isSaved = await parts.store.checkpoint().then(
    () => true,
    () => false,
  );
  await parts.store.reread();
  const listed = new Map((await parts.store.listRuns()).map((item) => [item.run.id, item]));
  const totals = { runs: 0, results: 0, lines: 0, bytes: 0 };
  for (const [runId, logs] of byRun((await findLogs(parts.files, parts.folder)).logs)) {
    const read = await readRun(parts, logs);
    if (read.lines === 0 && read.faults.length === 0) continue;
    totals.runs++;
    totals.results += read.attempts.size;
    totals.lines += read.lines;
    totals.bytes += read.bytes;
    faults.push(...read.faults);
    // Nor can the store read what cannot be read here.
    if (read.isPruned || read.contents === 0 || read.faults.some(({ kind }) => kind === 'unreadable-file')) continue;
    if (!read.hasDetail) {
      // It may stand behind what only a later version can read.
      if (read.faults.some(({ kind }) => kind === 'newer-line')) continue;
      faults.push(noRecord(runId));
      continue;
    }
    // It may have begun since they were listed: then the fresh look tells.
    const difference =
      (await differenceOf(parts.store, runId, listed.get(runId), read, isSaved)) && (await differenceNow(parts, runId, isSaved));
    if (difference !== null) faults.push(await mend(parts, runId, difference, isSaved));
  }
  return { ...totals, faults };
}

/** Has the store make the run's tables anew from the logs. */
async function mend(parts: DataParts, runId: RunId, difference: string, isSaved: boolean): Promise<DataFault> {
  await parts.store.reread([runId]);
  const mended = (await differenceNow(parts, runId, isSaved)) === null;
  return {
    kind: 'derived-differs',
    where: `index/${runId}.sqlite`,
    message: `What is shown of this run is not what its logs say: ${difference}.`,
    advice: mended ? 'It was made anew from the logs.' : 'Close all windows and check again; the logs themselves are whole.',
    mended,
  };
}

async function differenceNow(parts: DataParts, runId: RunId, isSaved: boolean): Promise<string | null> {
  const item = (await parts.store.listRuns()).find(({ run }) => run.id === runId);
  const logs = byRun((await findLogs(parts.files, parts.folder)).logs).get(runId) ?? [];
  return await differenceOf(parts.store, runId, item, await readRun(parts, logs), isSaved);
}

function noRecord(runId: RunId): DataFault {
  return {
    kind: 'no-record',
    where: `runs/${runId}.*`,
    message: 'There are results of a run, but nothing says what was asked: the log with its beginning is gone or damaged.',
    advice: 'Restore a backup that has it. Until then the run is not shown.',
    mended: false,
  };
}
