import * as vscode from 'vscode';
import { fullName, type EditorModel, type EditorModels } from '../../core/editorModels.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { formatCompact } from '../../shared/format.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { modelMime } from '../models/modelMime.ts';
import {
  modelRow,
  modelRowId,
  modelTooltip,
  moreRow,
  noticeRow,
  providerRow,
  providerTooltip,
  type ModelRow,
} from './modelRows.ts';
import type { ModelNode, ProviderNode } from './providerList.ts';
import { ReadAhead } from './readAhead.ts';

interface MoreNode {
  readonly kind: 'more';
  readonly providers: readonly ProviderNode[];
}

interface NoticeNode {
  readonly kind: 'notice';
  readonly text: string;
}

/** How calls to a provider (all of it where the model is `null`) went lately, in sentences. */
export type SuccessOf = (provider: string, model: string | null) => Promise<readonly string[]>;

type Node = ProviderNode | MoreNode | ModelRow | NoticeNode;

/** Who can be asked: providers with the state of their key, and the models that the workspace uses of each, to be dragged into suites. */
export class ModelsView implements vscode.TreeDataProvider<Node>, vscode.TreeDragAndDropController<Node>, Disposable {
  readonly dragMimeTypes = [modelMime, 'text/plain'];
  readonly dropMimeTypes: readonly string[] = [];
  readonly #directory: ProviderDirectory;
  readonly #editorModels: Pick<EditorModels, 'list'>;
  readonly #successOf: SuccessOf;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #rows: ReadAhead<Node>;

  constructor(
    directory: ProviderDirectory,
    editorModels: Pick<EditorModels, 'list'> & { onDidChange: vscode.Event<void> },
    successOf: SuccessOf,
    id: string,
  ) {
    this.#successOf = successOf;
    this.#directory = directory;
    this.#editorModels = editorModels;
    const options = { treeDataProvider: this, dragAndDropController: this };
    const view = this.#owned.add(vscode.window.createTreeView<Node>(id, options));
    this.#rows = new ReadAhead<Node>({
      isVisible: () => view.visible,
      read: () => this.#providers(),
      tell: () => this.#changes.fire(),
    });
    this.#owned.add(directory.onDidChange(() => void this.#rows.renew()));
    this.#owned.add(editorModels.onDidChange(() => void this.#rows.renew()));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) return this.#rows.rows();
    if (node.kind === 'more') return [...node.providers];
    if (node.kind !== 'provider') return [];
    return node.access.kind === 'editor' ? this.#ofEditor(node) : this.#withFacts(node);
  }

  handleDrag([node]: readonly Node[], data: vscode.DataTransfer): void {
    if (node?.kind !== 'model') return;
    for (const type of this.dragMimeTypes) data.set(type, new vscode.DataTransferItem(node.ref));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'provider':
        return providerRow(node);
      case 'more':
        return moreRow(node.providers.length);
      case 'model':
        return modelRow(node);
      case 'notice':
        return noticeRow(node.text);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind === 'provider') item.tooltip = providerTooltip(node, await this.#success(node.id, null));
    if (node.kind === 'model') item.tooltip = modelTooltip(node, await this.#success(...splitRef(node)));
    return item;
  }

  /** Only what was called has figures; where the results cannot be read, the tooltip says the rest. */
  async #success(provider: string, model: string | null): Promise<readonly string[]> {
    try {
      return await this.#successOf(provider, model);
    } catch {
      return [];
    }
  }

  async #providers(): Promise<Node[]> {
    const all = await this.#directory.list();
    const others = all.filter(({ inUse }) => !inUse);
    const shown: Node[] = all.filter(({ inUse }) => inUse);
    return others.length === 0 ? shown : [...shown, { kind: 'more', providers: others }];
  }

  /** The list's prices are those of the provider's own server. */
  async #withFacts(provider: ProviderNode): Promise<ModelRow[]> {
    const { id, models, endpoint } = provider;
    const { listedFacts, unknown } = await import('../models/modelPrices.ts');
    const names = models.map(({ name }) => name);
    const facts = endpoint === null ? await listedFacts(id, names, new Date()) : null;
    return models.map((model) => ({
      ...model,
      rowId: modelRowId(provider, model.ref),
      facts: facts?.get(model.name) ?? unknown,
    }));
  }

  /** The models that suites use, then all that the editor has. Asked for when somebody looks: it wakes other extensions. */
  async #ofEditor(provider: ProviderNode): Promise<Node[]> {
    const { id, models } = provider;
    const known = new Set(models.map(({ ref }) => ref));
    const all = await this.#editorModels.list();
    const contexts = new Map(all.map((model) => [`${id}/${fullName(model)}`, model.maxInputTokens]));
    // Some vendors offer a model twice: rows of one name would be one row twice.
    const named = new Map(all.map((model) => editorNode(id, model)).map((node) => [node.ref, node]));
    const offered = [...named.values()].filter(({ ref }) => !known.has(ref));
    const nodes = [...models, ...offered];
    if (nodes.length > 0) {
      const facts = { price: null, deprecated: false };
      return nodes.map((model) => ({
        ...model,
        rowId: modelRowId(provider, model.ref),
        facts: { ...facts, contextTokens: contexts.get(model.ref) ?? null },
      }));
    }
    const text = vscode.l10n.t('None yet: install an extension that provides some, such as GitHub Copilot, and sign in.');
    return [{ kind: 'notice', text }];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function splitRef({ ref, name }: ModelNode): [provider: string, model: string] {
  return [ref.slice(0, -name.length - 1), name];
}

function editorNode(provider: string, model: EditorModel): ModelNode {
  const name = fullName(model);
  const detail = vscode.l10n.t('{0} · {1} context', model.name, formatCompact(model.maxInputTokens));
  return { kind: 'model', ref: `${provider}/${name}`, name, detail, disabled: null, failing: null };
}
