import { formatMs, formatQuality, formatUsd } from '../../../shared/format.ts';
import type { Comparison, MatrixCell, MatrixRow } from '../../../shared/model/comparison.ts';
import { element, escapeMarkup } from '../markup.ts';
import { scrollingTable } from './table.ts';

/** More columns than this have their names upright. */
const fewColumns = 8;

/** Case × model: quality in words and colour, a failure by its kind. Cells lead to the answers that the report holds. */
export function matrixTable({ candidates, matrix }: Comparison, answered: ReadonlySet<string>): string {
  const labels = new Map(candidates.map(({ id, label }) => [id, label]));
  const head = [
    element('th', { scope: 'col' }, 'Case'),
    ...candidates.map(({ label }) => element('th', { scope: 'col' }, escapeMarkup(label))),
  ];
  const rows = matrix.map((row, index) => {
    const anchor = answered.has(row.caseId) ? caseAnchor(index) : null;
    return element(
      'tr',
      {},
      rowHead(row, anchor),
      ...row.cells.map((cell) => cellMarkup(cell, `${row.name}, ${labels.get(cell.candidateId) ?? ''}`)),
    );
  });
  const table = scrollingTable({ label: 'Case by case', className: candidates.length > fewColumns ? 'many' : 'few' }, head, rows);
  return element('div', { class: 'matrix' }, table);
}

export function caseAnchor(index: number): string {
  return `case-${index + 1}`;
}

function rowHead({ name, category }: MatrixRow, anchor: string | null): string {
  const title = category === null ? name : `${name} (${category})`;
  const content = anchor === null ? escapeMarkup(name) : element('a', { href: `#${anchor}` }, escapeMarkup(name));
  return element('th', { scope: 'row', title }, content);
}

function cellMarkup(cell: MatrixCell, place: string): string {
  const title = `${place}: ${[
    `quality ${formatQuality(cell.quality)}`,
    `latency ${formatMs(cell.latencyMs)}`,
    `cost ${formatUsd(cell.costUsd)}`,
    ...(cell.failed > 0 ? [`${cell.failed} failed`] : []),
  ].join(', ')}`;
  if (cell.ok + cell.failed === 0) return element('td', { class: 'muted', title: `${place}: not run` }, '–');
  if (cell.ok === 0) return element('td', { class: 'fail', title }, `✕ ${escapeMarkup(cell.errorKind ?? 'failed')}`);
  const partly = cell.failed > 0 ? element('small', { class: 'bad' }, `${cell.failed} failed`) : '';
  return element('td', { class: qualityClass(cell.quality), title }, escapeMarkup(formatQuality(cell.quality)), partly);
}

function qualityClass(quality: number | null): string | null {
  return quality === null ? null : `q${Math.min(4, Math.floor(quality * 5))}`;
}
