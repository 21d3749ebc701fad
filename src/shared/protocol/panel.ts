import type { ErrorAction, ErrorActionName } from '../errorAction.ts';
import type { ErrorKind } from '../model/errors.ts';
import type { CaseAnswers, CaseQuery } from '../model/caseAnswers.ts';
import type { Changed } from '../model/changed.ts';
import type { History, HistoryQuery } from '../model/history.ts';
import type { CandidateId, ScoringId } from '../model/ids.ts';
import type { LiveView } from '../model/liveView.ts';
import type { MatrixQuery, PanelView } from '../model/panelView.ts';
import type { RunProgress } from '../model/run.ts';
import type { Opinion } from '../opinion.ts';

/** Messages between the host and the comparison panel. One interface per message; both sides parse what they receive. */

export type ToPanel =
  | ViewUpdated
  | OffersUpdated
  | HistoryUpdated
  | HistoryFailed
  | ProgressUpdated
  | LiveUpdated
  | CaseAnswersUpdated
  | CaseAnswersFailed
  | SectionShown
  | RunMissing
  | NoticeShown;

/** What can be done about one kind of error of one model. */
export interface ErrorActionOffer {
  readonly candidateId: CandidateId;
  readonly kind: ErrorKind;
  readonly actions: readonly ErrorAction[];
}

/** What the panel shows: whole at opening, then, at most a few times a second while the run goes on, what changed in it. */
export interface ViewUpdated {
  readonly type: 'view-updated';
  readonly view: Changed<PanelView>;
}

/** What can be done about the errors of the run; sent when that changes. */
export interface OffersUpdated {
  readonly type: 'offers-updated';
  readonly offers: readonly ErrorActionOffer[];
}

/** In answer to `history-requested`, and again when a run of the suite ends. */
export interface HistoryUpdated {
  readonly type: 'history-updated';
  readonly query: Pick<HistoryQuery, 'metric' | 'by'>;
  /** `null`: no run of the suite can be shown. */
  readonly history: History | null;
}

export interface HistoryFailed {
  readonly type: 'history-failed';
  readonly message: string;
}

export interface ProgressUpdated {
  readonly type: 'progress-updated';
  readonly progress: RunProgress;
}

/** How each model is doing; a few times a second while the run goes on and the page looks at it. */
export interface LiveUpdated {
  readonly type: 'live-updated';
  readonly live: LiveView;
}

/** In answer to `case-requested`, and again when one of its answers was rated. */
export interface CaseAnswersUpdated {
  readonly type: 'case-answers';
  readonly query: CaseQuery;
  /** `null`: the case is not in the results any more. */
  readonly found: CaseAnswers | null;
}

export interface CaseAnswersFailed {
  readonly type: 'case-failed';
  readonly query: CaseQuery;
  readonly message: string;
}

/** The part of the panel that it was opened for. */
export interface SectionShown {
  readonly type: 'section-shown';
  readonly section: PanelSection;
  /** Whose answers to show; `null`: as it was. */
  readonly caseId: string | null;
}

/** The tabs of the panel, in their order. */
export const panelSections = ['live', 'evidence', 'charts', 'answers', 'history'] as const;
export type PanelSection = (typeof panelSections)[number];

/** The run was deleted, or never was in this store. */
export interface RunMissing {
  readonly type: 'run-missing';
  readonly message: string;
}

export interface NoticeShown {
  readonly type: 'notice-shown';
  readonly message: string;
}

export type FromPanel =
  | PanelReady
  | AnswersRequested
  | DiffRequested
  | ExportRequested
  | RerunRequested
  | CancelRequested
  | ErrorActionRequested
  | ImageSaved
  | SvgRequested
  | RescoreRequested
  | ScoringChosen
  | BaselineSet
  | SettleRequested
  | ViewLost
  | MatrixRequested
  | HistoryRequested
  | CaseRequested
  | RatingGiven
  | LiveWatched
  | RunOpened
  | ResumeRequested
  | TextCopied;

/** The page listens, and holds no view. */
export interface PanelReady {
  readonly type: 'panel-ready';
  readonly matrix: MatrixQuery;
}

/** Open the answer of one cell. */
export interface AnswersRequested {
  readonly type: 'answer-requested';
  readonly attemptId: string;
}

/** Open two answers side by side in the editor's own diff. */
export interface DiffRequested {
  readonly type: 'diff-requested';
  readonly leftAttemptId: string;
  readonly rightAttemptId: string;
}

export interface ExportRequested {
  readonly type: 'export-requested';
  readonly format: 'html' | 'md' | 'json' | 'csv' | 'junit';
}

export interface RerunRequested {
  readonly type: 'rerun-requested';
}

export interface CancelRequested {
  readonly type: 'cancel-requested';
}

/** Do what was offered for an error of this model. */
export interface ErrorActionRequested {
  readonly type: 'error-action-requested';
  readonly candidateId: string;
  readonly action: ErrorActionName;
}

/** A chart as PNG, base64 without the data-URL head. */
export interface ImageSaved {
  readonly type: 'image-saved';
  readonly name: string;
  readonly pngBase64: string;
}

/** The chart as SVG, drawn by the host as in the HTML report. */
export interface SvgRequested {
  readonly type: 'svg-requested';
  readonly chart: 'cost-quality' | 'latency';
}

/** Score the stored answers again, by the suite file as it is now. */
export interface RescoreRequested {
  readonly type: 'rescore-requested';
}

/** Show the run by this scoring; `null`: by the scores that the answers were stored with. */
export interface ScoringChosen {
  readonly type: 'scoring-chosen';
  readonly scoringId: ScoringId | null;
}

/** Make this run the baseline of its suite, or no longer. */
export interface BaselineSet {
  readonly type: 'baseline-set';
  readonly on: boolean;
}

/** Run what would settle the open question: more cases of the datasets, or more repeats. */
export interface SettleRequested {
  readonly type: 'settle-requested';
}

/** The panel holds no view that the patch it was sent fits to: it needs the whole one. */
export interface ViewLost {
  readonly type: 'view-lost';
}

/** Show these cases; the answer is a `view-updated`. */
export interface MatrixRequested {
  readonly type: 'matrix-requested';
  readonly query: MatrixQuery;
}

export interface HistoryRequested {
  readonly type: 'history-requested';
  readonly query: Pick<HistoryQuery, 'metric' | 'by'>;
}

/** Send what all models made of a case. */
export interface CaseRequested {
  readonly type: 'case-requested';
  readonly query: CaseQuery;
}

/** What a person thinks of an answer now; one with nothing in it takes the rating back. */
export interface RatingGiven {
  readonly type: 'rating-given';
  readonly attemptId: string;
  readonly opinion: Opinion;
}

/** Whether the page looks at how the run goes on. */
export interface LiveWatched {
  readonly type: 'live-watched';
  readonly on: boolean;
}

/** Open the comparison of another run of the suite. */
export interface RunOpened {
  readonly type: 'run-opened';
  readonly runId: string;
}

/** Go on with what the run has not done, or call again what failed. */
export interface ResumeRequested {
  readonly type: 'resume-requested';
  readonly what: 'missing' | 'failed';
}

export interface TextCopied {
  readonly type: 'text-copied';
  readonly text: string;
}
