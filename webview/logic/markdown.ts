import { formatInterval } from '../../src/shared/format.ts';
import type { Column } from './columns.ts';
import type { Footnote } from './footnotes.ts';
import type { ComparedCandidate } from './standing.ts';

/** The comparison in the order on show, as a Markdown table with intervals and reservations. */
export function tableAsMarkdown(
  rows: readonly ComparedCandidate[],
  columns: readonly Column[],
  notes: readonly Footnote[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  const head = line(['Model', ...columns.map(({ title }) => title)]);
  const rule = `| --- |${' ---: |'.repeat(columns.length)}`;
  const body = rows.map((row) => line([row.candidate.label, ...columns.map((column) => cell(column, row))]));
  const reservations = notes.map(({ text, applies }) => `- ${text} ${affected(rows, applies)}`);
  return [head, rule, ...body, ...(reservations.length > 0 ? ['', ...reservations] : [])].join('\n') + '\n';
}

function cell(column: Column, row: ComparedCandidate): string {
  const interval = formatInterval(column.estimate?.(row.candidate) ?? null, column.format ?? String);
  return interval === '' ? column.text(row) : `${column.text(row)} (${interval})`;
}

function affected(rows: readonly ComparedCandidate[], applies: Footnote['applies']): string {
  if (applies.size === rows.length) return '(all models)';
  const names = rows.filter(({ candidate }) => applies.has(candidate.id)).map(({ candidate }) => candidate.label);
  return `(${names.join(', ')})`;
}

export function escapeCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
