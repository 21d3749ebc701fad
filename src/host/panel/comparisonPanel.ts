import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { FromPanel, ToPanel } from '../../shared/protocol/panel.ts';
import type { CaseText } from '../../core/caseTexts.ts';
import type { Answers } from '../answers/answers.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds, panelViewType } from '../contributions.ts';
import type { ErrorActions } from '../errors/errorActions.ts';
import type { RedactedLog } from '../log.ts';
import type { RunChange } from '../run/liveRun.ts';
import type { RunService } from '../run/runService.ts';
import { Throttle } from '../throttle.ts';
import { panelHtml } from './html.ts';
import { parseFromPanel } from './messages.ts';

/** Three pictures a second are live enough; each costs a walk over the run's rows. */
const updateMs = 350;

export interface PanelServices {
  readonly extensionUri: vscode.Uri;
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly answers: Answers;
  readonly actions: ErrorActions;
  readonly log: RedactedLog;
}

/** The comparison of one run in an editor tab. */
export class ComparisonPanel implements Disposable {
  readonly runId: RunId;
  readonly #panel: vscode.WebviewPanel;
  readonly #services: PanelServices;
  readonly #owned = new DisposableStore();
  readonly #updates: Throttle;
  #cases: Readonly<Record<string, CaseText>> = {};
  #casesOf: readonly string[] = [];
  /** False until the page listens, and again when it was hidden and is made anew. */
  #ready = false;

  constructor(runId: RunId, panel: vscode.WebviewPanel, services: PanelServices) {
    this.runId = runId;
    this.#panel = panel;
    this.#services = services;
    this.#updates = this.#owned.add(new Throttle(updateMs, () => this.#update()));
    this.#owned.add(panel.onDidDispose(() => this.#owned.dispose()));
    this.#owned.add(panel.webview.onDidReceiveMessage((data: unknown) => void this.#receive(data)));
    this.#owned.add(panel.onDidChangeViewState(() => (this.#ready = this.#ready && panel.visible)));
    this.#owned.add(services.runs.onDidChange((change) => this.#hear(change)));
    const dist = vscode.Uri.joinPath(services.extensionUri, 'dist/webview');
    const address = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    panel.iconPath = vscode.Uri.joinPath(services.extensionUri, 'media/icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.html = panelHtml({
      script: address('panel.js'),
      style: address('panel.css'),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
    });
  }

  static create(runId: RunId, services: PanelServices, preserveFocus: boolean): ComparisonPanel {
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    return new ComparisonPanel(runId, vscode.window.createWebviewPanel(panelViewType, 'Comparison', place), services);
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  onDidDispose(listener: () => void): void {
    this.#owned.add({ dispose: listener });
  }

  #hear({ type, runId }: RunChange): void {
    if (runId !== this.runId) return;
    const live = this.#services.runs.live(runId);
    if (type === 'progressed' && live) void this.#post({ type: 'progress-updated', progress: live.progress });
    this.#updates.request();
  }

  async #receive(data: unknown): Promise<void> {
    const message = parseFromPanel(data);
    if (!message) return;
    try {
      await this.#handle(message);
    } catch (error) {
      const text = this.#services.log.redact(error instanceof Error ? error.message : String(error));
      this.#services.log.error(`Panel: ${message.type}: ${text}`);
      await this.#post({ type: 'notice-shown', message: text });
    }
  }

  async #handle(message: FromPanel): Promise<void> {
    const { answers } = this.#services;
    switch (message.type) {
      case 'panel-ready':
        this.#ready = true;
        this.#updates.request();
        return;
      case 'answer-requested':
        return answers.open(this.runId, message.attemptId);
      case 'diff-requested':
        return answers.compare(this.runId, message.leftAttemptId, message.rightAttemptId);
      case 'export-requested':
        return vscode.commands.executeCommand(commandIds.exportReport, this.runId, message.format);
      case 'rerun-requested':
        return vscode.commands.executeCommand(commandIds.rerun, this.runId);
      case 'cancel-requested':
        return vscode.commands.executeCommand(commandIds.cancelRun, this.runId);
      case 'error-action-requested':
        return this.#services.actions.perform(message.action, this.runId, message.candidateId);
      case 'image-saved':
        return saveImage(message.name, message.pngBase64);
      case 'text-copied':
        await vscode.env.clipboard.writeText(message.text);
        await this.#post({ type: 'notice-shown', message: 'Copied.' });
        return;
      default:
        assertNever(message, 'message of the panel');
    }
  }

  async #update(): Promise<void> {
    if (!this.#ready) return;
    try {
      const store = await this.#services.bench.store();
      const comparison = await store.comparison(this.runId);
      if (!comparison) {
        const live = this.#services.runs.live(this.runId);
        // The run is there before its first line is in the store.
        if (!live) await this.#post({ type: 'run-missing', message: 'This run is not in the results any more.' });
        return;
      }
      this.#panel.title = comparison.run.name;
      const [cases, offers] = await Promise.all([this.#casesFor(comparison), this.#services.actions.offers(comparison)]);
      await this.#post({ type: 'comparison-updated', comparison, cases, offers });
    } catch (error) {
      const text = this.#services.log.redact(error instanceof Error ? error.message : String(error));
      this.#services.log.error(`The comparison of ${this.runId} could not be made: ${text}`);
      await this.#post({ type: 'notice-shown', message: `The results could not be read: ${text}` });
    }
  }

  /** Made anew only when other cases are shown: their texts never change within a run. */
  async #casesFor({ matrix }: Comparison): Promise<Readonly<Record<string, CaseText>>> {
    const ids = matrix.map(({ caseId }) => caseId).sort();
    if (ids.length === this.#casesOf.length && ids.every((id, index) => id === this.#casesOf[index])) return this.#cases;
    const [{ caseTexts }, store] = await Promise.all([import('../../core/caseTexts.ts'), this.#services.bench.store()]);
    const found = await store.run(this.runId);
    if (!found) return {};
    this.#casesOf = ids;
    return (this.#cases = caseTexts(found.detail.suite, ids));
  }

  async #post(message: ToPanel): Promise<void> {
    if (this.#ready && !this.#owned.isDisposed) await this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#panel.dispose();
    this.#owned.dispose();
  }
}

async function saveImage(name: string, pngBase64: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name.replaceAll(/[^\w.-]+/g, '-')}.png`;
  const target = await vscode.window.showSaveDialog({
    filters: { Images: ['png'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
  });
  if (target) await vscode.workspace.fs.writeFile(target, Buffer.from(pngBase64, 'base64'));
}
