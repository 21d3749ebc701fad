import { historyMetrics, type HistoryMetric, type HistoryStep } from '../../src/shared/model/history.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import { firstPage, matrixFilters, type MatrixQuery } from '../../src/shared/model/panelView.ts';
import { panelSections, type PanelSection } from '../../src/shared/protocol/panel.ts';
import { defaultWeights, type Merit, type Weights } from '../../src/shared/weights.ts';
import { columnIds, type ColumnId } from './columns.ts';
import type { Sort } from './sort.ts';

const latencyMetrics = ['latencyMs', 'ttftMs', 'ttfaMs'] as const;
export type LatencyMetric = (typeof latencyMetrics)[number];

/** What the user has set in the panel; outlives a reload. */
export interface Prefs {
  /** `null` until the user chooses: what goes on, then the evidence. */
  readonly tab: PanelSection | null;
  readonly sort: Sort | null;
  /** `null` until the user chooses: the initial ones, as many as have room. */
  readonly columns: readonly ColumnId[] | null;
  readonly latencyMetric: LatencyMetric;
  /** Which cases to show. */
  readonly matrix: MatrixQuery;
  /** The case whose answers are shown; `null`: the first on the page. */
  readonly caseId: string | null;
  /** Which of its repeats, from 1. */
  readonly repeat: number;
  /** `null` until the user chooses: the first that the run has. */
  readonly historyMetric: HistoryMetric | null;
  readonly historyBy: HistoryStep;
  /** Each from 0 to 100. */
  readonly weights: Weights;
}

export const initialPrefs: Prefs = {
  tab: null,
  sort: null,
  columns: null,
  latencyMetric: 'latencyMs',
  matrix: firstPage,
  caseId: null,
  repeat: 1,
  historyMetric: null,
  historyBy: 'run',
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
  const { tab, sort, columns, latencyMetric, matrix, caseId, repeat, historyMetric, historyBy, weights } = record(prefs);
  return {
    runId: typeof runId === 'string' ? (runId as RunId) : null,
    prefs: {
      tab: panelSections.find((known) => known === tab) ?? null,
      sort: readSort(sort),
      columns: Array.isArray(columns) ? columnIds.filter((id) => columns.includes(id)) : initialPrefs.columns,
      latencyMetric: latencyMetrics.find((metric) => metric === latencyMetric) ?? initialPrefs.latencyMetric,
      matrix: readMatrix(matrix),
      caseId: typeof caseId === 'string' ? caseId : null,
      repeat: Number.isSafeInteger(repeat) && Number(repeat) > 0 ? Number(repeat) : 1,
      historyMetric: historyMetrics.find((metric) => metric === historyMetric) ?? null,
      historyBy: historyBy === 'day' ? 'day' : 'run',
      weights: readWeights(weights),
    },
  };
}

function readSort(saved: unknown): Sort | null {
  const { column, direction } = record(saved);
  const found = column === 'model' ? column : columnIds.find((id) => id === column);
  return found && isDirection(direction) ? { column: found, direction } : null;
}

function readMatrix(saved: unknown): MatrixQuery {
  const { filter: wanted, category, search, sort, offset } = record(saved);
  const { by, direction } = record(sort);
  return {
    filter: matrixFilters.find((filter) => filter === wanted) ?? firstPage.filter,
    category: typeof category === 'string' ? category : null,
    search: typeof search === 'string' ? search : '',
    sort: typeof by === 'string' && isDirection(direction) ? { by: by as MatrixQuery['sort']['by'], direction } : firstPage.sort,
    offset: Number.isSafeInteger(offset) && Number(offset) >= 0 ? Number(offset) : 0,
    count: firstPage.count,
  };
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
