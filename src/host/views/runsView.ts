import * as vscode from 'vscode';
import type { RunListItem } from '../../core/store/spec.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { StoredSuite } from '../../shared/model/history.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys, contextValues } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { readComparison } from '../readComparison.ts';
import { relativeTime } from '../relativeTime.ts';
import { gradingText, progressText, type RunChange } from '../run/liveRun.ts';
import type { NamedRun, PendingDeletes } from '../run/pendingDeletes.ts';
import type { RunService } from '../run/runService.ts';
import { statusWords } from '../run/statusWords.ts';
import type { ScoringChange, ScoringService } from '../scoring/scoringService.ts';
import { Throttle } from '../throttle.ts';
import type { RunArrangement } from './runArrangement.ts';
import { LatestReads } from './latestReads.ts';
import { ReadAhead } from './readAhead.ts';
import { runDays, type RunDay } from './runDays.ts';
import { candidateRow, groupRow, moreRunsRow, runRow, runTooltip } from './runRows.ts';
import type { CandidateNode, Doing, MoreRunsNode, RunGroupNode, RunNode } from './runRows.ts';
import { shownRuns } from './shownRuns.ts';

type Node = RunNode | CandidateNode | RunGroupNode | MoreRunsNode;

const updateMs = 500;
/** The descriptions tell how long ago a run was. */
const clockMs = 60_000;
const pageRuns = 50;

export interface RunsViewParts {
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly scorings: ScoringService;
  readonly pendingDeletes: PendingDeletes;
  readonly arrangement: RunArrangement;
  readonly log: RedactedLog;
}

