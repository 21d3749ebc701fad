import type { RunId } from '../../src/shared/model/ids.ts';
import { defaultWeights, type Merit, type Weights } from '../../src/shared/weights.ts';
import { columnIds, type ColumnId } from './columns.ts';
import { asSent, matrixFilters, type MatrixFilter, type MatrixSort } from './matrix.ts';
import type { Sort } from './sort.ts';

export const latencyMetrics = ['latencyMs', 'ttftMs', 'ttfaMs'] as const;
export type LatencyMetric = (typeof latencyMetrics)[number];

/** What the user has set in the panel; outlives a reload. */
export interface Prefs {
  readonly sort: Sort | null;
  /** `null` until the user chooses: the initial ones, as many as have room. */
  readonly columns: readonly ColumnId[] | null;
  readonly latencyMetric: LatencyMetric;
  readonly matrixFilter: MatrixFilter;
  readonly category: string | null;
  readonly matrixSort: MatrixSort;
  /** Each from 0 to 100. */
  readonly weights: Weights;
}

export const initialPrefs: Prefs = {
  sort: null,
  columns: null,
  latencyMetric: 'latencyMs',
  matrixFilter: 'all',
  category: null,
  matrixSort: asSent,
  weights: defaultWeights,
};

/** What lies in the webview's state; the host reads `runId` from it to restore the panel. */
export interface SavedState {
  readonly runId: RunId | null;
  readonly prefs: Prefs;
}

/** Reads a state that may stem from another version: what does not fit is left at its initial value. */
export function readSavedState(saved: unknown): SavedState {
  const { runId, prefs } = record(saved);
  const { sort, columns, latencyMetric, matrixFilter, category, matrixSort, weights } = record(prefs);
  return {
    runId: typeof runId === 'string' ? (runId as RunId) : null,
    prefs: {
      sort: readSort(sort),
      columns: Array.isArray(columns) ? columnIds.filter((id) => columns.includes(id)) : initialPrefs.columns,
      latencyMetric: latencyMetrics.find((metric) => metric === latencyMetric) ?? initialPrefs.latencyMetric,
      matrixFilter: matrixFilters.find((filter) => filter === matrixFilter) ?? initialPrefs.matrixFilter,
      category: typeof category === 'string' ? category : null,
      matrixSort: readMatrixSort(matrixSort),
      weights: readWeights(weights),
    },
  };
}

function readSort(saved: unknown): Sort | null {
  const { column, direction } = record(saved);
  const found = column === 'model' ? column : columnIds.find((id) => id === column);
  return found && isDirection(direction) ? { column: found, direction } : null;
}

function readMatrixSort(saved: unknown): MatrixSort {
  const { by, direction } = record(saved);
  return typeof by === 'string' && isDirection(direction) ? { by: by as MatrixSort['by'], direction } : asSent;
}

function readWeights(saved: unknown): Weights {
  const found = record(saved);
  const read = (merit: Merit) => {
    const weight = found[merit];
    return typeof weight === 'number' && weight >= 0 && weight <= 100 ? weight : defaultWeights[merit];
  };
  return { quality: read('quality'), cost: read('cost'), speed: read('speed') };
}

function isDirection(value: unknown): value is Sort['direction'] {
  return value === 'ascending' || value === 'descending';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
