import * as vscode from 'vscode';
import type { RunListItem } from '../../core/store/spec.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import {
  formatCost,
  formatInstant,
  formatInterval,
  formatMs,
  formatPercent,
  formatPlural,
  formatQuality,
} from '../../shared/format.ts';
import type { CandidateSummary, Comparison, Recommendation } from '../../shared/model/comparison.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { setContext } from '../contextKey.ts';
import { commandIds, contextKeys, contextValues } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { gradingText, progressText, type RunChange } from '../run/liveRun.ts';
import type { RunService } from '../run/runService.ts';
import type { ScoringChange, ScoringService } from '../scoring/scoringService.ts';
import { readComparison } from '../readComparison.ts';
import { Throttle } from '../throttle.ts';
import { spoken } from './spoken.ts';
import { candidateDescription, costText, endedRunValue, judgingText, liveIcon, runDescription, runIcon } from './runTexts.ts';

export interface RunNode {
  readonly kind: 'run';
  readonly runId: RunId;
  readonly item: RunListItem;
}

interface CandidateNode {
  readonly kind: 'candidate';
  readonly runId: RunId;
  readonly summary: CandidateSummary;
  readonly recommendation: Recommendation;
}

/** Leads to the next page of runs. */
interface MoreNode {
  readonly kind: 'more';
  /** Runs that are shown. */
  readonly shown: number;
}

type Node = RunNode | CandidateNode | MoreNode;

const updateMs = 500;
/** The descriptions tell how long ago a run was. */
const clockMs = 60_000;
const pageRuns = 50;

export interface RunsViewParts {
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly scorings: ScoringService;
  readonly log: RedactedLog;
}

