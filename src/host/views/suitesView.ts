import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { commandIds } from '../contributions.ts';
import { draggedModel, modelMime } from '../models/modelMime.ts';
import { suitePath, type SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteStandings } from '../suites/suiteStandings.ts';
import { ReadAhead } from './readAhead.ts';
import { partRow, suiteRow, suiteTooltip, type PartNode, type SuiteNode } from './suiteRows.ts';

type Node = SuiteNode | PartNode;

/** Suite files, what is written in them and how they went last. A model that is dropped on one is added to it. */
export class SuitesView implements vscode.TreeDataProvider<Node>, vscode.TreeDragAndDropController<Node>, Disposable {
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes = [modelMime];
  readonly #index: SuiteIndex;
  readonly #standings: SuiteStandings;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #rows: ReadAhead<Node>;
  #suites: readonly SuiteNode[] = [];

  constructor(index: SuiteIndex, standings: SuiteStandings, id: string) {
    this.#index = index;
    this.#standings = standings;
    const options = { treeDataProvider: this, dragAndDropController: this, showCollapseAll: true };
    const view = this.#owned.add(vscode.window.createTreeView<Node>(id, options));
    this.#rows = new ReadAhead<Node>({
      isVisible: () => view.visible,
      read: () => this.#roots(),
      tell: () => this.#changes.fire(undefined),
    });
    this.#owned.add(index.onDidChange(() => void this.#rows.renew()));
    this.#owned.add(standings.onDidChange((path) => this.#redraw(path)));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#rows.rows();
    if (node.kind !== 'suite') return [];
    const { suite } = node;
    const { models, cases, datasets } = suite.outline;
    return [
      ...models.map(({ ref, range }): PartNode => ({ kind: 'model', suite, name: ref, range })),
      ...cases.map(({ id, name, nameRange }): PartNode => ({ kind: 'case', suite, name, caseId: id, range: nameRange })),
      ...datasets.map(({ path, range }): PartNode => ({ kind: 'dataset', suite, name: path, range })),
    ];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const path = suitePath(node.suite.uri);
    this.#standings.want(path);
    const figures = this.#standings.known(path);
    return node.kind === 'suite' ? suiteRow(node.suite, figures) : partRow(node, figures);
  }

  /** The tooltip is made when somebody looks, so that no statistics are loaded before. */
  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind === 'suite') {
      item.tooltip = await suiteTooltip(node.suite, this.#standings.known(suitePath(node.suite.uri)));
    }
    return item;
  }

  async handleDrop(target: Node | undefined, data: vscode.DataTransfer): Promise<void> {
    const ref = await draggedModel(data);
    if (ref !== null) await vscode.commands.executeCommand(commandIds.addToSuite, { ref }, target?.suite.uri);
  }

  async #roots(): Promise<SuiteNode[]> {
    const nodes = (await this.#index.suites()).map((suite): SuiteNode => ({ kind: 'suite', suite }));
    this.#suites = nodes;
    return nodes;
  }

  #redraw(path: string): void {
    for (const node of this.#suites) if (suitePath(node.suite.uri) === path) this.#changes.fire(node);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
