import * as vscode from 'vscode';
import type { ErrorAction } from '../../shared/errorAction.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { CandidateId, RunId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { formatPlural } from '../../shared/format.ts';
import type { BenchService } from '../benchService.ts';
import { setContext } from '../contextKey.ts';
import { commandIds, contextKeys } from '../contributions.ts';
import type { ErrorActions } from '../errors/errorActions.ts';
import { dominatingError, type FailingModels } from '../errors/failingModels.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { Throttle } from '../throttle.ts';
import { failureText, ungradedText } from './failureText.ts';
import { countText, progressText, spokenCount, type LiveRun } from './liveRun.ts';
import type { EndedRun, RunService } from './runService.ts';
import { statusWords } from './statusWords.ts';

const updateMs = 150;
const openButton = vscode.l10n.t('Open Comparison');
/** For a run that went wrong: what it has may be in memory only. */
const exportButton = vscode.l10n.t('Export Report');

export interface NoticeParts {
  readonly runs: RunService;
  readonly bench: BenchService;
  readonly actions: ErrorActions;
  readonly failing: FailingModels;
}

/** What the user sees of a run outside the panel: a progress notification, the status bar, and the result in one sentence. */
export class RunNotices implements Disposable {
  readonly #runs: RunService;
  readonly #bench: BenchService;
  readonly #actions: ErrorActions;
  readonly #failing: FailingModels;
  readonly #owned = new DisposableStore();
  readonly #statusBar: vscode.StatusBarItem;
  readonly #throttle: Throttle;

  constructor({ runs, bench, actions, failing }: NoticeParts) {
    this.#runs = runs;
    this.#bench = bench;
    this.#actions = actions;
    this.#failing = failing;
    this.#statusBar = this.#owned.add(vscode.window.createStatusBarItem('llmBench.run', vscode.StatusBarAlignment.Left));
    this.#statusBar.name = vscode.l10n.t('LLM Bench: run');
    this.#throttle = this.#owned.add(new Throttle(updateMs, () => this.#updateStatusBar()));
    this.#owned.add(
      runs.onDidChange(({ type, runId }) => {
        this.#throttle.request();
        // The Test Explorer shows the progress of its own.
        if (type === 'started' && runs.live(runId)?.run.triggeredBy !== 'test') this.#showProgress(runId);
        if (type === 'started' || type === 'ended') {
          setContext(contextKeys.running, runs.liveRuns.length > 0);
        }
      }),
    );
  }

  /** Says how a run went, and offers what helps against the error that most of its calls failed with. */
  async tellEnd({ run, leftOut }: EndedRun): Promise<void> {
    // A store that failed is why some runs end: that must not hide the run's own words.
    const comparison = await this.#bench
      .store()
      .then((store) => store.comparison(run.id))
      .catch(() => null);
    if (comparison) this.#failing.learn(comparison);
    const remedy = comparison && (await this.#remedy(comparison));
    const missed = comparison && run.status === 'finished' ? await this.#missed(comparison) : '';
    const keep = run.status !== 'finished' || (remedy === null && !isFine(run, comparison));
    const buttons = [remedy?.action.label, openButton, keep ? exportButton : undefined];
    const show =
      isFine(run, comparison) && missed === '' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const answer = await show(endText(run, comparison, leftOut, missed), ...buttons.filter((button) => button !== undefined));
    if (answer === openButton) await vscode.commands.executeCommand(commandIds.openComparison, run.id);
    if (answer === exportButton) await vscode.commands.executeCommand(commandIds.exportReport, run.id);
    if (remedy && answer === remedy.action.label) await this.#actions.perform(remedy.action.name, run.id, remedy.candidateId);
  }

  async #remedy(comparison: Comparison): Promise<{ readonly candidateId: CandidateId; readonly action: ErrorAction } | null> {
    const worst = dominatingError(comparison.candidates);
    if (worst === null) return null;
    const offers = await this.#actions.offers(comparison).catch(() => []);
    const offer = offers.find(({ candidateId, kind }) => candidateId === worst.candidate.id && kind === worst.kind);
    const [action] = offer?.actions ?? [];
    return action ? { candidateId: worst.candidate.id, action } : null;
  }

  /** What the run was held against and fell short of: the baseline, and the limits of its suite. */
  async #missed(comparison: Comparison): Promise<string> {
    const head = await (await this.#bench.store()).head(comparison.runId);
    const { missedText } = await import('./missedText.ts');
    return head ? missedText(comparison, head.suite.thresholds) : '';
  }

  #showProgress(runId: RunId): void {
    const live = this.#runs.live(runId);
    if (!live) return;
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainName(live.run.name), cancellable: true },
      async (progress, token) => {
        const owned = new DisposableStore();
        owned.add(token.onCancellationRequested(() => live.handle.cancel()));
        let shown = 0;
        const report = owned.add(
          new Throttle(updateMs, () => {
            const { done, planned } = live.progress;
            progress.report({ message: progressText(live.progress), increment: ((done - shown) / Math.max(1, planned)) * 100 });
            shown = done;
          }),
        );
        report.request();
        owned.add(
          this.#runs.onDidChange((change) => {
            if (change.runId === runId) report.request();
          }),
        );
        await live.handle.finished.catch(() => undefined);
        owned.dispose();
      },
    );
  }

  #updateStatusBar(): void {
    const [live, ...others] = this.#runs.liveRuns;
    if (!live) {
      this.#statusBar.hide();
      return;
    }
    this.#statusBar.text = `$(sync~spin) ${countText(live.progress)}`;
    this.#statusBar.accessibilityInformation = {
      label: vscode.l10n.t('LLM Bench runs {0}: {1}', live.run.name, spokenCount(live.progress)),
    };
    this.#statusBar.tooltip = statusTooltip(live, others.length);
    this.#statusBar.command = {
      command: commandIds.openComparison,
      title: vscode.l10n.t('Open Comparison'),
      arguments: [live.run.id],
    };
    this.#statusBar.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function isFine(run: RunRecord, comparison: Comparison | null): boolean {
  return run.status === 'finished' && (comparison?.totals.failed ?? 0) === 0;
}

function endText(run: RunRecord, comparison: Comparison | null, leftOut: readonly string[], missed: string): string {
  const failures = comparison ? failureText(comparison) : '';
  const ungraded = comparison ? ungradedText(comparison) : '';
  const result = run.status === 'finished' ? comparison?.recommendation.headline : run.statusMessage;
  const without = leftOut.length === 0 ? '' : vscode.l10n.t('{0} left out.', formatPlural(leftOut.length, 'disabled model'));
  return [`${plainName(run.name)}: ${plainMessage(result ?? statusWords[run.status])}`, ungraded, missed, failures, without]
    .filter(Boolean)
    .join(' ');
}

function statusTooltip({ run, progress }: LiveRun, others: number): string {
  const more = others === 0 ? '' : vscode.l10n.t(' and {0}', formatPlural(others, 'other run'));
  return vscode.l10n.t('LLM Bench runs {0}{1}: {2}\nClick to open the comparison.', run.name, more, progressText(progress));
}
