import { assertNever } from '../../src/shared/base/assertNever.ts';
import { afterChange, type Held } from '../../src/shared/held.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { AttemptId, CandidateId } from '../../src/shared/model/ids.ts';
import type { LiveView } from '../../src/shared/model/liveView.ts';
import type { MatrixPage, PanelView } from '../../src/shared/model/panelView.ts';
import type { RunProgress } from '../../src/shared/model/run.ts';
import type { Opinion } from '../../src/shared/opinion.ts';
import type {
  CaseAnswersFailed,
  CaseAnswersUpdated,
  ErrorActionOffer,
  HistoryFailed,
  HistoryUpdated,
  SectionShown,
  ToPanel,
} from '../../src/shared/protocol/panel.ts';
import { withOpinion } from './cases.ts';
import type { Prefs } from './prefs.ts';
import { runningScoring } from './scoring.ts';
import type { PickedCell } from './selection.ts';

export type Page =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing'; readonly message: string }
  | ({ readonly kind: 'run' } & Held<PanelView>);

export interface PanelState {
  readonly page: Page;
  /** A difference came that does not fit what is held: the host has to send the whole. */
  readonly lost: boolean;
  readonly offers: readonly ErrorActionOffer[];
  readonly progress: RunProgress | null;
  /** How each model is doing; `null` until it was asked for and came. */
  readonly live: LiveView | null;
  readonly notice: string | null;
  /** The model whose details are open, and which charts and matrix bring forward. */
  readonly highlighted: CandidateId | null;
  /** The first of two answers to compare. */
  readonly picked: PickedCell | null;
  /** `null` until it was asked for and came. */
  readonly history: HistoryUpdated | HistoryFailed | null;
  /** The case that was asked for last, as it came; the one before until then. */
  readonly answers: CaseAnswersUpdated | CaseAnswersFailed | null;
  /** The panel was opened to show the tab that is on show, and has not gone there yet. */
  readonly arriving: boolean;
  readonly prefs: Prefs;
}

export type Action =
  | ToPanel
  | { readonly type: 'highlight-toggled'; readonly id: CandidateId }
  | { readonly type: 'cell-picked'; readonly picked: PickedCell | null }
  | { readonly type: 'opinion-given'; readonly attemptId: AttemptId; readonly opinion: Opinion }
  | { readonly type: 'notice-closed' }
  | { readonly type: 'tab-reached' }
  | { readonly type: 'prefs-changed'; readonly prefs: Partial<Prefs> };

export function initialState(prefs: Prefs): PanelState {
  return {
    page: { kind: 'loading' },
    lost: false,
    offers: [],
    progress: null,
    live: null,
    notice: null,
    highlighted: null,
    picked: null,
    history: null,
    answers: null,
    arriving: false,
    prefs,
  };
}

export function reduce(state: PanelState, action: Action): PanelState {
  switch (action.type) {
    case 'view-updated': {
      const held = afterChange(state.page.kind === 'run' ? state.page : null, action.view);
      return held === null ? { ...state, lost: true } : withView(state, held);
    }
    case 'offers-updated':
      return { ...state, offers: action.offers };
    case 'history-updated':
    case 'history-failed':
      return { ...state, history: action };
    case 'progress-updated':
      return { ...state, progress: action.progress };
    case 'section-shown':
      return { ...state, prefs: { ...state.prefs, tab: action.section, ...chosenCase(action) }, arriving: true };
    case 'tab-reached':
      return { ...state, arriving: false };
    case 'live-updated':
      return { ...state, live: action.live };
    case 'case-answers':
    case 'case-failed':
      return { ...state, answers: action };
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
    case 'opinion-given':
      return { ...state, answers: state.answers && rated(state.answers, action.attemptId, action.opinion) };
    case 'prefs-changed':
      return { ...state, prefs: { ...state.prefs, ...action.prefs } };
    default:
      return assertNever(action);
  }
}

function chosenCase({ caseId }: SectionShown): Partial<Prefs> {
  return caseId === null ? {} : { caseId, repeat: 1 };
}

function withView(state: PanelState, held: Held<PanelView>): PanelState {
  const { comparison, matrix } = held.value;
  const shown = { ...state, page: { kind: 'run', ...held }, lost: false } as const;
  const { picked } = state;
  return {
    ...shown,
    // A second answer has to be of the same case.
    picked: picked && isOnShow(state, matrix, picked) ? picked : null,
    // What was said of a run that is over would pass for the progress of its next re-scoring.
    progress: comparison.status !== 'running' && runningScoring(comparison.scoring) === null ? null : state.progress,
  };
}

function rated(shown: CaseAnswersUpdated | CaseAnswersFailed, attemptId: AttemptId, opinion: Opinion): typeof shown {
  if (shown.type === 'case-failed' || shown.found === null) return shown;
  return { ...shown, found: { ...shown.found, answers: withOpinion(shown.found.answers, attemptId, opinion) } };
}

function isOnShow({ answers }: PanelState, { rows }: MatrixPage, { caseId }: PickedCell): boolean {
  return answers?.query.caseId === caseId || rows.some((row) => row.caseId === caseId);
}

/** What the page tells of a running run twice is one number: the comparison's totals are brought up to the progress. */
export function broughtUp(comparison: Comparison, { done, failed, costUsd, grading }: RunProgress): Comparison {
  const { totals, judging } = comparison;
  return {
    ...comparison,
    totals: { ...totals, done, failed, costUsd },
    judging: judging && grading ? { ...judging, cost: { ...judging.cost, totalUsd: grading.costUsd } } : judging,
  };
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
