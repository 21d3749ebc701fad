import type { Colors } from 'picocolors/types.js';
import stringWidth from 'string-width';
import { markWords } from '../../shared/comparisonText.ts';
import { formatQuality, formatWithInterval } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import { type Column, type ColumnId, columns } from './columns.ts';
import { footnotes } from './footnotes.ts';
import { markedCandidate, ranked } from './ranking.ts';
import { summaryLine } from './summaryLine.ts';
import { tableBlocks } from './tableBlocks.ts';
import { cutToWidth, padTo, plainLine, wrap } from './terminalText.ts';

export type TableColors = Pick<Colors, 'bold' | 'dim' | 'green' | 'red'>;

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width?: number;
  /** Plain text without. */
  readonly colors?: TableColors;
}

const plain: TableColors = { bold: String, dim: String, green: String, red: String };
const gap = 2;
/** Names are what a table is read by: a column goes before they are cut to less than this. */
const readableLabel = 18;
/** Given up in this order where the terminal is too narrow; quality, p50 and cost stay. */
const expendable: readonly ColumnId[] = ['speed', 'passRate', 'tokens', 'p95', 'ttft', 'errors'];

/** The comparison for a terminal: what to choose, the table, what to know about it. Ends with a line feed. */
export function renderTable(comparison: Comparison, { width = 100, colors = plain }: TableOptions = {}): string {
  const { run, recommendation } = comparison;
  const wrapped = (text: string, indent = ''): string[] => wrap(plainLine(text), width, indent);
  const head = [
    colors.bold(plainLine(run.name)),
    ...wrapped(summaryLine(comparison)).map(colors.dim),
    '',
    ...wrapped(recommendation.headline).map((line) => colors.bold(line)),
    ...recommendation.details.flatMap((detail) => wrapped(detail)),
  ];
  const body = comparison.candidates.length === 0 ? ['There is nothing to compare.'] : tableLines(comparison, width, colors);
  const notes = footnotes(comparison).flatMap((note) => wrapped(`· ${note}`, '  ').map(colors.dim));
  const further = tableBlocks(comparison, width).flatMap(([title, ...lines]) => ['', colors.bold(title), ...lines]);
  return `${[...head, '', ...body, ...further, '', ...notes].join('\n').trimEnd()}\n`;
}

/** What the arrow says. */
function legend({ recommendation: { marked } }: Comparison): readonly string[] {
  return marked === null ? [] : [`→ ${markWords[marked.as]}`];
}

interface Row {
  readonly label: string;
  readonly chosen: boolean;
  readonly failed: boolean;
  readonly cells: readonly string[];
}

function tableLines(comparison: Comparison, width: number, colors: TableColors): readonly string[] {
  const candidates = ranked(comparison.candidates);
  const chosen = markedCandidate(comparison);
  const shown = fittingColumns(candidates, width);
  if (shown === null) return [...blocks(candidates, chosen, width, colors), ...legend(comparison).map(colors.dim)];
  const rows = candidates.map((candidate) => toRow(candidate, shown, chosen));
  const cellWidths = shown.map((column, index) => widest([column.head, ...rows.map(({ cells }) => cells[index] ?? '')]));
  const labelWidth = Math.min(widest(['Model', ...rows.map(({ label }) => label)]), width - 2 - sumWithGaps(cellWidths));
  const line = (label: string, cells: readonly string[]): string =>
    [
      padTo(cutToWidth(label, labelWidth), labelWidth),
      ...cells.map((cell, index) => padTo(cell, cellWidths[index] ?? 0, 'start')),
    ].join(' '.repeat(gap));
  const left = columns.filter((column) => !shown.includes(column)).map(({ head }) => head);
  const note =
    left.length === 0
      ? []
      : ['', ...wrap(`A wider terminal also shows ${left.join(', ')}.`, width - 2).map((text) => colors.dim(`  ${text}`))];
  return [
    colors.dim(
      `  ${line(
        'Model',
        shown.map(({ head }) => head),
      )}`,
    ),
    ...rows.map((row) => paint(`${row.chosen ? '→ ' : '  '}${line(row.label, row.cells)}`, row, colors)),
    ...legend(comparison).map(colors.dim),
    ...note,
  ];
}

function toRow(candidate: CandidateSummary, shown: readonly Column[], chosen: string | null): Row {
  return {
    label: plainLine(candidate.label),
    chosen: candidate.id === chosen,
    failed: candidate.ok === 0 && candidate.failed > 0,
    cells: shown.map((column) => cellText(column, candidate)),
  };
}

/** There is room for one interval. */
function cellText({ id, text }: Column, candidate: CandidateSummary): string {
  return id === 'quality' && candidate.quality ? formatWithInterval(candidate.quality, formatQuality, 1) : text(candidate);
}

function paint(line: string, row: Row, colors: TableColors): string {
  if (row.failed) return colors.red(line);
  return row.chosen ? colors.green(line) : line;
}

/** The columns that fit beside a readable label; `null` where not even the last three do. */
function fittingColumns(candidates: readonly CandidateSummary[], width: number): readonly Column[] | null {
  let shown = columns;
  const label = Math.min(readableLabel, widest(['Model', ...candidates.map((candidate) => plainLine(candidate.label))]));
  const needed = (): number =>
    2 +
    label +
    sumWithGaps(shown.map((column) => widest([column.head, ...candidates.map((candidate) => cellText(column, candidate))])));
  for (const id of expendable) {
    if (needed() <= width) return shown;
    shown = shown.filter((column) => column.id !== id);
  }
  return needed() <= width ? shown : null;
}

function sumWithGaps(widths: readonly number[]): number {
  return widths.reduce((sum, cell) => sum + gap + cell, 0);
}

/** A model at a time, a figure a line: for very narrow terminals. */
function blocks(
  candidates: readonly CandidateSummary[],
  chosen: string | null,
  width: number,
  colors: TableColors,
): readonly string[] {
  const headWidth = widest(columns.map(({ head }) => head));
  return candidates.flatMap((candidate) => {
    const label = `${candidate.id === chosen ? '→ ' : ''}${plainLine(candidate.label)}`;
    const figures = columns.map((column) => `  ${padTo(column.head, headWidth)}  ${cellText(column, candidate)}`);
    return [colors.bold(cutToWidth(label, width)), ...figures];
  });
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}
