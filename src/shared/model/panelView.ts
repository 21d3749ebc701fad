import type { Comparison, MatrixRow } from './comparison.ts';
import type { CandidateId, RunId, ScoringId } from './ids.ts';

export const matrixFilters = ['all', 'differing', 'failing'] as const;
export type MatrixFilter = (typeof matrixFilters)[number];

/** By `as-sent`: most different first. */
export interface MatrixSort {
  readonly by: 'as-sent' | 'case' | CandidateId;
  readonly direction: 'ascending' | 'descending';
}

/** Which cases to show, and which page of them. */
export interface MatrixQuery {
  readonly filter: MatrixFilter;
  readonly category: string | null;
  /** In a case's name or question, whatever the case of letters; empty: all. */
  readonly search: string;
  readonly sort: MatrixSort;
  readonly offset: number;
  readonly count: number;
}

export const firstPage: MatrixQuery = {
  filter: 'all',
  category: null,
  search: '',
  sort: { by: 'as-sent', direction: 'ascending' },
  offset: 0,
  count: 100,
};

export interface MatrixPage {
  /** As it was answered: an offset beyond the end is brought back to the last page. */
  readonly query: MatrixQuery;
  readonly rows: readonly MatrixRow[];
  /** Cases that fit the query, and all of the suite. */
  readonly fitting: number;
  readonly total: number;
  /** Of all cases, sorted. */
  readonly categories: readonly string[];
  /** What each row's case asks, as sent under the first prompt variant. */
  readonly questions: Readonly<Record<string, string>>;
}

/** What a comparison panel shows of a run; bounded in size however many attempts and cases there are. */
export interface PanelView {
  /** Its `matrix` is empty: the page has the rows. */
  readonly comparison: Comparison;
  readonly matrix: MatrixPage;
}

export interface PanelViewRequest {
  readonly runId: RunId;
  /** Absent: the scoring in force. `null`: the scores that the answers were stored with. */
  readonly scoringId?: ScoringId | null;
  readonly matrix: MatrixQuery;
  /** Mark of the view that the asker holds; `null`: none. */
  readonly have: string | null;
}
