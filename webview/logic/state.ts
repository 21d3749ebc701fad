import { assertNever } from '../../src/shared/base/assertNever.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { RunProgress } from '../../src/shared/model/run.ts';
import type { ComparisonUpdated, ToPanel } from '../../src/shared/protocol/panel.ts';
import type { Prefs } from './prefs.ts';
import { runningScoring } from './scoring.ts';
import type { PickedCell } from './selection.ts';

export type Page =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing'; readonly message: string }
  | ({ readonly kind: 'run' } & Omit<ComparisonUpdated, 'type'>);

export interface PanelState {
  readonly page: Page;
  readonly progress: RunProgress | null;
  readonly notice: string | null;
  /** The model whose details are open, and which charts and matrix bring forward. */
  readonly highlighted: CandidateId | null;
  /** The first of two answers to compare. */
  readonly picked: PickedCell | null;
  readonly prefs: Prefs;
}

export type Action =
  | ToPanel
  | { readonly type: 'highlight-toggled'; readonly id: CandidateId }
  | { readonly type: 'cell-picked'; readonly picked: PickedCell | null }
  | { readonly type: 'notice-closed' }
  | { readonly type: 'prefs-changed'; readonly prefs: Partial<Prefs> };

export function initialState(prefs: Prefs): PanelState {
  return { page: { kind: 'loading' }, progress: null, notice: null, highlighted: null, picked: null, prefs };
}

export function reduce(state: PanelState, action: Action): PanelState {
  switch (action.type) {
    case 'comparison-updated':
      return withComparison(state, action);
    case 'progress-updated':
      return { ...state, progress: action.progress };
    case 'run-missing':
      return { ...state, page: { kind: 'missing', message: action.message }, progress: null };
    case 'notice-shown':
      return { ...state, notice: action.message };
    case 'notice-closed':
      return { ...state, notice: null };
    case 'highlight-toggled':
      return { ...state, highlighted: state.highlighted === action.id ? null : action.id };
    case 'cell-picked':
      return { ...state, picked: action.picked };
    case 'prefs-changed':
      return { ...state, prefs: { ...state.prefs, ...action.prefs } };
    default:
      return assertNever(action);
  }
}

function withComparison(state: PanelState, { comparison, cases, offers }: ComparisonUpdated): PanelState {
  const page: Page = { kind: 'run', comparison, cases, offers };
  const sameRun = state.page.kind === 'run' && state.page.comparison.runId === comparison.runId;
  if (!sameRun) return { ...state, page, progress: null, highlighted: null, picked: null };
  // What was said of a run that is over would pass for the progress of its next re-scoring.
  const over = comparison.status !== 'running' && runningScoring(comparison.scoring) === null;
  return { ...state, page, progress: over ? null : state.progress };
}

/** The freshest word on how far the run is: progress comes for each call, the comparison a few times a second. */
export function currentProgress({ totals }: Comparison, progress: RunProgress | null): RunProgress {
  if (progress && progress.done >= totals.done) return progress;
  return {
    done: totals.done,
    planned: totals.planned,
    failed: totals.failed,
    inFlight: 0,
    costUsd: totals.costUsd,
    grading: null,
  };
}
