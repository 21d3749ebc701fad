import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { RankingCategory } from '../../shared/model/rankings.ts';
import { creditOf } from '../../shared/rankingText.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { modelMime } from '../models/modelMime.ts';
import { canBeAsked } from '../providers/canBeAsked.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { disabledRefs } from '../rankings/disabledRefs.ts';
import type { RankingService } from '../rankings/rankingService.ts';
import { categoryNodes, childrenOf, faultNodes, filterText, type RankingNode } from './rankingList.ts';
import { ReadAhead } from './readAhead.ts';
import { rankingRow, rankingTooltip } from './rankingRows.ts';
import type { RankingsFilter } from './rankingsFilter.ts';

/** The descriptions tell how old a ranking is. */
const clockMs = 60_000;

export interface RankingsViewParts {
  readonly rankings: RankingService;
  readonly directory: ProviderDirectory;
  readonly rankingsFilter: RankingsFilter;
  readonly log: RedactedLog;
  readonly now: () => Date;
}

/** What public boards say of models, by category; models that are known here can be dragged into suites. Nobody is asked for it. */
export class RankingsView
  implements vscode.TreeDataProvider<RankingNode>, vscode.TreeDragAndDropController<RankingNode>, Disposable
{
  readonly dragMimeTypes = [modelMime, 'text/plain'];
  readonly dropMimeTypes: readonly string[] = [];
  readonly #parts: RankingsViewParts;
  readonly #view: vscode.TreeView<RankingNode>;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changes.event;
  /** Category → pages that are shown of it. */
  readonly #pages = new Map<RankingCategory, number>();
  readonly #rows: ReadAhead<RankingNode>;

  constructor(parts: RankingsViewParts, id: string) {
    this.#parts = parts;
    const { rankings, rankingsFilter } = parts;
    const options = { treeDataProvider: this, dragAndDropController: this, showCollapseAll: true };
    const view = this.#owned.add(vscode.window.createTreeView<RankingNode>(id, options));
    this.#view = view;
    this.#rows = new ReadAhead<RankingNode>({
      isVisible: () => view.visible,
      read: () => this.#roots(),
      tell: () => this.#changes.fire(),
    });
    const changed = () => void this.#rows.renew();
    this.#owned.add(rankings.onDidChange(changed));
    this.#owned.add(rankingsFilter.onDidChange(() => this.#filtered()));
    this.#filtered();
    this.#owned.add(view.onDidChangeVisibility(() => void this.#looked()));
    const clock = setInterval(() => {
      if (view.visible) changed();
    }, clockMs);
    this.#owned.add({ dispose: () => clearInterval(clock) });
  }

  /** Before the first use a look asks nobody. */
  async #looked(): Promise<void> {
    const { rankings, log } = this.#parts;
    try {
      if (this.#view.visible && (await rankings.isUsed())) await rankings.look();
    } catch (error) {
      log.warn(`The rankings could not be refreshed: ${String(error)}`);
    }
  }

  showMore(category: RankingCategory): void {
    this.#pages.set(category, this.#pagesOf(category) + 1);
    void this.#rows.renew();
  }

  async getChildren(node?: RankingNode): Promise<RankingNode[]> {
    if (node?.kind === 'ranking') {
      const { ranking } = node;
      return [...childrenOf(node, this.#pagesOf(ranking.category), creditOf(ranking.origin))];
    }
    if (node !== undefined) return [];
    try {
      return await this.#rows.rows();
    } catch (error) {
      this.#parts.log.error(`The rankings could not be read: ${String(error)}`);
      throw error;
    }
  }

  getTreeItem(node: RankingNode): vscode.TreeItem {
    return rankingRow(node, this.#parts.now());
  }

  resolveTreeItem(item: vscode.TreeItem, node: RankingNode): vscode.TreeItem {
    item.tooltip ??= rankingTooltip(node, this.#parts.now());
    return item;
  }

  handleDrag([node]: readonly RankingNode[], data: vscode.DataTransfer): void {
    if (node?.kind !== 'ranked' || node.ref === null) return;
    for (const type of this.dragMimeTypes) data.set(type, new vscode.DataTransferItem(node.ref));
  }

  /** Before the first use the welcome says what there is to have; nothing is loaded for it. */
  async #roots(): Promise<RankingNode[]> {
    const { rankings, directory, rankingsFilter, now } = this.#parts;
    const isUsed = await rankings.isUsed();
    setContext(contextKeys.rankingsRead, true);
    if (!isUsed) return [];
    const [answers, matches, health, boards, providers] = await Promise.all([
      rankings.kept(),
      rankings.matches(),
      rankings.health(),
      rankings.boards(),
      directory.list(),
    ]);
    const askable = providers.filter(canBeAsked).map(({ id }) => id);
    const own = { askable, disabled: disabledRefs(providers), filter: rankingsFilter.current };
    const categories = categoryNodes({ answers, matches, ...own, now: now() });
    return [...categories, ...faultNodes(health, boards)];
  }

  #pagesOf(category: RankingCategory): number {
    return this.#pages.get(category) ?? 1;
  }

  #filtered(): void {
    this.#view.description = filterText(this.#parts.rankingsFilter.current);
    this.#pages.clear();
    void this.#rows.renew();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
