import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { AttemptRecord } from '../shared/model/attempt.ts';
import type { CaseAnswers, CaseAnswersRequest } from '../shared/model/caseAnswers.ts';
import type { Comparison, ScoringView } from '../shared/model/comparison.ts';
import type { Changed } from '../shared/model/changed.ts';
import type { History, HistoryQuery } from '../shared/model/history.ts';
import type { AttemptId, RunId, ScoringId } from '../shared/model/ids.ts';
import type { PanelView, PanelViewRequest } from '../shared/model/panelView.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { RunsComparison } from '../shared/model/runsComparison.ts';
import type { ScorerSpec } from '../shared/model/scorer.ts';
import type { GradeRecord, ScoringRecord } from '../shared/model/scoring.ts';
import type { SuiteFigures } from '../shared/model/suiteFigures.ts';
import type { DataCalls } from './data/spec.ts';
import type { ResumeWhat } from './prepareResume.ts';
import type { ReportChoice, ReportFormat } from './renderRun.ts';
import type { Resumable } from './resumable.ts';
import type { RunCounts } from './runCounts.ts';
import type { RunHead } from './runHead.ts';
import type { RunAccount } from './runner/account.ts';
import type { BaselineData } from './report/baseline/data.ts';
import { connectStore, type StoreCalls } from './store/remote.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

/** What a run is to be seen by. */
export interface ComparisonChoice {
  /** Absent: the scoring in force. `null`: the scores that the answers were stored with. */
  readonly scoringId?: ScoringId | null;
  /** Absent: the baseline of the run's suite. `null`: none. */
  readonly baseline?: BaselineData | RunId | null;
}

/** A run as one scoring sees it. */
export interface ScoredRun {
  readonly run: RunRecord;
  /** With the expectations that the scoring went by. */
  readonly detail: RunDetail;
  /** With the scores of the scoring; in order of finishing, warm-ups and superseded attempts included. */
  readonly attempts: readonly AttemptRecord[];
  readonly scoring: ScoringView;
  /** Of the scoring. */
  readonly grades: readonly GradeRecord[];
}

/** What the store's worker answers beside the store itself: figures are made where the rows are. */
export interface RunViewCalls {
  /** Without the rows of its matrix, which a panel's view has by the page. `null` where there is no such run. */
  comparison(runId: RunId, choice?: ComparisonChoice): Promise<Comparison | null>;
  /** The attempts behind a comparison; `null` where there is no such run. Large: nobody asks for it from the editor's thread. */
  scoredRun(runId: RunId, choice?: Pick<ComparisonChoice, 'scoringId'>): Promise<ScoredRun | null>;
  /** What a panel shows, as the difference from what it holds; `null` where there is no such run. */
  panelView(request: PanelViewRequest): Promise<Changed<PanelView> | null>;
  /** One answer with what a scoring says of it; `null` where it is gone. Scoring absent: the one in force. */
  answer(runId: RunId, attemptId: AttemptId, scoringId?: ScoringId | null): Promise<AnswerView | null>;
  /** What all models made of one case; `null` where the run or the case is gone. */
  caseAnswers(request: CaseAnswersRequest): Promise<CaseAnswers | null>;
  /** A run without its cases: no larger for a larger suite. `null` where there is no such run. */
  head(runId: RunId): Promise<RunHead | null>;
  /** How much of a run there is; `null` where there is no such run. */
  counts(runId: RunId): Promise<RunCounts | null>;
  /** What is left to be done of a run; no larger for a larger one. `null` where there is no such run. */
  resumable(runId: RunId, what: ResumeWhat): Promise<Resumable | null>;
  /** What of a run its engine must know to go on with it; `null` where there is no such run. */
  account(runId: RunId, what: ResumeWhat): Promise<RunAccount | null>;
  /** A report as text. Rejects where there is no such run. */
  render(format: ReportFormat, runId: RunId, choice?: ReportChoice): Promise<string>;
  /** The same into a file, written piece by piece. */
  renderFile(format: ReportFormat, runId: RunId, path: string, choice?: ReportChoice): Promise<void>;
  /** Several runs side by side, those that are gone left out; `null` where fewer than two are left. Reference absent: the oldest with answers. */
  compareRuns(runIds: readonly RunId[], reference?: RunId | null): Promise<RunsComparison | null>;
  /** `null` where no run of the suite can be shown. */
  history(query: HistoryQuery): Promise<History | null>;
  /** The last result of the suite at this path and of each of its cases; `null` where no run of it has ended with one. */
  suiteFigures(suitePath: string, mostCells?: number): Promise<SuiteFigures | null>;
}

