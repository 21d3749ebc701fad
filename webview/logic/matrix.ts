import { formatCount, formatMs, formatPlural, formatQuality } from '../../src/shared/format.ts';
import type { MatrixCell } from '../../src/shared/model/comparison.ts';
import { firstPage, type MatrixPage, type MatrixQuery, type MatrixSort } from '../../src/shared/model/panelView.ts';
import { errorTitles } from '../../src/shared/errorTitles.ts';

export type CellState = 'pending' | 'failed' | 'answered' | 'scored';

export function cellState({ ok, failed, quality }: MatrixCell): CellState {
  if (quality !== null) return 'scored';
  if (ok > 0) return 'answered';
  return failed > 0 ? 'failed' : 'pending';
}

/** Quality where it is measured; else what there is to say: the latency, what failed. */
export function cellText(cell: MatrixCell): string {
  switch (cellState(cell)) {
    case 'scored':
      return formatQuality(cell.quality);
    case 'answered':
      return cell.latencyMs === null ? 'answered' : formatMs(cell.latencyMs);
    case 'failed':
      return cell.errorKind === null ? 'failed' : errorTitles[cell.errorKind];
    case 'pending':
      return '–';
  }
}

/** Shade of a scored cell in five steps, 4 for a perfect one; `null` for the others. */
export function cellShade({ quality }: MatrixCell): 0 | 1 | 2 | 3 | 4 | null {
  if (quality === null) return null;
  if (quality >= 0.995) return 4;
  if (quality >= 0.75) return 3;
  if (quality >= 0.5) return 2;
  return quality >= 0.25 ? 1 : 0;
}

export function nextMatrixSort(current: MatrixSort, by: Exclude<MatrixSort['by'], 'as-sent'>): MatrixSort {
  if (current.by !== by) return { by, direction: 'ascending' };
  return current.direction === 'ascending' ? { by, direction: 'descending' } : firstPage.sort;
}

/** What leads to the pages beside the one on show; `null` where there is none. */
export interface Paging {
  readonly before: MatrixQuery | null;
  readonly after: MatrixQuery | null;
}

/** @param wanted what the user asked for last, which the page may not be of yet */
export function pagingOf({ query: { offset, count }, fitting }: MatrixPage, wanted: MatrixQuery): Paging {
  return {
    before: offset > 0 ? { ...wanted, offset: Math.max(0, offset - count) } : null,
    after: offset + count < fitting ? { ...wanted, offset: offset + count } : null,
  };
}

/** `Cases 1–100 of 2,314`, `Cases 1–12 of the 12 that fit, of 2,314 in all`, `None of 2,314 cases fits.` */
export function pageText({ query: { offset }, rows, fitting, total }: MatrixPage): string {
  if (fitting === 0) return `None of ${formatPlural(total, 'case')} fits.`;
  const shown =
    rows.length === 1
      ? `Case ${formatCount(offset + 1)}`
      : `Cases ${formatCount(offset + 1)}–${formatCount(offset + rows.length)}`;
  if (fitting === total) return `${shown} of ${formatCount(total)}`;
  return `${shown} of the ${formatCount(fitting)} that ${fitting === 1 ? 'fits' : 'fit'}, of ${formatCount(total)} in all`;
}

/** Nothing is left out by it. */
export function isUnfiltered({ filter, category, search }: MatrixQuery): boolean {
  return filter === 'all' && category === null && search === '';
}
