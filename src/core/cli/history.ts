import { basename, resolve } from 'node:path';
import stringWidth from 'string-width';
import { formatCount, formatInstant, formatWithInterval } from '../../shared/format.ts';
import { elsewhereText, historyMetricTexts } from '../../shared/historyText.ts';
import type { Estimate } from '../../shared/model/comparison.ts';
import type { History, HistorySeries, StoredSuite } from '../../shared/model/history.ts';
import type { RunStatus } from '../../shared/model/run.ts';
import type { BenchStore } from '../benchStore.ts';
import {
  cellMarks,
  historyCsv,
  historyMarkdown,
  historyNotes,
  historyRows,
  type HistoryCell,
  type HistoryRow,
} from '../report/historyText.ts';
import { cutToWidth, padTo, plainLine, wrap } from '../report/terminalText.ts';
import { columns } from './columns.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import { noRuns } from './findRun.ts';
import type { HistoryArgs } from './historyArgs.ts';
import type { Output } from './progress.ts';
import type { CliContext } from './run.ts';

/** Longer names are cut: they differ at both ends. */
const widestLabel = 28;
const heights = '▁▂▃▄▅▆▇█';
/** Fewer are no trend: a narrow terminal breaks the line instead. Where there is too little room it is the last ones. */
const leastBars = 8;
const suiteEnding = /\.bench\.(?:yaml|yml|json)$/;

/** A suite's runs over time. */
export async function historyCommand(
  { suite: wanted, metric, by, format }: HistoryArgs,
  store: Pick<BenchStore, 'suites' | 'history' | 'listRuns'>,
  { stdout, cwd }: Pick<CliContext, 'stdout' | 'cwd'>,
): Promise<ExitCode> {
  const suite = findSuite(wanted, await store.suites(), cwd);
  const history = await store.history({ suitePath: suite.path, metric: metric ?? 'quality', by });
  if (history === null) {
    throw new UsageError(`No run of ${plainLine(suite.name)} (${plainLine(suite.path)}) has finished with an answer yet.`);
  }
  switch (format) {
    case 'json':
      stdout.write(`${JSON.stringify(history, null, 2)}\n`);
      break;
    case 'csv':
      stdout.write(historyCsv(history));
      break;
    case 'md':
      stdout.write(historyMarkdown(history));
      break;
    case 'table':
      stdout.write(historyTable(history, await endedEarly(suite, store), stdout));
      if (metric === null) stdout.write(elsewhere(history, stdout));
      break;
  }
  return exitCode.fine;
}

/** By its path, or else its name, or else its file's name without what all suite files end in; letters of any case. */
function findSuite(wanted: string | null, suites: readonly StoredSuite[], cwd: string): StoredSuite {
  if (suites.length === 0) throw new UsageError(noRuns);
  const [only, ...more] = wanted === null ? suites : named(wanted, suites, cwd);
  if (only && more.length === 0) return only;
  const problem = only ? 'There are several suites: name one by its path.' : `No suite "${wanted}" was run here. There are:`;
  const known = (only ? [only, ...more] : suites).map(({ path, name }) => `  ${plainLine(path)}  (${plainLine(name)})`);
  throw new UsageError([problem, ...known].join('\n'));
}

function named(wanted: string, suites: readonly StoredSuite[], cwd: string): readonly StoredSuite[] {
  const fits: readonly ((suite: StoredSuite) => boolean)[] = [
    ({ path }) => resolve(cwd, path) === resolve(cwd, wanted),
    ({ name }) => name === wanted,
    ({ path, name }) => [name, basename(path).replace(suiteEnding, '')].some((one) => one.toLowerCase() === wanted.toLowerCase()),
  ];
  return fits.map((fit) => suites.filter(fit)).find((found) => found.length > 0) ?? [];
}

const endedEarlyStatus: ReadonlySet<RunStatus> = new Set(['cancelled', 'failed', 'interrupted']);

/** They are not in the history, which nobody would guess. */
async function endedEarly({ path }: StoredSuite, store: Pick<BenchStore, 'listRuns'>): Promise<number> {
  const items = await store.listRuns({ suitePath: path });
  return items.filter(({ run }) => endedEarlyStatus.has(run.status)).length;
}

