import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { CaseQuery } from '../../shared/model/caseAnswers.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { GradingProgress } from '../../shared/model/run.ts';
import type {
  FromPanel,
  HistoryRequested,
  PanelReady,
  PanelSection,
  RatingGiven,
  SectionShown,
  SvgRequested,
  ToPanel,
} from '../../shared/protocol/panel.ts';
import type { Answers } from '../answers/answers.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds, panelViewType } from '../contributions.ts';
import type { ErrorActions } from '../errors/errorActions.ts';
import type { RedactedLog } from '../log.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import type { RankingService } from '../rankings/rankingService.ts';
import type { RunChange } from '../run/liveRun.ts';
import type { RunService } from '../run/runService.ts';
import type { ScoringChange, ScoringService } from '../scoring/scoringService.ts';
import { Throttle } from '../throttle.ts';
import { LiveWatch } from './liveWatch.ts';
import { parseFromPanel } from './messages.ts';
import { panelPage } from './panelPage.ts';
import { panelTitle } from './panelTitle.ts';
import { RanksFeed } from './ranksFeed.ts';
import { handleRanks, isOfRanks } from './ranksMessages.ts';
import { saveChart } from './saveChart.ts';
import { ViewFeed } from './viewFeed.ts';

/** Three pictures a second are live enough. */
const updateMs = 350;

export interface PanelServices {
  readonly extensionUri: vscode.Uri;
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly scorings: ScoringService;
  readonly rankings: RankingService;
  readonly directory: ProviderDirectory;
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
  readonly #histories: Throttle;
  readonly #feed: ViewFeed;
  readonly #live: LiveWatch;
  readonly #ranks: RanksFeed;
  /** The case whose answers the page shows; `null` until it asks. */
  #case: CaseQuery | null = null;
  /** What the page shows over time; `null` until it asks. */
  #history: HistoryRequested['query'] | null = null;
  /** The errors that the page has offers for. */
  #offered = '';
  /** What it is to be opened at, until the page has something to show. */
  #section: Omit<SectionShown, 'type'> | null = null;
  /** False until the page listens, and again when it was hidden and is made anew. */
  #ready = false;

