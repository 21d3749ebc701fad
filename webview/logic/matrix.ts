import { formatMs, formatQuality } from '../../src/shared/format.ts';
import type { MatrixCell, MatrixRow } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { compareNullable, type Direction } from './sort.ts';
import { errorTitles } from '../../src/shared/errorTitles.ts';

export const matrixFilters = ['all', 'differing', 'failing'] as const;
export type MatrixFilter = (typeof matrixFilters)[number];

/** By `as-sent`: most different first, as the host ranks them. */
export interface MatrixSort {
  readonly by: 'as-sent' | 'case' | CandidateId;
  readonly direction: Direction;
}
export const asSent: MatrixSort = { by: 'as-sent', direction: 'ascending' };

/** Below this an answer counts as wrong rather than as imperfect. */
const wrongBelow = 0.5;

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
  if (quality >= wrongBelow) return 2;
  return quality >= 0.25 ? 1 : 0;
}

/** Latencies always differ, so that only score and kind of failure count. */
const outcome = (cell: MatrixCell) => (cellState(cell) === 'answered' ? 'answered' : cellText(cell));
const differing = ({ cells }: MatrixRow) => new Set(cells.filter((cell) => cellState(cell) !== 'pending').map(outcome)).size > 1;
const failing = ({ cells }: MatrixRow) =>
  cells.some(({ failed, quality }) => failed > 0 || (quality !== null && quality < wrongBelow));

export function filterMatrix(rows: readonly MatrixRow[], filter: MatrixFilter, category: string | null): readonly MatrixRow[] {
  const wanted = category === null ? rows : rows.filter((row) => row.category === category);
  if (filter === 'all') return wanted;
  return wanted.filter(filter === 'differing' ? differing : failing);
}

export function sortMatrix(rows: readonly MatrixRow[], { by, direction }: MatrixSort): readonly MatrixRow[] {
  if (by === 'as-sent') return rows;
  if (by === 'case') {
    const sign = direction === 'ascending' ? 1 : -1;
    return rows.toSorted((a, b) => sign * a.name.localeCompare(b.name, 'en', { numeric: true }));
  }
  const quality = ({ cells }: MatrixRow) => cells.find(({ candidateId }) => candidateId === by)?.quality ?? null;
  return rows.toSorted((a, b) => compareNullable(quality(a), quality(b), direction));
}

export function nextMatrixSort(current: MatrixSort, by: Exclude<MatrixSort['by'], 'as-sent'>): MatrixSort {
  if (current.by !== by) return { by, direction: 'ascending' };
  return current.direction === 'ascending' ? { by, direction: 'descending' } : asSent;
}

export function categoriesOf(rows: readonly MatrixRow[]): string[] {
  return [...new Set(rows.map(({ category }) => category).filter((category) => category !== null))].sort();
}
