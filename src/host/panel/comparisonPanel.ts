import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { RunId, ScoringId } from '../../shared/model/ids.ts';
import type { GradingProgress } from '../../shared/model/run.ts';
import type { FromPanel, SvgRequested, ToPanel } from '../../shared/protocol/panel.ts';
import type { CaseText } from '../../core/caseTexts.ts';
import type { Answers } from '../answers/answers.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds, panelViewType } from '../contributions.ts';
import type { ErrorActions } from '../errors/errorActions.ts';
import type { RedactedLog } from '../log.ts';
import type { RunChange } from '../run/liveRun.ts';
import type { RunService } from '../run/runService.ts';
import type { ScoringChange, ScoringService } from '../scoring/scoringService.ts';
import { Throttle } from '../throttle.ts';
import { panelHtml } from './html.ts';
import { parseFromPanel } from './messages.ts';
import { panelTitle } from './panelTitle.ts';

/** Three pictures a second are live enough; each costs a walk over the run's rows. */
const updateMs = 350;

export interface PanelServices {
  readonly extensionUri: vscode.Uri;
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly scorings: ScoringService;
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
  #casesOf = '';
  /** Whose scores are shown. Absent: those in force. */
  #scoringId: ScoringId | null | undefined;
  /** As it was sent last. */
  #shown: Comparison | null = null;
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
    this.#owned.add(services.scorings.onDidChange((change) => this.#hearScoring(change)));
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
    // Of the runs of a suite one is the baseline of all the others.
    if (runId !== this.runId && !this.#isBaseline(runId) && type !== 'baseline') return;
    const live = this.#services.runs.live(this.runId);
    if (type === 'progressed' && live) void this.#post({ type: 'progress-updated', progress: live.progress });
    this.#updates.request();
  }

  #hearScoring({ type, runId }: ScoringChange): void {
    const live = this.#services.scorings.live(this.runId);
    if (type === 'progressed') {
      if (!live) return;
      void this.#postGrading(live.progress);
      // It was announced before its record was in the store: what is shown does not know of it yet.
      if (!this.#shown?.scoring.all.some(({ id }) => id === live.scoring.id)) this.#updates.request();
      return;
    }
    if (runId !== this.runId && !this.#isBaseline(runId)) return;
    // What was just made is what is to be seen.
    if (type === 'ended' && runId === this.runId) this.#scoringId = undefined;
    this.#updates.request();
  }

  async #postGrading(grading: GradingProgress): Promise<void> {
    if (!this.#shown) return;
    const { planned, failed, costUsd } = this.#shown.totals;
    await this.#post({ type: 'progress-updated', progress: { done: planned, planned, failed, inFlight: 0, costUsd, grading } });
  }

  #isBaseline(runId: RunId): boolean {
    return this.#shown?.baseline?.runId === runId;
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
        await answers.open(this.runId, message.attemptId);
        return;
      case 'diff-requested':
        return answers.compare(this.runId, message.leftAttemptId, message.rightAttemptId);
      case 'export-requested':
        return vscode.commands.executeCommand(commandIds.exportReport, this.runId, message.format, this.#scoringId);
      case 'rerun-requested':
        return vscode.commands.executeCommand(commandIds.rerun, this.runId);
      case 'cancel-requested':
        return vscode.commands.executeCommand(
          this.#services.runs.live(this.runId) ? commandIds.cancelRun : commandIds.cancelRescoring,
          this.runId,
        );
      case 'error-action-requested':
        return this.#services.actions.perform(message.action, this.runId, message.candidateId);
      case 'image-saved':
        return saveChart(message.name, 'png', Buffer.from(message.pngBase64, 'base64'));
      case 'svg-requested':
        return this.#saveSvg(message.chart);
      case 'rescore-requested':
        return vscode.commands.executeCommand(commandIds.rescore, this.runId);
      case 'scoring-chosen':
        this.#scoringId = message.scoringId;
        this.#updates.request();
        return;
      case 'baseline-set':
        return vscode.commands.executeCommand(message.on ? commandIds.setBaseline : commandIds.clearBaseline, this.runId);
      case 'settle-requested':
        return vscode.commands.executeCommand(commandIds.settle, this.runId);
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
      const choice = this.#scoringId === undefined ? {} : { scoringId: this.#scoringId };
      const comparison = await store.comparison(this.runId, choice);
      if (!comparison) {
        const live = this.#services.runs.live(this.runId);
        // The run is there before its first line is in the store.
        if (!live) await this.#post({ type: 'run-missing', message: 'This run is not in the results any more.' });
        return;
      }
      this.#shown = comparison;
      this.#panel.title = panelTitle(comparison.run);
      const [cases, offers] = await Promise.all([this.#casesFor(comparison), this.#services.actions.offers(comparison)]);
      await this.#post({ type: 'comparison-updated', comparison, cases, offers });
    } catch (error) {
      const text = this.#services.log.redact(error instanceof Error ? error.message : String(error));
      this.#services.log.error(`The comparison of ${this.runId} could not be made: ${text}`);
      await this.#post({ type: 'notice-shown', message: `The results could not be read: ${text}` });
    }
  }

  /** Made anew only when other cases are shown, or by other expectations. */
  async #casesFor({ matrix, scoring }: Comparison): Promise<Readonly<Record<string, CaseText>>> {
    const ids = matrix.map(({ caseId }) => caseId).sort();
    const key = JSON.stringify([scoring.active, ids]);
    if (key === this.#casesOf) return this.#cases;
    const [{ caseTexts }, { detailUnder }, store] = await Promise.all([
      import('../../core/caseTexts.ts'),
      import('../../core/activeScoring.ts'),
      this.#services.bench.store(),
    ]);
    const active = scoring.all.find(({ id }) => id === scoring.active);
    const [found, detail] = await Promise.all([store.run(this.runId), active ? store.scoringDetail(this.runId, active.id) : null]);
    if (!found) return {};
    const seen = active && detail ? detailUnder(found.detail, { scoring: active, detail }) : found.detail;
    this.#casesOf = key;
    return (this.#cases = caseTexts(seen.suite, ids));
  }

  async #saveSvg(chart: SvgRequested['chart']): Promise<void> {
    if (!this.#shown) return;
    const { chartSvg } = await import('../../core/report/html/chartSvg.ts');
    await saveChart(chart, 'svg', Buffer.from(chartSvg(chart, this.#shown)));
  }

  async #post(message: ToPanel): Promise<void> {
    if (this.#ready && !this.#owned.isDisposed) await this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#panel.dispose();
    this.#owned.dispose();
  }
}

async function saveChart(name: string, extension: 'png' | 'svg', content: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name.replaceAll(/[^\w.-]+/g, '-')}.${extension}`;
  const target = await vscode.window.showSaveDialog({
    filters: { Images: [extension] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
  });
  if (target) await vscode.workspace.fs.writeFile(target, content);
}
