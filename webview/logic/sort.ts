import type { Column, ColumnId } from './columns.ts';
import type { ComparedCandidate } from './standing.ts';

export type Direction = 'ascending' | 'descending';
export interface Sort {
  readonly column: ColumnId | 'model';
  readonly direction: Direction;
}

/** A first click puts the good end on top, a second turns it round, a third returns to the run's own order. */
export function nextSort(current: Sort | null, column: Sort['column'], good: Column['good'] = 'low'): Sort | null {
  const first: Direction = good === 'high' ? 'descending' : 'ascending';
  if (current?.column !== column) return { column, direction: first };
  return current.direction === first ? { column, direction: opposite(first) } : null;
}

function opposite(direction: Direction): Direction {
  return direction === 'ascending' ? 'descending' : 'ascending';
}

/** Unknown figures come last whichever way the rest is turned. */
export function compareNullable(a: number | null, b: number | null, direction: Direction): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return direction === 'ascending' ? a - b : b - a;
}

export function sortCandidates(
  rows: readonly ComparedCandidate[],
  sort: Sort | null,
  columns: readonly Column[],
): readonly ComparedCandidate[] {
  if (sort === null) return rows;
  if (sort.column === 'model') {
    const sign = sort.direction === 'ascending' ? 1 : -1;
    return rows.toSorted((a, b) => sign * a.candidate.label.localeCompare(b.candidate.label, 'en', { numeric: true }));
  }
  const column = columns.find(({ id }) => id === sort.column);
  if (!column) return rows;
  return rows.toSorted((a, b) => compareNullable(column.value(a), column.value(b), sort.direction));
}