/** Stored runs, newest first, and those that go on. */
export class RunsView implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #bench: BenchService;
  readonly #runs: RunService;
  readonly #scorings: ScoringService;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly #throttle = this.#owned.add(new Throttle(updateMs, () => this.#update()));
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #rows = new Map<string, RunNode>();
  readonly #progressed = new Set<string>();
  /** The figures of runs that have ended, until something comes of them again. */
  readonly #candidates = new Map<string, readonly CandidateNode[]>();
  #pages = 1;
  /** False when the list of runs may have changed since it was read. */
  #listed = false;

  constructor({ bench, runs, scorings, log }: RunsViewParts, id: string) {
    this.#bench = bench;
    this.#runs = runs;
    this.#scorings = scorings;
    this.#log = log;
    const view = this.#owned.add(vscode.window.createTreeView<Node>(id, { treeDataProvider: this, showCollapseAll: true }));
    const refreshShown = () => {
      if (view.visible) this.refresh();
    };
    this.#owned.add(runs.onDidChange((change) => this.#hear(change)));
    this.#owned.add(scorings.onDidChange((change) => this.#hear(change)));
    this.#owned.add(bench.onDidReplace(() => this.refresh()));
    this.#owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && refreshShown()));
    this.#owned.add(view.onDidChangeVisibility(refreshShown));
    const clock = setInterval(refreshShown, clockMs);
    this.#owned.add({ dispose: () => clearInterval(clock) });
  }

  refresh(): void {
    this.#listed = false;
    this.#throttle.request();
  }

  showMore(): void {
    this.#pages += 1;
    this.refresh();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    try {
      if (!node) return await this.#runNodes();
      return node.kind === 'run' ? [...(await this.#candidateNodes(node.runId))] : [];
    } catch (error) {
      this.#log.error(`The runs could not be read: ${String(error)}`);
      throw error;
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'candidate') return candidateItem(node);
    if (node.kind === 'more') return moreItem(node);
    return runItem(node.item, this.#doing(node.runId));
  }

  /** The tooltip is made when somebody looks: what judges cost is in no list. */
  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind !== 'run') return item;
    const comparison = await this.#bench
      .store()
      .then((store) => readComparison(store, node.runId))
      .catch(() => null);
    item.tooltip = runTooltip(node.item, comparison);
    return item;
  }

  /** What goes on with a run in this window. */
  #doing(runId: RunId): Doing | null {
    const live = this.#runs.live(runId);
    if (live) return { state: 'running', description: progressText(live.progress), contextValue: contextValues.liveRun };
    const scoring = this.#scorings.live(runId);
    if (!scoring) return null;
    const description = `scoring again ${gradingText(scoring.progress)}`;
    return { state: 'being scored again', description, contextValue: contextValues.rescoredRun };
  }

  async #runNodes(): Promise<Node[]> {
    const shown = this.#pages * pageRuns;
    // One more tells whether there are more.
    const items = await (await this.#bench.store()).listRuns({ limit: shown + 1 });
    this.#listed = true;
    setContext(contextKeys.runsRead, true);
    const before = new Map(this.#rows);
    this.#rows.clear();
    for (const item of items.slice(0, shown)) this.#rows.set(item.run.id, { kind: 'run', runId: item.run.id, item });
    // Another window, or the command line, may have gone on with a run.
    for (const [runId, { item }] of before) {
      if (JSON.stringify(this.#rows.get(runId)?.item) !== JSON.stringify(item)) this.#candidates.delete(runId);
    }
    const more: Node[] = items.length > shown ? [{ kind: 'more', shown }] : [];
    return [...this.#rows.values(), ...more];
  }

  async #candidateNodes(runId: RunId): Promise<readonly CandidateNode[]> {
    const known = this.#candidates.get(runId);
    if (known) return known;
    const comparison = await readComparison(await this.#bench.store(), runId);
    if (!comparison) return [];
    const { candidates, recommendation } = comparison;
    const nodes = candidates.map((summary): CandidateNode => ({ kind: 'candidate', runId, summary, recommendation }));
    if (comparison.status !== 'running') this.#candidates.set(runId, nodes);
    return nodes;
  }

  /** Progress concerns one row only; the list itself changes when a run begins, ends or is edited. */
  #hear({ type, runId }: RunChange | ScoringChange): void {
    if (type === 'rated') return;
    this.#candidates.delete(runId);
    if (type === 'progressed') this.#progressed.add(runId);
    else this.#listed = false;
    this.#throttle.request();
  }

  #update(): void {
    const rows = [...this.#progressed].map((runId) => this.#rows.get(runId));
    this.#progressed.clear();
    if (!this.#listed || rows.includes(undefined)) this.#changes.fire(undefined);
    else for (const row of rows) this.#changes.fire(row);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

interface Doing {
  readonly state: string;
  readonly description: string;
  readonly contextValue: string;
}

function runItem(item: RunListItem, doing: Doing | null): vscode.TreeItem {
  const { run } = item;
  const treeItem = new vscode.TreeItem(run.name, vscode.TreeItemCollapsibleState.Collapsed);
  treeItem.id = run.id;
  const [icon, color] = doing ? liveIcon : runIcon(item);
  treeItem.iconPath = new vscode.ThemeIcon(icon, color === null ? undefined : new vscode.ThemeColor(color));
  treeItem.description = doing?.description ?? runDescription(item, new Date());
  treeItem.contextValue = doing?.contextValue ?? endedRunValue(item);
  treeItem.command = { command: commandIds.openComparison, title: 'Open Comparison', arguments: [run.id] };
  treeItem.accessibilityInformation = spoken(run.name, doing?.state ?? run.status, treeItem.description);
  return treeItem;
}

function moreItem({ shown }: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem('Show More Runs…', vscode.TreeItemCollapsibleState.None);
  item.id = `more.${shown}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: commandIds.showMoreRuns, title: 'Show More Runs' };
  return item;
}

function runTooltip(item: RunListItem, comparison: Comparison | null): vscode.MarkdownString {
  const { run, models, meanQuality, samplesDone, failed } = item;
  const judging = comparison && judgingText(comparison);
  return table(run.name, [
    ['Status', run.statusMessage ?? run.status],
    ['Suite', run.suitePath],
    ['Begun', formatInstant(run.startedAt)],
    ...(run.baselineAt === null ? [] : ([['Baseline since', formatInstant(run.baselineAt)]] as const)),
    ['Calls', callsText(`${samplesDone} of ${run.plannedSamples} done`, failed)],
    ...(run.extensions === 0 ? [] : ([['Added to', formatPlural(run.extensions, 'time')]] as const)),
    ['Mean quality', formatQuality(meanQuality)],
    ['Cost', costText(item)],
    ...(judging === null ? [] : ([['Judges', judging]] as const)),
    ['Models', models.join(', ')],
  ]);
}

function candidateItem({ runId, summary, recommendation }: CandidateNode): vscode.TreeItem {
  const chosen = recommendation.cheapestAsGood ?? recommendation.bestQuality;
  const item = new vscode.TreeItem(summary.label, vscode.TreeItemCollapsibleState.None);
  item.id = `${runId}/${summary.id}`;
  item.iconPath =
    summary.id === chosen
      ? new vscode.ThemeIcon('star-full', new vscode.ThemeColor('charts.yellow'))
      : new vscode.ThemeIcon('circle-outline');
  item.description = candidateDescription(summary);
  item.accessibilityInformation = spoken(summary.label, summary.id === chosen ? 'recommended' : '', item.description);
  item.tooltip = candidateTooltip(summary);
  item.command = { command: commandIds.openComparison, title: 'Open Comparison', arguments: [runId] };
  return item;
}

function candidateTooltip(summary: CandidateSummary): vscode.MarkdownString {
  const { label, quality, passRate, latencyMs, ttftMs, ok, failed, planned, cost } = summary;
  const interval = formatInterval(quality, formatQuality);
  return table(label, [
    ['Quality', `${formatQuality(quality?.value ?? null)}${interval === '' ? '' : ` (95 %: ${interval})`}`],
    ['Passed', passRate === null ? 'n/a' : formatPercent(passRate.value)],
    ['Median latency', formatMs(latencyMs?.p50.value ?? null)],
    ['Median time to first token', formatMs(ttftMs?.p50.value ?? null)],
    ['Calls', callsText(`${ok} of ${planned} answered`, failed)],
    ['Cost', formatCost(cost)],
  ]);
}

/** A failure is worth a word, its absence is not. */
function callsText(calls: string, failed: number): string {
  return failed === 0 ? calls : `${calls}, ${failed} failed`;
}

/** Texts come from suites and servers: they are appended as text, never as Markdown. */
function table(title: string, rows: readonly (readonly [name: string, value: string])[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [name, value] of rows) tooltip.appendMarkdown(`${name}: `).appendText(value).appendMarkdown('  \n');
  return tooltip;
}
