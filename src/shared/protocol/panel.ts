import type { ErrorAction, ErrorActionName } from '../errorAction.ts';
import type { Comparison } from '../model/comparison.ts';
import type { ErrorKind } from '../model/errors.ts';
import type { CandidateId, ScoringId } from '../model/ids.ts';
import type { RunProgress } from '../model/run.ts';

/** Messages between the host and the comparison panel. One interface per message; both sides parse what they receive. */

export type ToPanel = ComparisonUpdated | ProgressUpdated | RunMissing | NoticeShown;

/** The whole picture; sent at opening and, at most a few times a second, while the run goes on. */
export interface ComparisonUpdated {
  readonly type: 'comparison-updated';
  readonly comparison: Comparison;
  /** Text of each case, for the matrix's tooltips: rendered prompt (first variant) and what is expected. */
  readonly cases: Readonly<Record<string, { readonly prompt: string; readonly expected: string }>>;
  readonly offers: readonly ErrorActionOffer[];
}

/** What can be done about one kind of error of one model. */
export interface ErrorActionOffer {
  readonly candidateId: CandidateId;
  readonly kind: ErrorKind;
  readonly actions: readonly ErrorAction[];
}

export interface ProgressUpdated {
  readonly type: 'progress-updated';
  readonly progress: RunProgress;
}

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
  | TextCopied;

export interface PanelReady {
  readonly type: 'panel-ready';
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

export interface TextCopied {
  readonly type: 'text-copied';
  readonly text: string;
}
