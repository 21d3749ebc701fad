import type { Column, ColumnId } from './columns.ts';
import { columnWidth, forms, modelWidth, type Form, type Measure } from './columnWidths.ts';
import type { ComparedCandidate } from './standing.ts';

/** What folds into a row's details where the panel is narrow, the first one first. Columns that are not here stay. */
export const foldingOrder: readonly ColumnId[] = [
  'tokens',
  'costTotal',
  'errors',
  'passRate',
  'decodeSpeed',
  'ttftP50',
  'latencyP95',
  'latencyP50',
];

export interface Room {
  /** In px; 0 before the page is laid out. */
  readonly available: number;
  readonly measure: Measure;
  /** Never folded: it explains the order of the rows. */
  readonly sorted: ColumnId | 'model' | null;
  /** Columns chosen by hand all stay. */
  readonly byHand: boolean;
}

export interface TableFit {
  readonly shown: readonly Column[];
  readonly folded: readonly Column[];
  readonly form: Form;
}

/** Folds what has no room, and takes the roomiest form that holds the rest. Failures keep their column but in the compact form, where they stand below the model's name. */
export function fitTable(columns: readonly Column[], rows: readonly ComparedCandidate[], room: Room): TableFit {
  const { available, measure, sorted, byHand } = room;
  const failing = rows.some(({ candidate }) => candidate.failed > 0);
  const fit = (form: Form) => {
    const keep = new Set([sorted, form !== 'compact' && failing && 'errors']);
    const foldable = byHand ? [] : foldingOrder.filter((id) => !keep.has(id));
    const widths = new Map(columns.map((column) => [column.id, columnWidth(column, rows, measure, form)]));
    const left = available - modelWidth(rows, measure, form);
    const shown = fittingColumns(columns, widths, left, foldable);
    const folded = columns.filter((column) => !shown.includes(column));
    return { shown, folded, form, fits: total(shown, widths) <= left };
  };
  if (available === 0) return { shown: columns, folded: [], form: 'roomy' };
  return forms.map(fit).find(({ fits }) => fits) ?? fit('compact');
}

type Widths = ReadonlyMap<ColumnId, number>;

/** The columns that are left when those of `foldable` go, in its order, until the rest fits into `available` px. */
export function fittingColumns<C extends Pick<Column, 'id'>>(
  columns: readonly C[],
  widths: Widths,
  available: number,
  foldable: readonly ColumnId[] = foldingOrder,
): readonly C[] {
  let shown = columns;
  for (const id of foldable) {
    if (total(shown, widths) <= available) break;
    shown = shown.filter((column) => column.id !== id);
  }
  return shown;
}

function total(columns: readonly Pick<Column, 'id'>[], widths: Widths): number {
  return columns.reduce((sum, { id }) => sum + (widths.get(id) ?? 0), 0);
}