/** Stored runs and those that go on: the pinned ones, then the newest first; by suite or by day where the user wants it. */
export class RunsView implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #parts: RunsViewParts;
  readonly #view: vscode.TreeView<Node>;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly #throttle = this.#owned.add(new Throttle(updateMs, () => this.#update()));
  readonly onDidChangeTreeData = this.#changes.event;
  /** Those that were asked for since the list was read. */
  readonly #rows = new Map<string, RunNode>();
  readonly #progressed = new Set<string>();
  /** Runs under way that the list was read for since they had their first result. */
  readonly #awaited = new Set<string>();
  /** The figures of runs that have ended, for as long as their rows stay as they are. */
  readonly #candidates = new Map<string, { readonly row: string; readonly nodes: readonly CandidateNode[] }>();
  /** List (see `MoreRunsNode`) → pages that are shown of it. */
  readonly #pages = new Map<string, number>();
  /** By list: the view may ask anew before it was answered. */
  readonly #reads = new LatestReads<Node[]>();
  readonly #topmost: ReadAhead<Node>;
  /** Counts what happened to runs. */
  #heard = 0;
  /** False when the list of runs may have changed since it was read. */
  #listed = false;

  constructor(parts: RunsViewParts, id: string) {
    this.#parts = parts;
    const { runs, scorings, bench, pendingDeletes, arrangement } = parts;
    const options = { treeDataProvider: this, showCollapseAll: true, canSelectMany: true };
    const view = this.#owned.add(vscode.window.createTreeView<Node>(id, options));
    this.#view = view;
    this.#topmost = new ReadAhead<Node>({
      isVisible: () => view.visible,
      read: () => this.#roots(),
      tell: () => this.#changes.fire(undefined),
    });
    const refreshShown = () => {
      if (view.visible) this.refresh();
    };
    this.#owned.add(runs.onDidChange((change) => this.#hear(change)));
    this.#owned.add(scorings.onDidChange((change) => this.#hear(change)));
    this.#owned.add(pendingDeletes.onDidChange(() => this.refresh()));
    this.#owned.add(arrangement.onDidChange(() => this.#arrange()));
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

  showMore(list: string): void {
    this.#pages.set(list, (this.#pages.get(list) ?? 1) + 1);
    this.refresh();
  }

  /** The runs that a command of this view was called on: those that are selected, or the row that a key or a menu points at beside them. */
  chosen(target: unknown): readonly NamedRun[] {
    const { selection } = this.#view;
    const isAmong = selection.some((node) => node === target) || target === undefined || target === null;
    const nodes: readonly unknown[] = isAmong ? selection : [target];
    return nodes.flatMap((node) => (isRunNode(node) ? [{ runId: node.runId, name: node.item.run.name }] : []));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    try {
      if (!node) return await this.#topmost.rows();
      if (node.kind === 'run') return [...(await this.#candidateNodes(node))];
      if (node.kind !== 'group') return [];
      return this.#shown('items' in node.of ? node.of.items.map(rowOf) : await this.#list(node.of.suitePath));
    } catch (error) {
      this.#parts.log.error(`The runs could not be read: ${String(error)}`);
      throw error;
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'run':
        return runRow(node.item, this.#doing(node.runId));
      case 'candidate':
        return candidateRow(node);
      case 'group':
        return groupRow(node);
      case 'more':
        return moreRunsRow(node);
    }
  }

  /** The tooltip is made when somebody looks: what judges cost is in no list. */
  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind !== 'run') return item;
    const comparison = await this.#parts.bench
      .store()
      .then((store) => readComparison(store, node.runId))
      .catch(() => null);
    item.tooltip = runTooltip(node.item, comparison);
    return item;
  }

  /** What goes on with a run in this window. */
  #doing(runId: RunId): Doing | null {
    const { runs, scorings } = this.#parts;
    const live = runs.live(runId);
    if (live)
      return { state: statusWords.running, description: progressText(live.progress), contextValue: contextValues.liveRun };
    const scoring = scorings.live(runId);
    if (!scoring) return null;
    const description = vscode.l10n.t('scoring again {0}', gradingText(scoring.progress));
    return { state: vscode.l10n.t('being scored again'), description, contextValue: contextValues.rescoredRun };
  }

  async #roots(): Promise<Node[]> {
    // Before it is read: what changes meanwhile is to be read once more.
    this.#listed = true;
    const { arrangement } = this.#parts;
    const { grouping } = arrangement;
    const nodes = await (grouping === 'suite' ? this.#suiteGroups() : this.#listOrDays(grouping === 'day'));
    setContext(contextKeys.runsRead, true);
    this.#view.message = filterText(arrangement.filter, nodes.length > 0);
    this.#rows.clear();
    return this.#shown(nodes);
  }

  async #listOrDays(byDay: boolean): Promise<Node[]> {
    const { items, more } = await this.#page('');
    return [...(byDay ? runDays(items, new Date()).map(dayGroup) : items.map(rowOf)), ...more];
  }

  #list(suitePath: string): Promise<Node[]> {
    return this.#reads.of(suitePath, async () => {
      const { items, more } = await this.#page(suitePath);
      return [...items.map(rowOf), ...more];
    });
  }

  /** Of each suite no more is read than whether it has a run to show. */
  async #suiteGroups(): Promise<Node[]> {
    const store = await this.#parts.bench.store();
    const suites = await store.suites();
    const firsts = await Promise.all(suites.map(async ({ path }) => (await this.#read(path, 1))[0]));
    return suites.filter((_, index) => firsts[index] !== undefined).map((suite, index) => suiteGroup(suite, index === 0));
  }

  /** @param list path of a suite; `''`: all runs */
  async #page(list: string): Promise<{ readonly items: readonly RunListItem[]; readonly more: readonly MoreRunsNode[] }> {
    const shown = (this.#pages.get(list) ?? 1) * pageRuns;
    // One more tells whether there are more.
    const items = await this.#read(list, shown + 1);
    return { items: items.slice(0, shown), more: items.length > shown ? [{ kind: 'more', list, shown }] : [] };
  }

  async #read(list: string, limit: number): Promise<readonly RunListItem[]> {
    const { bench, pendingDeletes, arrangement } = this.#parts;
    const page = { limit, pinnedFirst: true, search: arrangement.filter };
    return shownRuns(await bench.store(), pendingDeletes, list === '' ? page : { ...page, suitePath: list });
  }

  #shown(nodes: Node[]): Node[] {
    for (const node of nodes) if (node.kind === 'run') this.#rows.set(node.runId, node);
    return nodes;
  }

  async #candidateNodes({ runId, item }: RunNode): Promise<readonly CandidateNode[]> {
    const row = JSON.stringify(item);
    const known = this.#candidates.get(runId);
    // Another window, or the command line, may have gone on with the run.
    if (known?.row === row) return known.nodes;
    const heard = this.#heard;
    const comparison = await readComparison(await this.#parts.bench.store(), runId);
    if (!comparison) return [];
    const { candidates, recommendation } = comparison;
    const nodes = candidates.map((summary): CandidateNode => ({ kind: 'candidate', runId, summary, recommendation }));
    // What has changed meanwhile is to be read again.
    if (comparison.status !== 'running' && heard === this.#heard) this.#candidates.set(runId, { row, nodes });
    return nodes;
  }

  /** Progress concerns one row only; the list itself changes when a run begins, ends or is edited. */
  #hear({ type, runId }: RunChange | ScoringChange): void {
    if (type === 'rated') return;
    this.#heard++;
    this.#candidates.delete(runId);
    if (type === 'progressed') {
      this.#progressed.add(runId);
      // The list was read before the run's first line was in the store, or its group is not open: read once more, and only once.
      if (!this.#rows.has(runId) && !this.#awaited.has(runId)) this.#listed = false;
      this.#awaited.add(runId);
    } else {
      if (type === 'ended' || type === 'deleted') this.#awaited.delete(runId);
      this.#listed = false;
      this.#tellRunning();
    }
    this.#throttle.request();
  }

  #tellRunning(): void {
    const { length } = this.#parts.runs.liveRuns;
    const tooltip = length === 1 ? vscode.l10n.t('1 run goes on') : vscode.l10n.t('{0} runs go on', length);
    this.#view.badge = length === 0 ? undefined : { value: length, tooltip };
  }

  /** Pages of another arrangement are not those of this one. */
  #arrange(): void {
    this.#pages.clear();
    this.refresh();
  }

  /** A run whose row is not shown has none to be drawn anew. */
  async #update(): Promise<void> {
    const rows = [...this.#progressed].flatMap((runId) => this.#rows.get(runId) ?? []);
    this.#progressed.clear();
    if (!this.#listed) await this.#topmost.renew();
    else for (const row of rows) this.#changes.fire(row);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function isRunNode(value: unknown): value is RunNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'run';
}

function rowOf(item: RunListItem): RunNode {
  return { kind: 'run', runId: item.run.id, item };
}

function suiteGroup({ path, name, lastAt }: StoredSuite, isOpen: boolean): RunGroupNode {
  const description = relativeTime(lastAt, new Date());
  return { kind: 'group', id: `suite ${path}`, label: name, description, icon: 'beaker', isOpen, of: { suitePath: path } };
}

function dayGroup({ key, age, items }: RunDay, index: number): RunGroupNode {
  const icon = age === null ? 'pinned' : 'calendar';
  const description = String(items.length);
  return { kind: 'group', id: `day ${key}`, label: dayLabel(key, age), description, icon, isOpen: index === 0, of: { items } };
}

function dayLabel(key: string, age: number | null): string {
  if (age === null) return vscode.l10n.t('Pinned');
  if (age === 0) return vscode.l10n.t('Today');
  if (age === 1) return vscode.l10n.t('Yesterday');
  const words = new Intl.DateTimeFormat(vscode.env.language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return words.format(new Date(`${key}T00:00`));
}

function filterText(filter: string, isAny: boolean): string {
  if (filter === '') return '';
  return isAny
    ? vscode.l10n.t('Runs with “{0}”', filter)
    : vscode.l10n.t('No run has “{0}” in its name, suite or models.', filter);
}
