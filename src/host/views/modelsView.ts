import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { contextValues } from '../contributions.ts';
import type { SecretKeys } from '../secrets.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import { spoken } from './spoken.ts';
import { listProviders, type ModelNode, type ProviderNode } from './providerList.ts';

type Node = ProviderNode | ModelNode;

/** Who can be asked: providers with the state of their key, and the models that the workspace uses of each. */
export class ModelsView implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #index: SuiteIndex;
  readonly #keys: SecretKeys;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changes.event;
  /** Origins that have a key, as of the last look at the providers. */
  #withKey: readonly string[] = [];

  constructor(index: SuiteIndex, keys: SecretKeys, id: string) {
    this.#index = index;
    this.#keys = keys;
    this.#owned.add(vscode.window.createTreeView<Node>(id, { treeDataProvider: this }));
    this.#owned.add(index.onDidChange(() => this.#changes.fire()));
    this.#owned.add(keys.onDidChange(() => this.#changes.fire()));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.kind === 'provider' ? [...node.models] : [];
    this.#withKey = await this.#keys.origins();
    return listProviders((await this.#index.suites()).flatMap(({ suite }) => suite ?? []));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'model') return modelItem(node);
    return providerItem(node, node.origin !== null && this.#withKey.includes(node.origin));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function providerItem({ id, name, origin, local }: ProviderNode, hasKey: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${id} ${origin ?? ''}`;
  if (origin === null) {
    item.iconPath = new vscode.ThemeIcon('beaker');
    item.description = 'built in, needs no key';
    item.accessibilityInformation = spoken(name, item.description);
    item.tooltip = 'An embedded server on this machine: nothing leaves it.';
    return item;
  }
  item.iconPath = new vscode.ThemeIcon(local ? 'server' : 'cloud');
  item.description = keyState(hasKey, local);
  item.accessibilityInformation = spoken(name, item.description);
  item.tooltip = `${origin}\n${keyTooltip(hasKey, local)}`;
  item.contextValue = hasKey ? contextValues.withKey : contextValues.withoutKey;
  return item;
}

function keyState(hasKey: boolean, local: boolean): string {
  if (hasKey) return 'key set';
  return local ? 'needs no key' : 'no key';
}

function keyTooltip(hasKey: boolean, local: boolean): string {
  if (hasKey) return "The key is in the editor's secret storage and sent to this server only.";
  return local ? 'A server on this machine: works without a key.' : 'A run that needs the key asks for it.';
}

function modelItem({ ref, name, detail }: ModelNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('symbol-method');
  item.description = detail;
  item.accessibilityInformation = spoken(name, detail);
  item.tooltip = detail === '' ? ref : `${ref}\n${detail}`;
  return item;
}
