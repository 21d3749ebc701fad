import * as vscode from 'vscode';
import type { PreparedRun } from '../../core/prepareRun.ts';
import { formatUsd } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import { confirmCost, type Confirm } from '../run/runGate.ts';
import type { RunForecast, RunService } from '../run/runService.ts';
import { requireTrust } from '../run/trust.ts';
import type { RedactedLog } from '../log.ts';
import { setting } from '../settings.ts';
import type { Profile } from './profiles.ts';
import { highestUsd, spentOf, WatchSum, within } from './saveGuard.ts';
import type { Begin, TestRuns } from './testRuns.ts';
import type { KnownSuite, TestTree } from './testTree.ts';

export interface ContinuousParts {
  readonly tree: TestTree;
  readonly tests: TestRuns;
  readonly runs: RunService;
  readonly log: RedactedLog;
}

/** Several files are often saved at once. */
const stormMs = 400;

/** What somebody watches, until they watch it no longer. */
interface Watch {
  readonly request: vscode.TestRunRequest;
  readonly profile: Profile;
  readonly token: vscode.CancellationToken;
  /** URIs of suites. */
  readonly saved: Set<string>;
  /** `null` once it has been used up, until the user says to go on. */
  sum: WatchSum | null;
}

/** Runs what is watched of a suite when the suite, or one of its datasets, is saved, as far as that costs next to nothing. */
export class ContinuousRuns {
  readonly #parts: ContinuousParts;

  constructor(parts: ContinuousParts) {
    this.#parts = parts;
  }

  /** Until `token` is cancelled. */
  start(request: vscode.TestRunRequest, profile: Profile, token: vscode.CancellationToken): void {
    void requireTrust().catch(() => undefined);
    const watch: Watch = { request, profile, token, saved: new Set(), sum: new WatchSum() };
    let timer: NodeJS.Timeout | undefined;
    // A run that goes on is waited for, not doubled.
    let work: Promise<void> = Promise.resolve();
    const run = (): void => {
      work = work.then(() => this.#runSaved(watch, run)).catch((error: unknown) => this.#tell(error));
    };
    const saves = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      for (const known of this.#parts.tree.suitesOf(uri)) watch.saved.add(known.uri.toString());
      if (watch.saved.size === 0 || !vscode.workspace.isTrusted) return;
      clearTimeout(timer);
      timer = setTimeout(run, stormMs);
    });
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      saves.dispose();
    });
  }

  async #runSaved(watch: Watch, again: () => void): Promise<void> {
    const { request, profile, token, saved, sum } = watch;
    if (sum === null || saved.size === 0 || token.isCancellationRequested) return;
    const { tests, runs, tree } = this.#parts;
    const suites = tree.all.filter(({ uri }) => saved.has(uri.toString()));
    const changed = requestFor(request, suites, tree);
    saved.clear();
    const jobs = await tests.jobs(changed, profile, null);
    const forecasts: RunForecast[] = [];
    for (const { known, selection } of jobs) forecasts.push(await runs.prepareFile(known.uri, selection));
    if (forecasts.length === 0 || token.isCancellationRequested) return;
    const highUsd = highestUsd(forecasts.map(({ prepared }) => prepared));
    const mostUsd = setting('continuousRunMaxUsd');
    const refusal = refusalOf(highUsd, mostUsd);
    if (refusal !== null) {
      const isNamed = within(highUsd ?? 0);
      const confirm: Confirm<PreparedRun> = async (run) => isNamed(run) || confirmCost(run);
      // Nobody is to be waited for here: the next save asks anew.
      return this.#offer(refusal, vscode.l10n.t('Run Anyway'), () =>
        tests.run(changed, profile, token, { quiet: true, confirm }),
      );
    }
    if (highUsd === null || sum.hasRoom(highUsd, mostUsd)) return tests.run(changed, profile, token, beginUnder(sum, mostUsd));
    watch.sum = null;
    for (const { uri } of suites) saved.add(uri.toString());
    this.#offer(endText(sum.usd, highUsd, mostUsd), vscode.l10n.t('Go On'), () => {
      watch.sum = new WatchSum();
      again();
    });
  }

  #offer(text: string, button: string, run: () => Promise<void> | void): void {
    void Promise.resolve(vscode.window.showInformationMessage(plainMessage(text), button))
      .then((answer) => (answer === button ? run() : undefined))
      .catch((error: unknown) => this.#tell(error));
  }

  #tell(error: unknown): void {
    const { log } = this.#parts;
    const text = plainMessage(log.redact(error instanceof Error ? error.message : String(error)));
    if (error instanceof NotRun) vscode.window.setStatusBarMessage(text, 10_000);
    else log.error(`Run on save: ${text}`);
  }
}

/** Files are read anew when a run begins: what it may cost by then has to have room. */
function beginUnder(sum: WatchSum, mostUsd: number): Begin {
  let next: PreparedRun | null = null;
  return {
    quiet: true,
    confirm: async (run) => {
      next = run;
      const highUsd = highestUsd([run]);
      return highUsd !== null && sum.hasRoom(highUsd, mostUsd);
    },
    onStarted: ({ events, finished }) => {
      if (next !== null) sum.begin(next);
      let spentUsd: number | null = 0;
      events((event) => {
        if (event.type === 'attempt-finished' || event.type === 'answer-graded') spentUsd = spentOf(event.progress);
      });
      const end = (): void => sum.end(spentUsd);
      finished.then(end, end);
    },
  };
}

/** Why a run on save is not begun that may cost so much; `null`: it is. */
function refusalOf(highUsd: number | null, mostUsd: number): string | null {
  if (highUsd === null) return vscode.l10n.t('Not run on save: what it may cost is not known.');
  if (highUsd <= mostUsd) return null;
  const [high, most] = [formatUsd(highUsd), formatUsd(mostUsd)];
  return vscode.l10n.t('Not run on save: it may cost up to {0}. Runs on save may cost {1}, which is a setting.', high, most);
}

/** What is said when runs that were cheap one by one are so no longer together. */
function endText(spentUsd: number, nextUsd: number, mostUsd: number): string {
  return [
    vscode.l10n.t('Runs on save have come to {0}, and the next may cost up to {1}.', formatUsd(spentUsd), formatUsd(nextUsd)),
    vscode.l10n.t('Together they may cost {0}, which is a setting: llmBench.continuousRunMaxUsd.', formatUsd(mostUsd)),
    vscode.l10n.t('They have ended: go on, or switch continuous run off and on, to count anew.'),
  ].join(' ');
}

/** What is watched of these suites. */
function requestFor(request: vscode.TestRunRequest, suites: readonly KnownSuite[], tree: TestTree): vscode.TestRunRequest {
  const isOf = (item: vscode.TestItem) => suites.some(({ uri }) => uri.toString() === tree.place(item)?.uri.toString());
  const include = request.include?.filter(isOf) ?? suites.map(({ item }) => item);
  return new vscode.TestRunRequest(include, request.exclude, request.profile, true, true);
}
