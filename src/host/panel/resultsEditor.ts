import * as vscode from 'vscode';
import type { ReportThread } from '../../core/report/results/reportThread.ts';
import { assertNever } from '../../shared/base/assertNever.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { formatBytes } from '../../shared/format.ts';
import { firstPage, type MatrixQuery } from '../../shared/model/panelView.ts';
import type { DiffRequested, FromPanel, SvgRequested, ToPanel } from '../../shared/protocol/panel.ts';
import { resultsViewTypes } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import { parseFromPanel } from './messages.ts';
import { panelPage } from './panelPage.ts';
import { resultsFaultPage } from './resultsFault.ts';
import { saveChart } from './saveChart.ts';

/** What is read takes several times its size in memory. */
const mostBytes = 64 * 1024 * 1024;

/** A file with what was found in it. */
class ResultsFile implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly content: ReportThread | { readonly fault: string };

  constructor(uri: vscode.Uri, content: ResultsFile['content']) {
    this.uri = uri;
    this.content = content;
  }

  dispose(): void {
    if (!('fault' in this.content)) this.content.close();
  }
}

/** Exported JSON reports, shown as the comparison that they were written from; for reading only. */
export class ResultsEditor implements vscode.CustomReadonlyEditorProvider<ResultsFile> {
  readonly #extensionUri: vscode.Uri;
  readonly #script: URL;
  readonly #log: RedactedLog;

  constructor(extensionUri: vscode.Uri, log: RedactedLog) {
    this.#extensionUri = extensionUri;
    this.#script = new URL(vscode.Uri.joinPath(extensionUri, 'dist', 'report.worker.js').toString(true));
    this.#log = log;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    for (const viewType of resultsViewTypes) owned.add(vscode.window.registerCustomEditorProvider(viewType, this));
    return owned;
  }

  async openCustomDocument(uri: vscode.Uri): Promise<ResultsFile> {
    try {
      return new ResultsFile(uri, await readFile(uri, this.#script));
    } catch (error) {
      const fault = this.#log.redact(error instanceof Error ? error.message : String(error));
      this.#log.error(`${uri.path}: ${fault}`);
      return new ResultsFile(uri, { fault });
    }
  }

  resolveCustomEditor({ uri, content }: ResultsFile, panel: vscode.WebviewPanel): void {
    if ('fault' in content) {
      resultsFaultPage(panel, this.#extensionUri, vscode.workspace.asRelativePath(uri), content.fault);
      return;
    }
    const page = new ResultsPage(content.calls, panel);
    panel.webview.onDidReceiveMessage((data: unknown) => void page.receive(data));
    panelPage(panel, this.#extensionUri, 'results');
  }
}

async function readFile(uri: vscode.Uri, script: URL): Promise<ReportThread> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostBytes) {
    throw new Error(
      vscode.l10n.t(
        'The file has {0}, and at most {1} are read. Export the report as HTML instead, or open the run itself.',
        formatBytes(size),
        formatBytes(mostBytes),
      ),
    );
  }
  const { ReportThread } = await import('../../core/report/results/reportThread.ts');
  return ReportThread.read(script, await vscode.workspace.fs.readFile(uri));
}

/** Answers what the panel's page asks, from the file. */
class ResultsPage {
  readonly #report: ReportThread['calls'];
  readonly #panel: vscode.WebviewPanel;
  #matrix: MatrixQuery = firstPage;
  /** Views that were sent: each has a mark of its own. */
  #sent = 0;
  #isClosed = false;

  constructor(report: ReportThread['calls'], panel: vscode.WebviewPanel) {
    this.#report = report;
    this.#panel = panel;
    panel.onDidDispose(() => (this.#isClosed = true));
  }

  async receive(data: unknown): Promise<void> {
    const message = parseFromPanel(data);
    if (!message) return;
    try {
      await this.#handle(message);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await this.#post({ type: 'notice-shown', message: plainMessage(text) });
    }
  }

  async #handle(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'panel-ready':
        this.#matrix = message.matrix;
        return this.#postView();
      case 'view-lost':
        return this.#postView();
      case 'matrix-requested':
        this.#matrix = message.query;
        return this.#postView();
      case 'case-requested':
        return this.#post({ type: 'case-answers', query: message.query, found: await this.#report.caseAnswers(message.query) });
      case 'answer-requested':
        return this.#openAnswer(message.attemptId);
      case 'diff-requested':
        return this.#openDiff(message);
      case 'image-saved':
        return saveChart(message.name, 'png', Buffer.from(message.pngBase64, 'base64'));
      case 'svg-requested':
        return this.#saveSvg(message.chart);
      case 'text-copied':
        await vscode.env.clipboard.writeText(message.text);
        return this.#post({ type: 'notice-shown', message: vscode.l10n.t('Copied.') });
      case 'live-watched':
        return;
      // Needs the run, or the other runs of its suite; the page leaves most of it out.
      case 'history-requested':
      case 'rating-given':
      case 'export-requested':
      case 'rerun-requested':
      case 'resume-requested':
      case 'cancel-requested':
      case 'run-opened':
      case 'error-action-requested':
      case 'rescore-requested':
      case 'scoring-chosen':
      case 'baseline-set':
      case 'settle-requested':
        return this.#post({
          type: 'notice-shown',
          message: vscode.l10n.t('This is an exported report, for reading only: open the run itself to do that.'),
        });
      default:
        return assertNever(message, 'message of the panel');
    }
  }

  async #postView(): Promise<void> {
    const value = await this.#report.view(this.#matrix);
    return this.#post({ type: 'view-updated', view: { kind: 'whole', mark: String(++this.#sent), value } });
  }

  async #openAnswer(attemptId: string): Promise<void> {
    const found = await this.#report.answer(attemptId);
    if (found) await vscode.window.showTextDocument(await document(found.text), { viewColumn: vscode.ViewColumn.Beside });
  }

  async #openDiff({ leftAttemptId, rightAttemptId }: DiffRequested): Promise<void> {
    const [left, right] = await Promise.all([this.#report.answer(leftAttemptId), this.#report.answer(rightAttemptId)]);
    if (!left || !right) return;
    const [a, b] = [await document(left.text), await document(right.text)];
    await vscode.commands.executeCommand('vscode.diff', a.uri, b.uri, `${left.title} ↔ ${right.title}`);
  }

  async #saveSvg(chart: SvgRequested['chart']): Promise<void> {
    await saveChart(chart, 'svg', Buffer.from(await this.#report.chartSvg(chart)));
  }

  async #post(message: ToPanel): Promise<void> {
    if (!this.#isClosed) await this.#panel.webview.postMessage(message);
  }
}

function document(content: string): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ content, language: 'markdown' });
}
