import * as vscode from 'vscode';
import type { RunHandle } from '../../core/bench.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunEvent, RunRecord } from '../../shared/model/run.ts';
import type { Rating } from '../../shared/model/scoring.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { carriesKey } from '../../core/suite/endpointKeys.ts';
import type { BenchService } from '../benchService.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import { withoutDisabled, type DisabledModels } from '../models/disabledModels.ts';
import { plainName } from '../plainMessage.ts';
import type { RedactedLog } from '../log.ts';
import { sentences } from '../sentences.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import { suiteToRun } from '../suites/suiteToRun.ts';
import type { LiveRun, RunChange } from './liveRun.ts';
import { NotRun } from './notRun.ts';
import { confirmCost, type Confirm, type RunGate } from './runGate.ts';
import { requireTrust } from './trust.ts';
import type { Turns } from './turns.ts';

export interface RunParts {
  readonly bench: BenchService;
  readonly gate: RunGate;
  readonly problems: ProblemBoard;
  readonly disabled: Pick<DisabledModels, 'all'>;
  readonly turns: Turns;
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
  readonly #turns: Turns;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<RunChange>());
  readonly #live = new Map<string, LiveRun>();

  readonly onDidChange = this.#changes.event;

  constructor({ bench, gate, problems, disabled, turns, log }: RunParts) {
    this.#bench = bench;
    this.#gate = gate;
    this.#problems = problems;
    this.#disabled = disabled;
    this.#turns = turns;
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
    const { suite } = await suiteToRun(uri, this.#problems);
    return this.#run(suite, suitePath(uri));
  }

  /** Runs a suite as an earlier run stored it: the checks of a file hold here, too. */
  async runStored(suite: Suite, path: string): Promise<EndedRun> {
    await requireTrust();
    requireNoKey(suite);
    return this.#run(suite, path);
  }

  async #run(whole: Suite, path: string): Promise<EndedRun> {
    const { suite, leftOut } = withoutDisabled(whole, this.#disabled.all());
    if (suite.models.length === 0) throw new NotRun('impossible', onlyDisabled(whole.name, leftOut));
    const bench = await this.#bench.bench();
    const prepared = await this.#gate.pass({ suite, path, prepare: () => bench.prepare(suite), confirm: confirmCost });
    // Opened here so that a store that is damaged or cannot be written is told of before the first call.
    await this.#bench.store();
    const run = await this.#turns.take(suite.name, async () => {
      const handle = await bench.start(prepared, { triggeredBy: 'user', suitePath: path });
      return this.#follow(handle, suite);
    });
    return { run, leftOut };
  }

  /**
   * Adds to a run that has ended what it lacks of `suite`, its own suite with more in it. Throws `NotRun` where it does not come
   * to that.
   */
  async extend(runId: RunId, suite: Suite, path: string, confirm: Confirm<PreparedRun>): Promise<EndedRun> {
    await requireTrust();
    requireNoKey(suite);
    const [disabled] = withoutDisabled(suite, this.#disabled.all()).leftOut;
    if (disabled !== undefined)
      throw new NotRun(
        'impossible',
        `Nothing was run: ${disabled} is disabled. Enable it in the Models view, or run the suite anew.`,
      );
    const bench = await this.#bench.bench();
    const prepared = await this.#gate.pass({ suite, path, prepare: () => bench.prepare(suite), confirm });
    const run = await this.#turns.take(suite.name, async () => this.#follow(await bench.extend(runId, prepared), suite));
    return { run, leftOut: [] };
  }

  cancel(runId: string): void {
    this.#live.get(runId)?.handle.cancel();
  }

  /** Cancels what runs, and waits until it is recorded as cancelled. */
  async shutdown(): Promise<void> {
    this.#turns.close();
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

  /** Holds later runs of the suite against this one, in place of any other; or no longer. */
  async setBaseline(runId: RunId, on: boolean): Promise<void> {
    await (await this.#bench.bench()).setBaseline(runId, on);
    this.#changes.fire({ type: 'baseline', runId });
  }

  async rate(rating: Rating): Promise<void> {
    await (await this.#bench.store()).rate(rating);
    this.#changes.fire({ type: 'rated', runId: rating.runId });
  }

  async delete(runId: RunId): Promise<void> {
    await (await this.#bench.store()).deleteRun(runId);
    this.#changes.fire({ type: 'deleted', runId });
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
    if (event.type !== 'attempt-finished' && event.type !== 'answer-graded') return;
    live.progress = event.progress;
    if (event.type === 'attempt-finished' && event.record.error) {
      const { error, provider, model, caseId } = event.record;
      this.#log.warn(`${provider}/${model} · ${caseId}: ${error.kind}: ${sentences(error.message, error.advice)}`);
    }
    this.#changes.fire({ type: 'progressed', runId: live.run.id });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** The store may be somebody's folder. */
export function requireNoKey({ endpoints }: Suite): void {
  const keyed = endpoints.find(carriesKey);
  if (keyed)
    throw new NotRun('impossible', `Nothing was run: the stored endpoint “${keyed.id}” carries a key, which no suite may.`);
}

function onlyDisabled(name: string, refs: readonly string[]): string {
  const what = refs.length === 1 ? 'its only model is disabled' : `all of its ${refs.length} models are disabled`;
  return `“${plainName(name)}” was not run: ${what}. Enable one in the Models view.`;
}
