import stringWidth from 'string-width';
import { formatMs, formatPercent, formatQuality, formatUsd, formatWithInterval } from '../../shared/format.ts';
import type { ModelInRun, RunsComparison, SuitesTable } from '../../shared/model/runsComparison.ts';
import { changeText, runRows, suiteRows } from '../report/several/text.ts';
import { cutToWidth, plainLine, wrap } from '../report/terminalText.ts';
import { columns } from './columns.ts';
import type { Output } from './progress.ts';

/** Several runs on a terminal: a table where it has the room, else what matters most of it, with the rest in lines below. */

export type Room = Pick<Output, 'isTTY' | 'columns'>;

const indent = '  ';
const narrowTitles = [`${indent}Run`, 'Quality', 'Cost / sample', 'p50', 'Pass', 'p95', 'Cases'];

/** A row for each model in each run, and what changed. Runs go by their ids, which are listed with all there is to them. */
export function runsText(comparison: RunsComparison, room: Room): string {
  const { runs, models, reference } = comparison;
  const ids = new Map(runs.map(({ id }) => [id, id.slice(0, 8)]));
  const table = fittingTable(runRows(comparison, ids), room);
  if (table !== null) return table;
  const figures = models.flatMap((model) => model.runs.map((one) => [indent + (ids.get(one.runId) ?? ''), ...narrowCells(one)]));
  const [head = '', ...rows] = columns([narrowTitles, ...figures], room)
    .trimEnd()
    .split('\n');
  const lines = models.flatMap(({ label, runs: own }) => [
    cutToWidth(plainLine(label), room.columns),
    ...own.flatMap((one) => [rows.shift() ?? '', ...indented(changeText(one, reference), room)]),
  ]);
  return asText([head, ...lines, ...rows]);
}

function narrowCells({ quality, costPerSample, latencyP50, passRate, latencyP95, cases }: ModelInRun): string[] {
  return [
    quality ? formatWithInterval(quality, formatQuality, 1) : formatQuality(null),
    formatUsd(costPerSample?.value ?? null),
    formatMs(latencyP50?.value ?? null),
    formatPercent(passRate?.value ?? null),
    formatMs(latencyP95?.value ?? null),
    String(cases),
  ];
}

/** Each model over all suites; empty where none is common to them. */
export function suitesText(suites: SuitesTable, room: Room): string {
  const rows = suiteRows(suites);
  const table = fittingTable(rows, room);
  if (table !== null) return table;
  const [head = [], ...models] = rows;
  return asText(
    models.flatMap(([label = '', ...cells]) => [
      cutToWidth(plainLine(label), room.columns),
      ...cells.flatMap((cell, i) => indented(`${head[i + 1]}: ${cell}`, room)),
    ]),
  );
}

/** `null` where a terminal is too narrow for all of it. */
function fittingTable(rows: readonly (readonly string[])[], { isTTY, columns: width }: Room): string | null {
  if (rows.length === 0) return '';
  const table = columns(
    rows.map((cells) => cells.map(plainLine)),
    { isTTY: false, columns: width },
  );
  return isTTY && table.split('\n').some((line) => stringWidth(line) > width) ? null : table;
}

function indented(text: string, { columns: width }: Room): string[] {
  return wrap(plainLine(text), width - 2 * indent.length, indent).map((line) => indent + indent + line);
}

function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
