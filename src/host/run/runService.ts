import * as vscode from 'vscode';
import type { RunHandle } from '../../core/bench.ts';
import { capped } from '../../core/capped.ts';
import type { PreparedResume, ResumeWhat } from '../../core/prepareResume.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunEvent, RunProgress, RunRecord } from '../../shared/model/run.ts';
import type { RunPart, SuiteSelection } from '../../shared/model/selection.ts';
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
import type { SuiteService } from '../suites/suiteService.ts';
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
  readonly suites: SuiteService;
  readonly gate: RunGate;
  readonly problems: ProblemBoard;
  readonly disabled: Pick<DisabledModels, 'all'>;
  readonly turns: Turns;
  readonly log: RedactedLog;
}

export interface RunOptions {
  /** Absent: the whole suite. */
  readonly selection?: SuiteSelection;
  /** `user` unless said. */
  readonly triggeredBy?: RunRecord['triggeredBy'];
  /** In place of the question before a costly run. */
  readonly confirm?: Confirm<PreparedRun>;
  /** Nobody is asked for keys or consent: where they are missing, the run is not begun. */
  readonly quiet?: boolean;
  /** Called before the first event. */
  readonly onStarted?: (handle: RunHandle, suite: Suite) => void;
  /** Where the run stops, if the suite's own budget does not stop it before; `null`: nowhere else. */
  readonly maxUsd?: number | null;
  /** Aborted: the run is cancelled, or not begun. */
  readonly signal?: AbortSignal;
}

/** What a run would be, with nothing called and nobody asked. */
export interface RunForecast {
  readonly suite: Suite;
  readonly prepared: PreparedRun;
}

/** What of a suite is to run. */
interface Chosen {
  readonly suite: Suite;
  readonly part: RunPart | null;
  readonly leftOut: readonly string[];
}

/** A run as it ended, and the models that it left out because the user has disabled them. */
export interface EndedRun {
  readonly run: RunRecord;
  readonly leftOut: readonly string[];
}

/** The one place where runs begin and end in this window. */
export class RunService implements Disposable {
  readonly #bench: BenchService;
  readonly #suites: SuiteService;
  readonly #gate: RunGate;
  readonly #problems: ProblemBoard;
  readonly #disabled: Pick<DisabledModels, 'all'>;
  readonly #turns: Turns;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<RunChange>());
  readonly #live = new Map<string, LiveRun>();

  readonly onDidChange = this.#changes.event;

  constructor({ bench, suites, gate, problems, disabled, turns, log }: RunParts) {
    this.#bench = bench;
    this.#suites = suites;
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
  async runFile(uri: vscode.Uri, options: RunOptions = {}): Promise<EndedRun> {
    await requireTrust();
    const { suite } = await suiteToRun(uri, this.#suites, this.#problems);
    return this.#run(await this.#choose(suite, options.selection), suitePath(uri), options);
  }

  /** For estimates. Throws `NotRun` where such a run would be impossible for what the suite says. */
  async prepareFile(uri: vscode.Uri, selection?: SuiteSelection): Promise<RunForecast> {
    const { suite: whole } = await this.#suites.load(uri);
    if (!whole)
      throw new NotRun('impossible', vscode.l10n.t('“{0}” has errors: see the Problems panel.', plainName(suitePath(uri))));
    const { suite } = await this.#choose(whole, selection);
    return { suite, prepared: await (await this.#bench.bench()).prepare(suite) };
  }

  /** Runs a suite as an earlier run stored it: the checks of a file hold here, too. */
  async runStored(suite: Suite, path: string): Promise<EndedRun> {
    await requireTrust();
    requireNoKey(suite);
    return this.#run(await this.#choose(suite), path, {});
  }

  async #choose(whole: Suite, selection: SuiteSelection = {}): Promise<Chosen> {
    const { selectFrom } = await import('../../core/suite/select.ts');
    const { suite: selected, part } = selectFrom(whole, selection);
    if (selected.cases.length === 0 || selected.models.length === 0) throw new NotRun('impossible', nothingLeft(whole.name));
    const { suite, leftOut } = withoutDisabled(selected, this.#disabled.all());
    if (suite.models.length === 0) throw new NotRun('impossible', onlyDisabled(whole.name, leftOut));
    return { suite, part, leftOut };
  }

  async #run({ suite: chosen, part, leftOut }: Chosen, path: string, options: RunOptions): Promise<EndedRun> {
    const { triggeredBy = 'user', confirm = confirmCost, quiet = false, maxUsd = null, onStarted, signal } = options;
    const suite = capped(chosen, maxUsd);
    const bench = await this.#bench.bench();
    const prepared = await this.#gate.pass({ suite, path, prepare: () => bench.prepare(suite), confirm, quiet });
    // Opened here so that a store that is damaged or cannot be written is told of before the first call.
    await this.#bench.store();
    const start = async () => {
      const handle = await bench.start(prepared, { triggeredBy, suitePath: path, part });
      onStarted?.(handle, suite);
      return cancelling(handle, signal, () => this.#follow(handle, suite));
    };
    const run = await this.#turns.take(suite.name, start, signal);
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
    if (!head) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
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
    const words = vscode.l10n.t(
      'Nothing was run: {0} is disabled. Enable it in the Models view, or run the suite anew.',
      disabled,
    );
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
    const statusMessage = vscode.l10n.t('The window was closed {0}.', openText(run, progress));
    await (await this.#bench.store()).updateRun({ ...run, status: 'interrupted', statusMessage });
  }

  rename(runId: RunId, name: string): Promise<void> {
    return this.#edit(runId, { name });
  }

  /** Keeps a run at the top of lists and from being pruned; or no longer. */
  pin(runId: RunId, on: boolean): Promise<void> {
    return this.#edit(runId, { pinnedAt: on ? new Date().toISOString() : null });
  }

  async #edit(runId: RunId, change: Pick<RunRecord, 'name'> | Pick<RunRecord, 'pinnedAt'>): Promise<void> {
    const store = await this.#bench.store();
    const found = await store.head(runId);
    if (!found) return;
    await store.updateRun({ ...found.run, ...change });
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

/** Cancels the run when the signal says so, and no longer listens once it is over. */
async function cancelling<Ended>(
  handle: RunHandle,
  signal: AbortSignal | undefined,
  follow: () => Promise<Ended>,
): Promise<Ended> {
  const cancel = () => handle.cancel();
  signal?.addEventListener('abort', cancel);
  // It may have been aborted while the engine was started.
  if (signal?.aborted) cancel();
  try {
    return await follow();
  } finally {
    signal?.removeEventListener('abort', cancel);
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
    throw new NotRun(
      'impossible',
      vscode.l10n.t('Nothing was run: the stored endpoint “{0}” carries a key, which no suite may.', keyed.id),
    );
}

function nothingLeft(name: string): string {
  return vscode.l10n.t('Nothing was run: “{0}” has no such case or model any more.', plainName(name));
}

function onlyDisabled(name: string, refs: readonly string[]): string {
  const what =
    refs.length === 1
      ? vscode.l10n.t('its only model is disabled')
      : vscode.l10n.t('all of its {0} models are disabled', refs.length);
  return vscode.l10n.t('“{0}” was not run: {1}. Enable one in the Models view.', plainName(name), what);
}
