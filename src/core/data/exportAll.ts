import type { FileHandle } from 'node:fs/promises';
import { csvCell } from '../csvCell.ts';
import { exportSqlite } from './exportSqlite.ts';
import type { DataParts } from './parts.ts';
import { resultColumns, resultRows } from './resultColumns.ts';
import type { ExportReport, WholeFormat } from './spec.ts';
import { TextFile } from './textFile.ts';
import { writeWhole } from './wholeFile.ts';
import { wholeRuns } from './wholeRuns.ts';
import type { WholeEntry } from './wholeRuns.ts';

/** Runs and calls that an export holds. */
export interface ExportCounts {
  runs: number;
  results: number;
}

export async function exportAll(parts: DataParts, path: string, format: WholeFormat): Promise<ExportReport> {
  const counts: ExportCounts = { runs: 0, results: 0 };
  const write = { jsonl: writeJsonl, csv: writeCsv, sqlite: exportSqlite }[format];
  const bytes = await writeWhole(parts.files, path, (handle) => write(parts, handle, counts));
  return { path, ...counts, bytes };
}

async function writeJsonl(parts: DataParts, handle: FileHandle, counts: ExportCounts): Promise<void> {
  const file = new TextFile(handle);
  for await (const entry of wholeRuns(parts)) {
    counts.runs++;
    for await (const line of linesOf(entry)) {
      if (line.type === 'result') counts.results++;
      await file.write(`${JSON.stringify(line)}\n`);
    }
  }
  await file.flush();
}

interface Line {
  /** What else it holds. */
  readonly type: 'run' | 'scoring' | 'result' | 'grade' | 'rating' | 'pruned-run';
  readonly [key: string]: unknown;
}

async function* linesOf(entry: WholeEntry): AsyncGenerator<Line> {
  if (entry.kind === 'pruned') {
    const { run, figures } = entry.figures;
    // A stamp says when figures have to be made anew, which these never are.
    yield { type: 'pruned-run', run, version: figures?.version ?? null, candidates: figures?.candidates ?? [] };
    return;
  }
  const { run, detail, scorings, ratings } = entry.run;
  yield { type: 'run', run, detail };
  for (const { scoring, detail: judgedBy } of scorings) yield { type: 'scoring', scoring, detail: judgedBy };
  for await (const { record, body } of entry.run.attempts()) yield { type: 'result', ...record, ...body };
  for await (const { record, calls } of entry.run.grades()) yield { type: 'grade', ...record, judgeCalls: calls };
  for (const rating of ratings) yield { type: 'rating', ...rating };
}

async function writeCsv(parts: DataParts, handle: FileHandle, counts: ExportCounts): Promise<void> {
  const file = new TextFile(handle);
  const row = (cells: readonly string[]) => file.write(`${cells.join(',')}\r\n`);
  await row(resultColumns.map(([name]) => name));
  for await (const entry of wholeRuns(parts)) {
    if (entry.kind === 'pruned') continue;
    counts.runs++;
    for await (const result of resultRows(entry.run)) {
      counts.results++;
      await row(resultColumns.map(([, cell]) => csvCell(cell(result))));
    }
  }
  await file.flush();
}
