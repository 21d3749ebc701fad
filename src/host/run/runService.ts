import * as vscode from 'vscode';
import type { RunHandle } from '../../core/bench.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunEvent, RunRecord } from '../../shared/model/run.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { carriesKey } from '../../core/suite/endpointKeys.ts';
import type { BenchService } from '../benchService.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import { withoutDisabled, type DisabledModels } from '../models/disabledModels.ts';
import { plainName } from '../plainMessage.ts';
import type { RedactedLog } from '../log.ts';
import { sentences } from '../sentences.ts';
import { loadSuiteFile, sameUri } from '../suites/suiteLoader.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import type { LiveRun, RunChange } from './liveRun.ts';
import { NotRun } from './notRun.ts';
import type { RunGate } from './runGate.ts';

export interface RunParts {
  readonly bench: BenchService;
  readonly gate: RunGate;
  readonly problems: ProblemBoard;
  readonly disabled: Pick<DisabledModels, 'all'>;
  readonly log: RedactedLog;
}

/** A run as it ended, and the models that it left out because the user has disabled them. */
export interface EndedRun {
  readonly run: RunRecord;
  readonly leftOut: readonly string[];
}

/** The one place where runs begin and end in this window. */
export class RunService implements Disposable {
  readonly #bench: BenchService;
  readonly #gate: RunGate;
  readonly #problems: ProblemBoard;
  readonly #disabled: Pick<DisabledModels, 'all'>;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<RunChange>());
  readonly #live = new Map<string, LiveRun>();
  /** The end of the last run that was asked for: runs wait for each other, or their latencies would meet. */
  #last: Promise<unknown> = Promise.resolve();
  #closing = false;

  readonly onDidChange = this.#changes.event;

  constructor({ bench, gate, problems, disabled, log }: RunParts) {
    this.#bench = bench;
    this.#gate = gate;
    this.#problems = problems;
    this.#disabled = disabled;
    this.#log = log;
  }

