import * as vscode from 'vscode';
import type { RunHandle } from '../../core/bench.ts';
import type { PreparedResume, ResumeWhat } from '../../core/prepareResume.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunEvent, RunProgress, RunRecord } from '../../shared/model/run.ts';
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
import { openText } from './unfinished.ts';
import { NotRun } from './notRun.ts';
import { askBudget } from './askBudget.ts';
import { confirmCost, confirmRest, type Confirm, type RunGate } from './runGate.ts';
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
    this.#requireEnabled(suite);
    const bench = await this.#bench.bench();
    const prepared = await this.#gate.pass({ suite, path, prepare: () => bench.prepare(suite), confirm });
    const run = await this.#turns.take(suite.name, async () => this.#follow(await bench.extend(runId, prepared), suite));
    return { run, leftOut: [] };
  }

  /** Goes on with a run that has ended, by its suite as it was stored. Throws `NotRun` where it does not come to that. */
  async resume(runId: RunId, what: ResumeWhat): Promise<EndedRun> {
    await requireTrust();
    const head = await (await this.#bench.store()).head(runId);
    if (!head) throw new NotRun('impossible', 'This run is not in the results any more.');
    const { suite, run } = head;
    this.#requireEnabled(suite);
    const bench = await this.#bench.bench();
    let budgetUsd: number | undefined;
    const prepare = async (): Promise<PreparedResume> => {
      const found = await inWords(bench.prepareResume(runId, what, budgetUsd));
      if (!found.needsBudget) return found;
      budgetUsd = await askBudget(found);
      return prepare();
    };
    const prepared = await this.#gate.pass({ suite, path: run.suitePath, prepare, confirm: confirmRest });
    const follow = (handle: RunHandle) => this.#follow(handle, suite, run.plannedSamples - prepared.calls);
    // Who waits for a turn may find that another window was quicker.
    const ended = await this.#turns.take(run.name, () => inWords(bench.resume(prepared).then(follow)));
    return { run: ended, leftOut: [] };
  }

  /** What is added to a run is for all of its models, or the rest of them could not be compared. */
  #requireEnabled(suite: Pick<Suite, 'models'>): void {
    const [disabled] = withoutDisabled(suite, this.#disabled.all()).leftOut;
    if (disabled === undefined) return;
    const words = `Nothing was run: ${disabled} is disabled. Enable it in the Models view, or run the suite anew.`;
    throw new NotRun('impossible', words);
  }

  cancel(runId: string): void {
    this.#live.get(runId)?.handle.cancel();
  }

  /** Stops what runs, and waits until that is recorded. Nobody cancelled it: it was interrupted. */
  async shutdown(): Promise<void> {
    this.#turns.close();
    const runs = this.liveRuns;
    for (const { handle } of runs) handle.cancel();
    await Promise.allSettled(runs.map(async (live) => this.#recordInterrupted(await live.handle.finished, live.progress)));
  }

  async #recordInterrupted(run: RunRecord, progress: RunProgress): Promise<void> {
    if (run.status !== 'cancelled') return;
    const statusMessage = `The window was closed ${openText(run, progress)}.`;
    await (await this.#bench.store()).updateRun({ ...run, status: 'interrupted', statusMessage });
  }

  async rename(runId: RunId, name: string): Promise<void> {
    const store = await this.#bench.store();
    const found = await store.head(runId);
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

  async #follow(handle: RunHandle, suite: Pick<Suite, 'models'>, done = 0): Promise<RunRecord> {
    const { run } = handle;
    const progress = { done, planned: run.plannedSamples, failed: 0, inFlight: 0, costUsd: 0, grading: null };
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

/** Why a run cannot go on is for the user to know, and no fault of ours. */
async function inWords<Done>(going: Promise<Done>): Promise<Done> {
  try {
    return await going;
  } catch (error) {
    const { ResumeError } = await import('../../core/prepareResume.ts');
    if (error instanceof ResumeError) throw new NotRun('impossible', error.message);
    throw error;
  }
}

/** The store may be somebody's folder. */
export function requireNoKey({ endpoints }: Pick<Suite, 'endpoints'>): void {
  const keyed = endpoints.find(carriesKey);
  if (keyed)
    throw new NotRun('impossible', `Nothing was run: the stored endpoint “${keyed.id}” carries a key, which no suite may.`);
}

function onlyDisabled(name: string, refs: readonly string[]): string {
  const what = refs.length === 1 ? 'its only model is disabled' : `all of its ${refs.length} models are disabled`;
  return `“${plainName(name)}” was not run: ${what}. Enable one in the Models view.`;
}
