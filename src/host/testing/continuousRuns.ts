import * as vscode from 'vscode';
import { formatUsd } from '../../shared/format.ts';
import { DisposableStore } from '../../shared/base/disposable.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';
import { confirmCost } from '../run/runGate.ts';
import type { RunForecast, RunService } from '../run/runService.ts';
import { requireTrust } from '../run/trust.ts';
import type { RedactedLog } from '../log.ts';
import { setting } from '../settings.ts';
import type { Profile } from './profiles.ts';
import { highestUsd, within } from './saveGuard.ts';
import type { TestRuns } from './testRuns.ts';
import type { KnownSuite, TestTree } from './testTree.ts';

export interface ContinuousParts {
  readonly tree: TestTree;
  readonly tests: TestRuns;
  readonly runs: RunService;
  readonly log: RedactedLog;
}

/** Several files are often saved at once. */
const stormMs = 400;

/** Runs what is watched of a suite when the suite, or one of its datasets, is saved, as far as that costs next to nothing. */
export class ContinuousRuns {
  readonly #parts: ContinuousParts;

  constructor(parts: ContinuousParts) {
    this.#parts = parts;
  }

  /** Until `token` is cancelled. */
  start(request: vscode.TestRunRequest, profile: Profile, token: vscode.CancellationToken): void {
    void requireTrust().catch(() => undefined);
    const owned = new DisposableStore();
    const saved = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    // A run that goes on is waited for, not doubled.
    let work: Promise<void> = Promise.resolve();
    const run = async (): Promise<void> => {
      const uris = [...saved];
      saved.clear();
      if (uris.length > 0 && !token.isCancellationRequested) await this.#run(request, profile, uris, token);
    };
    owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        for (const known of this.#parts.tree.suitesOf(uri)) saved.add(known.uri.toString());
        if (saved.size === 0 || !vscode.workspace.isTrusted) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          work = work.then(run).catch((error: unknown) => this.#tell(error));
        }, stormMs);
      }),
    );
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      owned.dispose();
    });
  }

  async #run(
    request: vscode.TestRunRequest,
    profile: Profile,
    uris: readonly string[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { tests, runs, tree } = this.#parts;
    const suites = tree.all.filter(({ uri }) => uris.includes(uri.toString()));
    const changed = requestFor(request, suites, tree);
    const jobs = await tests.jobs(changed, profile, null);
    const forecasts: RunForecast[] = [];
    for (const { known, selection } of jobs) forecasts.push(await runs.prepareFile(known.uri, selection));
    if (forecasts.length === 0 || token.isCancellationRequested) return;
    const prepared = forecasts.map((forecast) => forecast.prepared);
    const highUsd = highestUsd(prepared);
    const refusal = refusalOf(highUsd);
    if (refusal === null) {
      const isCheap = within(setting('continuousRunMaxUsd'));
      return tests.run(changed, profile, token, { quiet: true, confirm: async (run) => isCheap(run) });
    }
    // Nobody is to be waited for here: the next save asks anew.
    void this.#offer(refusal, () => {
      const isNamed = within(highUsd ?? 0);
      return tests.run(changed, profile, token, { quiet: true, confirm: async (run) => isNamed(run) || confirmCost(run) });
    }).catch((error: unknown) => this.#tell(error));
  }

  async #offer(refusal: string, run: () => Promise<void>): Promise<void> {
    const anyway = vscode.l10n.t('Run Anyway');
    if ((await vscode.window.showInformationMessage(plainMessage(refusal), anyway)) === anyway) await run();
  }

  #tell(error: unknown): void {
    const { log } = this.#parts;
    const text = plainMessage(log.redact(error instanceof Error ? error.message : String(error)));
    if (error instanceof NotRun) vscode.window.setStatusBarMessage(text, 10_000);
    else log.error(`Run on save: ${text}`);
  }
}

/** Why a run on save is not begun that may cost so much; `null`: it is. */
function refusalOf(highUsd: number | null): string | null {
  const mostUsd = setting('continuousRunMaxUsd');
  if (highUsd === null) return vscode.l10n.t('Not run on save: what it may cost is not known.');
  if (highUsd <= mostUsd) return null;
  const [high, most] = [formatUsd(highUsd), formatUsd(mostUsd)];
  return vscode.l10n.t('Not run on save: it may cost up to {0}. Runs on save may cost {1}, which is a setting.', high, most);
}

/** What is watched of these suites. */
function requestFor(request: vscode.TestRunRequest, suites: readonly KnownSuite[], tree: TestTree): vscode.TestRunRequest {
  const isOf = (item: vscode.TestItem) => suites.some(({ uri }) => uri.toString() === tree.place(item)?.uri.toString());
  const include = request.include?.filter(isOf) ?? suites.map(({ item }) => item);
  return new vscode.TestRunRequest(include, request.exclude, request.profile, true, true);
}
