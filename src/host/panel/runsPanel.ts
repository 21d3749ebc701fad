import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { fewestRuns, type RunsComparison } from '../../shared/model/runsComparison.ts';
import type { FromRunsPanel, RunsExport, RunsState, ToRunsPanel } from '../../shared/protocol/runsPanel.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds, runsPanelViewType } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import type { RunChange } from '../run/liveRun.ts';
import type { RunService } from '../run/runService.ts';
import type { ScoringService } from '../scoring/scoringService.ts';
import { Throttle } from '../throttle.ts';
import { panelPage } from './panelPage.ts';
import { parseFromRunsPanel } from './runsMessages.ts';

/** Runs that go on are read whole at each look. */
const updateMs = 1_000;

export interface RunsPanelServices {
  readonly extensionUri: vscode.Uri;
  readonly bench: BenchService;
  readonly runs: Pick<RunService, 'onDidChange'>;
  readonly scorings: Pick<ScoringService, 'onDidChange'>;
  readonly log: RedactedLog;
}

/** Several runs side by side in an editor tab. */
export class RunsPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: RunsPanelServices;
  readonly #owned = new DisposableStore();
  readonly #updates: Throttle;
  #shown: RunsState;
  #comparison: RunsComparison | null = null;
  /** Counts what was asked: an earlier answer must not take the place of a later one. */
  #turn = 0;
  /** False until the page listens, and again when it was hidden and is made anew. */
  #ready = false;

  constructor(shown: RunsState, panel: vscode.WebviewPanel, services: RunsPanelServices) {
    this.#shown = shown;
    this.#panel = panel;
    this.#services = services;
    this.#updates = this.#owned.add(new Throttle(updateMs, () => this.#update()));
    this.#owned.add(panel.onDidDispose(() => this.#owned.dispose()));
    this.#owned.add(panel.webview.onDidReceiveMessage((data: unknown) => void this.#receive(data)));
    this.#owned.add(panel.onDidChangeViewState(() => (this.#ready = this.#ready && panel.visible)));
    this.#owned.add(services.runs.onDidChange((change) => this.#hear(change)));
    this.#owned.add(services.scorings.onDidChange(({ type, runId }) => type === 'ended' && this.#changed(runId)));
    this.#owned.add(services.bench.onDidReplace(() => this.#updates.request()));
    panelPage(panel, services.extensionUri, 'several');
  }

  static create(shown: RunsState, services: RunsPanelServices): RunsPanel {
    const title = vscode.l10n.t('Runs side by side');
    return new RunsPanel(shown, vscode.window.createWebviewPanel(runsPanelViewType, title, vscode.ViewColumn.Active), services);
  }

  get runIds(): readonly RunId[] {
    return this.#shown.runIds;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  onDidDispose(listener: () => void): void {
    this.#owned.add({ dispose: listener });
  }

  #hear({ type, runId }: RunChange): void {
    if (type !== 'progressed') this.#changed(runId);
  }

  #changed(runId: RunId): void {
    if (this.#shown.runIds.includes(runId)) this.#updates.request();
  }

  async #receive(data: unknown): Promise<void> {
    const message = parseFromRunsPanel(data);
    if (!message) return;
    try {
      await this.#handle(message);
    } catch (error) {
      await this.#failed(message.type, error);
    }
  }

  async #handle(message: FromRunsPanel): Promise<unknown> {
    switch (message.type) {
      case 'runs-ready':
        this.#ready = true;
        return this.#update();
      case 'reference-chosen':
        this.#shown = { ...this.#shown, reference: message.runId };
        return this.#update();
      case 'one-left-out':
        return this.#leaveOut(message.runId);
      case 'one-opened':
        return vscode.commands.executeCommand(commandIds.openComparison, message.runId);
      case 'runs-export':
        return this.#export(message.format);
      default:
        return assertNever(message, 'message of the page of several runs');
    }
  }

  #leaveOut(runId: RunId): Promise<void> | undefined {
    const runIds = this.#shown.runIds.filter((id) => id !== runId);
    if (runIds.length < fewestRuns) return;
    const reference = this.#shown.reference === runId ? null : this.#shown.reference;
    this.#shown = { runIds, reference };
    return this.#update();
  }

  async #update(): Promise<void> {
    if (!this.#panel.visible || !this.#ready) return;
    const turn = ++this.#turn;
    const { runIds, reference } = this.#shown;
    try {
      const store = await this.#services.bench.store();
      const comparison = await store.compareRuns(runIds, reference);
      if (turn !== this.#turn) return;
      this.#comparison = comparison;
      if (comparison) {
        this.#panel.title = titleOf(comparison);
        await this.#post({ type: 'runs-updated', comparison });
      } else {
        const message = vscode.l10n.t('Fewer than two of these runs are still in the results: choose others to compare.');
        await this.#post({ type: 'runs-missing', message });
      }
    } catch (error) {
      if (turn === this.#turn) await this.#failed('update', error);
    }
  }

  async #export(format: RunsExport['format']): Promise<void> {
    if (!this.#comparison) return;
    const { renderRuns } = await import('../../core/report/several/text.ts');
    const text = renderRuns(format, this.#comparison);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export the runs'),
      filters: { [format.toUpperCase()]: [format] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `runs-side-by-side.${format}`) } : {}),
    });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    const open = vscode.l10n.t('Open');
    const written = vscode.l10n.t('The runs are in {0}.', plainMessage(vscode.workspace.asRelativePath(target)));
    if ((await vscode.window.showInformationMessage(written, open)) === open) {
      await vscode.commands.executeCommand('vscode.open', target);
    }
  }

  async #failed(what: string, error: unknown): Promise<void> {
    const text = this.#services.log.redact(error instanceof Error ? error.message : String(error));
    this.#services.log.error(`Runs side by side: ${what}: ${text}`);
    await this.#post({ type: 'runs-notice', message: vscode.l10n.t('The runs could not be compared: {0}', text) });
  }

  async #post(message: ToRunsPanel): Promise<void> {
    if (this.#ready && !this.#owned.isDisposed) await this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#panel.dispose();
    this.#owned.dispose();
  }
}

function titleOf({ runs }: RunsComparison): string {
  const [name, ...others] = new Set(runs.map((run) => run.name));
  return name !== undefined && others.length === 0
    ? vscode.l10n.t('{0} · {1} runs', name, runs.length)
    : vscode.l10n.t('{0} runs side by side', runs.length);
}
