import * as vscode from 'vscode';
import type { RunHandle } from '../../core/bench.ts';
import type { PreparedRun } from '../../core/prepareRun.ts';
import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { SuiteSelection } from '../../shared/model/selection.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { BenchService } from '../benchService.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import type { Confirm } from '../run/runGate.ts';
import type { RunOptions, RunService } from '../run/runService.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { askTogether } from './askTogether.ts';
import { selectionsOf, type Pick } from './picks.ts';
import type { Profile } from './profiles.ts';
import { TestBoard } from './testBoard.ts';
import { testMessage } from './testMessage.ts';
import type { KnownSuite, TestTree } from './testTree.ts';

export interface TestRunParts {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  readonly runs: RunService;
  readonly suites: SuiteService;
  readonly bench: BenchService;
  readonly log: RedactedLog;
}

/** One run to be made for a test run. */
export interface TestJob {
  readonly known: KnownSuite;
  readonly loaded: LoadedSuite & { readonly suite: Suite };
  readonly selection: SuiteSelection;
}

/** How the runs of a test run are begun. */
export interface Begin {
  readonly confirm?: Confirm<PreparedRun>;
  readonly quiet?: boolean;
  readonly onStarted?: (handle: RunHandle) => void;
}

/** With more answers than that, items for models are not made: their results are told at the cases, or at their dataset. */
const mostLeaves = 1_000;

/** Makes runs of what is picked in the Test Explorer, one suite after the other. */
export class TestRuns {
  readonly #parts: TestRunParts;

  constructor(parts: TestRunParts) {
    this.#parts = parts;
  }

  async run(request: vscode.TestRunRequest, profile: Profile, token: vscode.CancellationToken, begin: Begin = {}): Promise<void> {
    const { controller, tree, runs } = this.#parts;
    if (!request.include) await tree.discover();
    const run = controller.createTestRun(request);
    const stop = new AbortController();
    const subscriptions = [token, run.token].map((one) => one.onCancellationRequested(() => stop.abort()));
    try {
      const jobs = await this.jobs(request, profile, run);
      for (const job of jobs) for (const item of this.#leavesOf(job)) run.enqueued(item);
      if (jobs.length === 0) run.appendOutput(`${vscode.l10n.t('There is nothing to run.')}\r\n`);
      const confirm = begin.confirm ?? (await askTogether(jobs, runs));
      if (confirm === null) return;
      for (const job of jobs) {
        if (stop.signal.aborted) break;
        await this.#runJob(job, run, { ...begin, confirm, signal: stop.signal });
      }
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
      run.end();
    }
  }

  /** What is to be run. Suites that cannot run are told to `run`, where there is one. */
  async jobs(request: vscode.TestRunRequest, profile: Profile, run: vscode.TestRun | null): Promise<TestJob[]> {
    const jobs: TestJob[] = [];
    for (const { known, include, exclude } of this.#bySuite(request)) {
      const loaded = await this.#parts.suites.load(known.uri);
      const { suite } = loaded;
      if (!suite) {
        run?.errored(known.item, new vscode.TestMessage(vscode.l10n.t('This suite has errors: see the Problems panel.')));
        continue;
      }
      const names = { cases: suite.cases.map(({ id }) => id), models: suite.models.map(({ label }) => label) };
      const keeps = await profile.keepsOf(known);
      if (!keeps) continue;
      const picks = (items: readonly vscode.TestItem[]) =>
        items.map((item) => this.#parts.tree.pick(item, loaded)).filter(isPick);
      const found = selectionsOf(names, { include: picks(include), exclude: picks(exclude), keeps });
      const timing = profile.timing ? { timing: true } : {};
      for (const selection of found) {
        const job: TestJob = { known, loaded: { ...loaded, suite }, selection: { ...selection, ...timing } };
        const cases = selection.cases ?? names.cases;
        const answers = cases.length * (selection.models ?? names.models).length;
        if (run && answers <= mostLeaves) this.#parts.tree.expand(known.uri, loaded, new Set(cases));
        jobs.push(job);
      }
    }
    return jobs;
  }

  #bySuite({ include, exclude }: vscode.TestRunRequest) {
    const { tree } = this.#parts;
    const items = include ?? tree.all.map(({ item }) => item);
    const of = (known: KnownSuite) => (item: vscode.TestItem) => tree.place(item)?.uri.toString() === known.uri.toString();
    return tree.all.flatMap((known) => {
      const own = items.filter(of(known));
      return own.length === 0 ? [] : [{ known, include: own, exclude: (exclude ?? []).filter(of(known)) }];
    });
  }

  #leavesOf({ known, loaded, selection }: TestJob): Set<vscode.TestItem> {
    const leaf = this.#parts.tree.leaves(known.uri, loaded);
    const cases = selection.cases ?? loaded.suite.cases.map(({ id }) => id);
    const models = selection.models ?? loaded.suite.models.map(({ label }) => label);
    const items = cases.flatMap((id) => models.map((label) => leaf(id, label)));
    return new Set(items.filter((item) => item !== null));
  }

  async #runJob(job: TestJob, run: vscode.TestRun, options: RunOptions): Promise<void> {
    const { runs, tree, log } = this.#parts;
    const { uri } = job.known;
    const untold = this.#leavesOf(job);
    const find = tree.leaves(uri, job.loaded);
    const leaf = (caseId: string, label: string): vscode.TestItem | null => {
      const item = find(caseId, label);
      if (item) untold.delete(item);
      return item;
    };
    const onError = (error: unknown) => log.error(`Test Explorer: ${String(error)}`);
    const board = new TestBoard({ run, leaf, onError, messageOf: testMessage, answerOf: (record) => this.#answerOf(record) });
    try {
      const { run: ended } = await runs.runFile(uri, {
        ...options,
        selection: job.selection,
        triggeredBy: 'test',
        onStarted: (handle, suite) => {
          board.follow(handle, suite);
          options.onStarted?.(handle, suite);
        },
      });
      if (ended.statusMessage !== null) run.appendOutput(`${plainMessage(ended.statusMessage)}\r\n`);
    } catch (error) {
      this.#tellFailure(error, job, run, untold);
    } finally {
      await board.finish();
      // Of models that are disabled, and of runs that were not begun.
      for (const item of untold) run.skipped(item);
    }
  }

  async #answerOf({ runId, id }: AttemptRecord): Promise<string | null> {
    const body = await (await this.#parts.bench.store()).body(runId, id);
    return body?.answer ?? null;
  }

  /** What is no fault of ours is told where the results would be. */
  #tellFailure(error: unknown, { known }: TestJob, run: vscode.TestRun, untold: Set<vscode.TestItem>): void {
    const { log } = this.#parts;
    const text = plainMessage(log.redact(error instanceof Error ? error.message : String(error)));
    if (!(error instanceof NotRun)) log.error(`Test Explorer: ${error instanceof Error ? (error.stack ?? text) : text}`);
    if (text !== '') run.appendOutput(`${text}\r\n`);
    if (error instanceof NotRun && error.reason !== 'impossible') return;
    const items = untold.size === 0 ? [known.item] : untold;
    for (const item of items) run.errored(item, new vscode.TestMessage(text));
    untold.clear();
  }
}

function isPick(pick: Pick | null): pick is Pick {
  return pick !== null;
}