  /** Newest first. */
  get liveRuns(): readonly LiveRun[] {
    return [...this.#live.values()].reverse();
  }

  live(runId: string): LiveRun | undefined {
    return this.#live.get(runId);
  }

  /** Runs a suite file to its end. Throws `NotRun`, with the reason, where it does not come to a run. */
  async runFile(uri: vscode.Uri): Promise<EndedRun> {
    await requireTrust();
    const document = vscode.workspace.textDocuments.find((candidate) => sameUri(candidate.uri, uri));
    // A run must be explained by the file on disk, later too.
    if (document?.isDirty && !(await document.save()))
      throw new NotRun('impossible', 'Nothing was run: the suite could not be saved.');
    const { suite, problems } = await loadSuiteFile(uri);
    this.#problems.publish(uri, problems);
    if (suite) return this.#run(suite, suitePath(uri));
    await this.#problems.tellErrors(uri, problems);
    throw new NotRun('told');
  }

  /** Runs a suite as an earlier run stored it. The store may be somebody's folder, so that the checks of a file hold here, too. */
  async runStored(suite: Suite, path: string): Promise<EndedRun> {
    await requireTrust();
    const keyed = suite.endpoints.find(carriesKey);
    if (keyed)
      throw new NotRun('impossible', `Nothing was run: the stored endpoint “${keyed.id}” carries a key, which no suite may.`);
    return this.#run(suite, path);
  }

  async #run(whole: Suite, path: string): Promise<EndedRun> {
    const { suite, leftOut } = withoutDisabled(whole, this.#disabled.all());
    if (suite.models.length === 0) throw new NotRun('impossible', onlyDisabled(whole.name, leftOut));
    const bench = await this.#bench.bench();
    const prepared = await this.#gate.pass(bench, suite, path);
    // Opened here so that a store that is damaged or cannot be written is told of before the first call.
    await this.#bench.store();
    const run = await this.#inTurn(suite.name, async () => {
      const handle = await bench.start(prepared, { triggeredBy: 'user', suitePath: path });
      return this.#follow(handle, suite);
    });
    return { run, leftOut };
  }

  cancel(runId: string): void {
    this.#live.get(runId)?.handle.cancel();
  }

  /** Cancels what runs, and waits until it is recorded as cancelled. */
  async shutdown(): Promise<void> {
    this.#closing = true;
    const runs = this.liveRuns;
    for (const { handle } of runs) handle.cancel();
    await Promise.allSettled(runs.map(({ handle }) => handle.finished));
  }

  async rename(runId: RunId, name: string): Promise<void> {
    const store = await this.#bench.store();
    const found = await store.run(runId);
    if (!found) return;
    await store.updateRun({ ...found.run, name });
    this.#changes.fire({ type: 'edited', runId });
  }

  async delete(runId: RunId): Promise<void> {
    await (await this.#bench.store()).deleteRun(runId);
    this.#changes.fire({ type: 'deleted', runId });
  }

  /** Waits until the runs before this one are over; the wait can be cancelled. */
  async #inTurn(name: string, start: () => Promise<RunRecord>): Promise<RunRecord> {
    const before = this.#last;
    const [running] = this.liveRuns;
    const turn = running
      ? waitFor(before, `“${plainName(name)}” waits until “${plainName(running.run.name)}” has ended`)
      : before.then(() => true);
    const finished = turn.then((go) => {
      if (!go || this.#closing) throw new NotRun('declined', 'Nothing was run.');
      return start();
    });
    this.#last = finished.then(nothing, nothing);
    return finished;
  }

  async #follow(handle: RunHandle, suite: Suite): Promise<RunRecord> {
    const { run } = handle;
    const progress = { done: 0, planned: run.plannedSamples, failed: 0, inFlight: 0, costUsd: 0, grading: null };
    const live: LiveRun = { run, models: [...new Set(suite.models.map(({ ref }) => ref))], progress, handle };
    this.#live.set(run.id, live);
    this.#log.info(`Run ${run.id} of ${run.suitePath} has begun: ${run.plannedSamples} calls planned`);
    const subscription = handle.events((event) => this.#hear(live, event));
    this.#changes.fire({ type: 'started', runId: run.id });
    try {
      const ended = await handle.finished;
      this.#log.info(`Run ${run.id} has ended: ${ended.status}${ended.statusMessage === null ? '' : `, ${ended.statusMessage}`}`);
      return ended;
    } finally {
      subscription.dispose();
      this.#live.delete(run.id);
      this.#changes.fire({ type: 'ended', runId: run.id });
    }
  }

  #hear(live: LiveRun, event: RunEvent): void {
    if (event.type !== 'attempt-finished') return;
    const { record, progress } = event;
    live.progress = progress;
    if (record.error) {
      const { kind, message, advice } = record.error;
      this.#log.warn(`${record.provider}/${record.model} · ${record.caseId}: ${kind}: ${sentences(message, advice)}`);
    }
    this.#changes.fire({ type: 'progressed', runId: live.run.id });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function nothing(): void {}

function onlyDisabled(name: string, refs: readonly string[]): string {
  const what = refs.length === 1 ? 'its only model is disabled' : `all of its ${refs.length} models are disabled`;
  return `“${plainName(name)}” was not run: ${what}. Enable one in the Models view.`;
}

async function requireTrust(): Promise<void> {
  if (vscode.workspace.isTrusted) return;
  const manage = 'Manage Workspace Trust';
  const message = 'In Restricted Mode suites are shown and checked, but not run: a suite decides where prompts and keys go.';
  const answer = await vscode.window.showWarningMessage(message, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  throw new NotRun('told');
}

/** True when `promise` has settled; false when the user did not want to wait. */
async function waitFor(promise: Promise<unknown>, title: string): Promise<boolean> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_, token) =>
      new Promise<boolean>((resolve) => {
        token.onCancellationRequested(() => resolve(false));
        void promise.then(() => resolve(true));
      }),
  );
}