/** An answer with its place in the run. */
export interface AnswerView {
  readonly record: AttemptRecord;
  readonly answer: string;
  /** Label of the candidate, with its prompt where there are several. */
  readonly candidate: string;
  readonly caseName: string;
  readonly runName: string;
  /** As it was sent, system prompt first; `null` where the run does not say. */
  readonly question: string | null;
  readonly repeats: number;
  readonly scoring: ScoringRecord | null;
  readonly expect: readonly ScorerSpec[];
}

export type BenchStoreCalls = StoreCalls & RunViewCalls & DataCalls;

export interface BenchStore extends Store, RunViewCalls, DataCalls {
  /** A further line to the same store, to hand to another thread. */
  connect(): MessagePort;
}

/** To the store's worker: `open` comes first; each `connect` adds somebody who calls the store over a port of their own. */
export type StoreWorkerMessage =
  | { readonly type: 'open'; readonly folder: string; readonly wasmPath: string }
  | { readonly type: 'connect'; readonly port: MessagePort };

/**
 * Opens the store in a thread of its own, so that no query and no checkpoint blocks an editor or a measurement.
 * `ended` hears when the thread is over, with what broke it, or `null`.
 */
export async function spawnStore(
  script: URL,
  folder: string,
  wasmPath: string,
  ended: (cause: unknown) => void = () => {},
): Promise<BenchStore> {
  const worker = new Worker(script, { name: 'llm-bench store' });
  let cause: unknown = null;
  // Unheard, an error of the worker would end this process.
  worker.on('error', (error) => (cause = error));
  worker.once('exit', () => ended(cause));
  worker.postMessage({ type: 'open', folder, wasmPath } satisfies StoreWorkerMessage);
  const connect = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: 'connect', port: port2 } satisfies StoreWorkerMessage, [port2]);
    return port1;
  };
  const store = await connectStore<BenchStoreCalls>(connect()).catch(async (error: unknown) => {
    await worker.terminate();
    if (!(cause instanceof Error)) throw error;
    throw new StoreError('other', `The results store could not be started: ${cause.message}`, { cause });
  });
  return {
    ...store,
    comparison: (runId, choice) => store.calls.comparison(runId, choice),
    scoredRun: (runId, choice) => store.calls.scoredRun(runId, choice),
    panelView: (request) => store.calls.panelView(request),
    answer: (runId, attemptId, scoringId) => store.calls.answer(runId, attemptId, scoringId),
    caseAnswers: (request) => store.calls.caseAnswers(request),
    head: (runId) => store.calls.head(runId),
    counts: (runId) => store.calls.counts(runId),
    resumable: (runId, what) => store.calls.resumable(runId, what),
    account: (runId, what) => store.calls.account(runId, what),
    render: (format, runId, choice) => store.calls.render(format, runId, choice),
    renderFile: (format, runId, path, choice) => store.calls.renderFile(format, runId, path, choice),
    compareRuns: (runIds, reference) => store.calls.compareRuns(runIds, reference),
    history: (query) => store.calls.history(query),
    suiteFigures: (suitePath, mostCells) => store.calls.suiteFigures(suitePath, mostCells),
    size: () => store.calls.size(),
    backup: (path) => store.calls.backup(path),
    contents: (path) => store.calls.contents(path),
    restore: (path) => store.calls.restore(path),
    merge: (path) => store.calls.merge(path),
    check: () => store.calls.check(),
    compact: () => store.calls.compact(),
    exportAll: (path, format) => store.calls.exportAll(path, format),
    prunable: (before) => store.calls.prunable(before),
    prune: (before) => store.calls.prune(before),
    connect,
    close: async () => {
      await store.close();
      await worker.terminate();
    },
  };
}