function endedEarlyText(runs: number): readonly string[] {
  if (runs === 0) return [];
  const left = runs === 1 ? '1 run that ended early is' : `${formatCount(runs)} runs that ended early are`;
  return [`${left} left out. To complete one: llm-bench resume <run>`];
}

function historyTable(history: History, unfinished: number, output: Pick<Output, 'isTTY' | 'columns'>): string {
  const rows = historyRows(history);
  const { title } = historyMetricTexts[history.query.metric];
  if (rows.length === 0) return `${title}: not measured in any run of ${plainLine(history.suiteName)}.\n`;
  const notes = [...historyNotes(history), ...endedEarlyText(unfinished)];
  const blocks = [
    `${plainLine(history.suiteName)}: ${title}\n`,
    columns(tableRows(history, rows), output),
    ...(rows.length < 2 ? [] : [trends(history, rows, output)]),
    notes
      .flatMap((note) => wrap(plainLine(note), output.columns))
      .map((line) => `${line}\n`)
      .join(''),
  ];
  return blocks.join('\n');
}

function elsewhere({ elsewhere }: History, { columns: room }: Pick<Output, 'columns'>): string {
  if (elsewhere.length === 0) return '';
  const lines = elsewhere.flatMap((change) => {
    return wrap(plainLine(`${elsewhereText(change)}: --metric ${change.metric}`), room);
  });
  return `\nIn other figures:\n${lines.map((line) => `${line}\n`).join('')}`;
}

function tableRows({ query, series }: History, rows: readonly HistoryRow[]): string[][] {
  const { format, range } = historyMetricTexts[query.metric];
  const text = (cell: HistoryCell | null): string => {
    if (cell === null) return '–';
    const { value } = cell.point;
    return [formatWithInterval(value, format, range?.[1]), cellMarks(cell)].filter(Boolean).join(' ');
  };
  const byDay = query.by === 'day';
  return [
    [...(byDay ? ['day (UTC)', 'runs'] : ['run', 'started']), ...series.map(labelOf)],
    ...rows.map(({ at, runs, cells }) => [
      ...(byDay ? [at, String(runs.length)] : [String(runs[0]).slice(0, 8), formatInstant(at)]),
      ...cells.map(text),
    ]),
  ];
}

function labelOf({ label }: HistorySeries): string {
  return cutToWidth(plainLine(label), widestLabel);
}

/** A line for each candidate, from the least to the greatest end of its intervals: what they leave open looks flat. */
function trends({ series, query }: History, rows: readonly HistoryRow[], { columns: room }: Pick<Output, 'columns'>): string {
  const { format } = historyMetricTexts[query.metric];
  const lines = series.flatMap((one, i) => {
    const values = rows.map(({ cells }) => cells[i]?.point.value ?? null);
    const measured = values.filter((value) => value !== null);
    const [first, last] = [measured[0], measured.at(-1)];
    if (!first || !last) return [];
    return [{ label: labelOf(one), bars: barsOf(values, measured), span: `${format(first.value)} → ${format(last.value)}` }];
  });
  const labelWidth = Math.max(...lines.map(({ label }) => stringWidth(label)));
  const left = room - labelWidth - Math.max(...lines.map(({ span }) => stringWidth(span))) - 4;
  const last = -Math.max(leastBars, left);
  return lines.map(({ label, bars, span }) => `${padTo(label, labelWidth)}  ${bars.slice(last)}  ${span}\n`).join('');
}

function barsOf(values: readonly (Estimate | null)[], measured: readonly Estimate[]): string {
  const least = measured.reduce((low, one) => Math.min(low, one.low ?? one.value), Infinity);
  const most = measured.reduce((high, one) => Math.max(high, one.high ?? one.value), -Infinity);
  const bar = ({ value }: Estimate) => (most > least ? (value - least) / (most - least) : 0.5) * (heights.length - 1);
  return values.map((value) => (value === null ? ' ' : heights.charAt(Math.round(bar(value))))).join('');
}
