import * as vscode from 'vscode';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { formatPlural } from '../../shared/format.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds, contextKeys } from '../contributions.ts';
import { Throttle } from '../throttle.ts';
import { progressText, type LiveRun } from './liveRun.ts';
import type { RunService } from './runService.ts';

const updateMs = 150;

/** What the user sees of a run outside the panel: a progress notification, the status bar, and the result in one sentence. */
export class RunNotices implements Disposable {
  readonly #runs: RunService;
  readonly #bench: BenchService;
  readonly #owned = new DisposableStore();
  readonly #statusBar: vscode.StatusBarItem;
  readonly #throttle: Throttle;

  constructor(runs: RunService, bench: BenchService) {
    this.#runs = runs;
    this.#bench = bench;
    this.#statusBar = this.#owned.add(vscode.window.createStatusBarItem('llmBench.run', vscode.StatusBarAlignment.Left));
    this.#statusBar.name = 'LLM Bench: run';
    this.#throttle = this.#owned.add(new Throttle(updateMs, () => this.#updateStatusBar()));
    this.#owned.add(
      runs.onDidChange(({ type, runId }) => {
        this.#throttle.request();
        if (type === 'started') this.#showProgress(runId);
        if (type === 'started' || type === 'ended') {
          void vscode.commands.executeCommand('setContext', contextKeys.running, runs.liveRuns.length > 0);
        }
      }),
    );
  }

  /** Says how a run went. */
  async tellEnd(run: RunRecord): Promise<void> {
    const comparison = await (await this.#bench.store()).comparison(run.id);
    const failed = comparison?.totals.failed ?? 0;
    const failures = failed === 0 ? '' : ` ${formatPlural(failed, 'call')} failed.`;
    if (run.status === 'finished') {
      await this.#offer(`${run.name}: ${comparison?.recommendation.headline ?? 'finished.'}${failures}`, run.id, failed > 0);
    } else {
      await this.#offer(`${run.name}: ${run.statusMessage ?? run.status}${failures}`, run.id, true);
    }
  }

  async #offer(message: string, runId: RunId, warn: boolean): Promise<void> {
    const open = 'Open Comparison';
    const exporting = 'Export Report';
    const show = warn ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const answer = await show(message, open, exporting);
    if (answer === open) await vscode.commands.executeCommand(commandIds.openComparison, runId);
    if (answer === exporting) await vscode.commands.executeCommand(commandIds.exportReport, runId);
  }

  #showProgress(runId: RunId): void {
    const live = this.#runs.live(runId);
    if (!live) return;
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: live.run.name, cancellable: true },
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
    const { done, planned } = live.progress;
    this.#statusBar.text = `$(sync~spin) ${done}/${planned}`;
    this.#statusBar.accessibilityInformation = { label: `LLM Bench runs ${live.run.name}: ${done} of ${planned} calls done` };
    this.#statusBar.tooltip = statusTooltip(live, others.length);
    this.#statusBar.command = { command: commandIds.openComparison, title: 'Open Comparison', arguments: [live.run.id] };
    this.#statusBar.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function statusTooltip({ run, progress }: LiveRun, others: number): string {
  const more = others === 0 ? '' : ` and ${formatPlural(others, 'other run')}`;
  return `LLM Bench runs ${run.name}${more}: ${progressText(progress)}\nClick to open the comparison.`;
}