  constructor(runId: RunId, panel: vscode.WebviewPanel, services: PanelServices) {
    this.runId = runId;
    this.#panel = panel;
    this.#services = services;
    this.#feed = new ViewFeed(runId);
    this.#updates = this.#owned.add(new Throttle(updateMs, () => this.#update()));
    this.#histories = this.#owned.add(new Throttle(updateMs, () => this.#updateHistory()));
    this.#live = this.#owned.add(
      new LiveWatch({
        runId,
        store: () => services.bench.store(),
        shown: () => this.#shown,
        send: (live) => this.#post({ type: 'live-updated', live }),
        failed: (error) => services.log.error(`How ${runId} goes on could not be shown: ${this.#told(error)}`),
      }),
    );
    this.#live.follow(services.runs.live(runId));
    this.#ranks = this.#owned.add(
      new RanksFeed({
        rankings: services.rankings,
        providers: () => services.directory.list(),
        store: () => services.bench.store(),
        shown: () => this.#shown,
        send: (found) => this.#post({ type: 'ranks-updated', found }),
        failed: (error) => this.#ranksFailed(error),
      }),
    );
    this.#owned.add(panel.onDidDispose(() => this.#owned.dispose()));
    this.#owned.add(panel.webview.onDidReceiveMessage((data: unknown) => void this.#receive(data)));
    this.#owned.add(panel.onDidChangeViewState(() => this.#turned()));
    this.#owned.add(services.runs.onDidChange((change) => this.#hear(change)));
    this.#owned.add(services.scorings.onDidChange((change) => this.#hearScoring(change)));
    this.#owned.add(services.bench.onDidReplace(() => this.#readAnew()));
    panelPage(panel, services.extensionUri);
    // While the page loads.
    this.#updates.request();
  }

  static create(runId: RunId, services: PanelServices, preserveFocus: boolean): ComparisonPanel {
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    return new ComparisonPanel(
      runId,
      vscode.window.createWebviewPanel(panelViewType, vscode.l10n.t('Comparison'), place),
      services,
    );
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Scrolls to a part of it, once it is there. */
  async showSection(section: PanelSection, caseId: string | null): Promise<void> {
    this.#section = { section, caseId };
    if (this.#feed.view) await this.#postSection();
  }

  onDidDispose(listener: () => void): void {
    this.#owned.add({ dispose: listener });
  }

  #hear({ type, runId }: RunChange): void {
    if (type !== 'started' && type !== 'progressed' && type !== 'rated') this.#histories.request();
    // Of the runs of a suite one is the baseline of all the others.
    if (runId !== this.runId && !this.#isBaseline(runId) && type !== 'baseline') return;
    const live = this.#services.runs.live(this.runId);
    this.#live.follow(live);
    if (type === 'rated') void this.#postCase();
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
    if (type === 'ended') this.#histories.request();
    if (runId !== this.runId && !this.#isBaseline(runId)) return;
    // What was just made is what is to be seen.
    if (type === 'ended' && runId === this.runId) this.#feed.scoringId = undefined;
    this.#updates.request();
  }

  /** A page that is hidden is gone: once it is seen again, it is made anew and asks for what it shows. */
  #turned(): void {
    if (this.#panel.visible) return;
    this.#ready = false;
    this.#live.watch(false);
    this.#ranks.want(false);
  }

  #readAnew(): void {
    this.#updates.request();
    this.#histories.request();
  }

  async #postGrading(grading: GradingProgress): Promise<void> {
    if (!this.#shown) return;
    const { planned, failed, costUsd } = this.#shown.totals;
    await this.#post({ type: 'progress-updated', progress: { done: planned, planned, failed, inFlight: 0, costUsd, grading } });
  }

  get #shown(): Comparison | null {
    return this.#feed.view?.comparison ?? null;
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
      const text = this.#told(error);
      this.#services.log.error(`Panel: ${message.type}: ${text}`);
      await this.#post({ type: 'notice-shown', message: text });
    }
  }

  async #handle(message: FromPanel): Promise<unknown> {
    const { answers } = this.#services;
    const execute = vscode.commands.executeCommand;
    if (isOfRanks(message)) return handleRanks(message, this.#ranks, this.#services.rankings, this.#shown?.candidates ?? []);
    switch (message.type) {
      case 'panel-ready':
        return this.#pageReady(message);
      case 'view-lost':
        this.#feed.pageLost();
        return this.#postView();
      case 'matrix-requested':
        this.#feed.matrix = message.query;
        // At once: whoever turns a page waits for it.
        return this.#update();
      case 'history-requested':
        this.#history = message.query;
        return this.#histories.request();
      case 'case-requested':
        this.#case = message.query;
        return this.#postCase();
      case 'rating-given':
        return this.#rate(message);
      case 'live-watched':
        return this.#live.watch(message.on);
      case 'answer-requested':
        return answers.open(this.runId, message.attemptId);
      case 'diff-requested':
        return answers.compare(this.runId, message.leftAttemptId, message.rightAttemptId);
      case 'export-requested':
        return execute(commandIds.exportReport, this.runId, message.format, this.#feed.scoringId);
      case 'rerun-requested':
        return execute(commandIds.rerun, this.runId);
      case 'resume-requested':
        return execute(message.what === 'missing' ? commandIds.resumeRun : commandIds.retryFailed, this.runId);
      case 'cancel-requested':
        return execute(this.#services.runs.live(this.runId) ? commandIds.cancelRun : commandIds.cancelRescoring, this.runId);
      case 'run-opened':
        return execute(commandIds.openComparison, message.runId);
      case 'error-action-requested':
        return this.#services.actions.perform(message.action, this.runId, message.candidateId);
      case 'image-saved':
        return saveChart(message.name, 'png', Buffer.from(message.pngBase64, 'base64'));
      case 'svg-requested':
        return this.#saveSvg(message.chart);
      case 'rescore-requested':
        return execute(commandIds.rescore, this.runId);
      case 'scoring-chosen':
        this.#feed.scoringId = message.scoringId;
        return this.#updates.request();
      case 'baseline-set':
        return execute(message.on ? commandIds.setBaseline : commandIds.clearBaseline, this.runId);
      case 'settle-requested':
        return execute(commandIds.settle, this.runId);
      case 'text-copied':
        await vscode.env.clipboard.writeText(message.text);
        return this.#post({ type: 'notice-shown', message: vscode.l10n.t('Copied.') });
      default:
        return assertNever(message, 'message of the panel');
    }
  }

  async #pageReady({ matrix }: PanelReady): Promise<void> {
    this.#ready = true;
    this.#history = null;
    this.#case = null;
    this.#live.watch(false);
    this.#ranks.want(false);
    this.#offered = '';
    this.#feed.matrix = matrix;
    this.#feed.pageLost();
    this.#updates.request();
    await this.#postView();
  }

  async #update(): Promise<void> {
    if (!this.#panel.visible) return;
    try {
      const refreshed = await this.#feed.refresh(await this.#services.bench.store());
      if (refreshed === 'outdated') return this.#updates.request();
      if (refreshed === 'taken') return await this.#postView();
      // The run is there before its first line is in the store.
      if (!this.#services.runs.live(this.runId))
        await this.#post({ type: 'run-missing', message: vscode.l10n.t('This run is not in the results any more.') });
    } catch (error) {
      const text = this.#told(error);
      this.#services.log.error(`The comparison of ${this.runId} could not be made: ${text}`);
      await this.#post({ type: 'notice-shown', message: vscode.l10n.t('The results could not be read: {0}', text) });
    }
  }

  async #postView(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    this.#panel.title = panelTitle(shown.run, new Date());
    if (!this.#ready) return;
    const view = this.#feed.takeUnsent();
    if (view) await this.#post({ type: 'view-updated', view });
    await this.#postOffers(shown);
    await this.#postSection();
    if (view) this.#ranks.request();
  }

  /** Only where others are due: they stand in the run's suite, which may be large. */
  async #postOffers(comparison: Comparison): Promise<void> {
    const errors = JSON.stringify(comparison.candidates.map(({ errors }) => errors.map(({ kind }) => kind)));
    if (errors === this.#offered) return;
    this.#offered = errors;
    await this.#post({ type: 'offers-updated', offers: await this.#services.actions.offers(comparison) });
  }

  async #postSection(): Promise<void> {
    const section = this.#section;
    if (section === null || !this.#ready) return;
    this.#section = null;
    await this.#post({ type: 'section-shown', ...section });
  }

  async #updateHistory(): Promise<void> {
    const [query, run] = [this.#history, this.#shown?.run];
    if (!query || !run || !this.#ready) return;
    try {
      const store = await this.#services.bench.store();
      const history = await store.history({ suitePath: run.suitePath, ...query });
      await this.#post({ type: 'history-updated', query, history });
    } catch (error) {
      const message = this.#told(error);
      this.#services.log.error(`The history of ${run.suitePath} could not be made: ${message}`);
      await this.#post({ type: 'history-failed', message });
    }
  }

  async #ranksFailed(error: unknown): Promise<void> {
    const message = this.#told(error);
    this.#services.log.error(`The public ranks of ${this.runId} could not be made: ${message}`);
    await this.#post({ type: 'ranks-failed', message });
  }

  async #postCase(): Promise<void> {
    const query = this.#case;
    if (!query || !this.#ready) return;
    const { scoringId } = this.#feed;
    try {
      const store = await this.#services.bench.store();
      const choice = scoringId === undefined ? {} : { scoringId };
      const found = await store.caseAnswers({ runId: this.runId, ...query, ...choice });
      // Who goes from case to case wants the last one.
      if (query === this.#case) await this.#post({ type: 'case-answers', query, found });
    } catch (error) {
      const message = this.#told(error);
      this.#services.log.error(`The answers to ${query.caseId} of ${this.runId} could not be read: ${message}`);
      await this.#post({ type: 'case-failed', query, message });
    }
  }

  async #rate({ attemptId, opinion }: RatingGiven): Promise<void> {
    const place = { runId: this.runId, attemptId: attemptId as AttemptId, at: new Date().toISOString() };
    try {
      await this.#services.runs.rate({ ...place, ...opinion });
    } catch (error) {
      // The page shows what was said as if it were stored.
      await this.#postCase();
      throw error;
    }
  }

  async #saveSvg(chart: SvgRequested['chart']): Promise<void> {
    if (!this.#shown) return;
    const { chartSvg } = await import('../../core/report/html/chartSvg.ts');
    await saveChart(chart, 'svg', Buffer.from(chartSvg(chart, this.#shown)));
  }

  async #post(message: ToPanel): Promise<void> {
    if (this.#ready && !this.#owned.isDisposed) await this.#panel.webview.postMessage(message);
  }

  #told(error: unknown): string {
    return this.#services.log.redact(error instanceof Error ? error.message : String(error));
  }

  dispose(): void {
    this.#panel.dispose();
    this.#owned.dispose();
  }
}
