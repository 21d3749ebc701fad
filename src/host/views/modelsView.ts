import * as vscode from 'vscode';
import { demoModels } from '../../core/demo/models.ts';
import { brands } from '../../core/providers/brands.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { contextValues } from '../contributions.ts';
import { isForeign, originOf } from '../origins.ts';
import type { SecretKeys } from '../secrets.ts';
import type { IndexedSuite, SuiteIndex } from '../suites/suiteIndex.ts';

export interface ProviderNode {
  readonly kind: 'provider';
  readonly id: string;
  readonly name: string;
  /** `null` for the demo models. */
  readonly origin: string | null;
  /** A server of a suite's own, on this machine: works without a key. */
  readonly local: boolean;
  readonly models: readonly ModelNode[];
}

interface ModelNode {
  readonly kind: 'model';
  readonly ref: string;
  readonly name: string;
  readonly detail: string;
}

type Node = ProviderNode | ModelNode;

/** Who can be asked: providers with the state of their key, and the models that the workspace uses of each. */
export class ModelsView implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #index: SuiteIndex;
  readonly #keys: SecretKeys;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(index: SuiteIndex, keys: SecretKeys, id: string) {
    this.#index = index;
    this.#keys = keys;
    this.#owned.add(vscode.window.createTreeView<Node>(id, { treeDataProvider: this }));
    this.#owned.add(index.onDidChange(() => this.refresh()));
    this.#owned.add(keys.onDidChange(() => this.refresh()));
  }

  refresh(): void {
    this.#changes.fire();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return providerNodes(await this.#index.suites());
    return node.kind === 'provider' ? [...node.models] : [];
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    if (node.kind === 'model') return modelItem(node);
    const hasKey = node.origin !== null && (await this.#keys.origins()).includes(node.origin);
    return providerItem(node, hasKey);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** The providers that we know, then the servers that suites name, each origin once. */
export function providerNodes(suites: readonly IndexedSuite[]): ProviderNode[] {
  const known = brands.map(
    ({ id, name, server, defaultModel }): ProviderNode => ({
      kind: 'provider',
      id,
      name,
      origin: server === null ? null : originOf(server.baseUrl),
      local: false,
      models: id === 'demo' ? demoModelNodes() : modelNodes(id, suites, [`${id}/${defaultModel}`]),
    }),
  );
  const endpoints = suites.flatMap(({ suite }) => suite?.endpoints ?? []);
  const own = endpoints
    .filter(({ id }, index) => endpoints.findIndex((other) => other.id === id) === index)
    .map(({ id, baseUrl }): ProviderNode => {
      const origin = originOf(baseUrl);
      return { kind: 'provider', id, name: id, origin, local: !isForeign(origin), models: modelNodes(id, suites, []) };
    });
  return [...known, ...own];
}

function modelNodes(provider: string, suites: readonly IndexedSuite[], always: readonly string[]): ModelNode[] {
  const used = new Map<string, string[]>(always.map((ref) => [ref, []]));
  for (const { suite } of suites) {
    for (const { ref, provider: owner } of suite?.models ?? []) {
      if (owner === provider) used.set(ref, [...new Set([...(used.get(ref) ?? []), suite?.name ?? ''])]);
    }
  }
  return [...used].map(([ref, names]) => ({
    kind: 'model',
    ref,
    name: ref.slice(provider.length + 1),
    detail: names.length === 0 ? '' : `in ${names.join(', ')}`,
  }));
}

function demoModelNodes(): ModelNode[] {
  return demoModels.map(({ id, description }) => ({ kind: 'model', ref: `demo/${id}`, name: id, detail: description }));
}

function providerItem({ id, name, origin, local }: ProviderNode, hasKey: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${id} ${origin ?? ''}`;
  item.iconPath = new vscode.ThemeIcon(origin === null ? 'beaker' : local ? 'server' : 'cloud');
  item.description = origin === null ? 'built in, needs no key' : keyState(hasKey, local);
  item.tooltip = origin === null ? 'An embedded server on this machine: nothing leaves it.' : `${origin}\n${keyTooltip(hasKey, local)}`;
  if (origin !== null) item.contextValue = hasKey ? contextValues.withKey : contextValues.withoutKey;
  return item;
}

function keyState(hasKey: boolean, local: boolean): string {
  if (hasKey) return 'key set';
  return local ? 'needs none' : 'no key';
}

function keyTooltip(hasKey: boolean, local: boolean): string {
  if (hasKey) return "The key is in the editor's secret storage and sent to this server only.";
  return local ? 'A server on this machine: works without a key.' : 'A run that needs the key asks for it.';
}

function modelItem({ ref, name, detail }: ModelNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.id = ref;
  item.iconPath = new vscode.ThemeIcon('symbol-method');
  item.description = detail;
  item.tooltip = detail === '' ? ref : `${ref}\n${detail}`;
  return item;
}
