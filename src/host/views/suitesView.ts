import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable.ts';
import { formatPlural } from '../../shared/format.ts';
import type { TextRange } from '../../shared/model/problem.ts';
import { contextValues } from '../contributions.ts';
import { toRange } from '../language/problemBoard.ts';
import { suiteTitle, type IndexedSuite, type SuiteIndex } from '../suites/suiteIndex.ts';
import { spoken } from './spoken.ts';
import { detectableText } from './suiteTexts.ts';

export type SuiteNode =
  | { readonly kind: 'suite'; readonly suite: IndexedSuite }
  | {
      readonly kind: 'case' | 'dataset';
      readonly suite: IndexedSuite;
      readonly name: string;
      readonly range: TextRange;
    };

/** Suite files and what is written in them. */
export class SuitesView implements vscode.TreeDataProvider<SuiteNode> {
  readonly #index: SuiteIndex;
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(index: SuiteIndex) {
    this.#index = index;
    this.onDidChangeTreeData = index.onDidChange;
  }

  async getChildren(node?: SuiteNode): Promise<SuiteNode[]> {
    if (!node) return (await this.#index.suites()).map((suite) => ({ kind: 'suite', suite }));
    if (node.kind !== 'suite') return [];
    const { suite } = node;
    const { cases, datasets } = suite.outline;
    return [
      ...cases.map(({ name, nameRange }): SuiteNode => ({ kind: 'case', suite, name, range: nameRange })),
      ...datasets.map(({ path, range }): SuiteNode => ({ kind: 'dataset', suite, name: path, range })),
    ];
  }

  getTreeItem(node: SuiteNode): vscode.TreeItem {
    return node.kind === 'suite' ? suiteItem(node.suite) : partItem(node);
  }

  /** The tooltip is made when somebody looks, so that no statistics are loaded before. */
  async resolveTreeItem(item: vscode.TreeItem, node: SuiteNode): Promise<vscode.TreeItem> {
    if (node.kind === 'suite') item.tooltip = await suiteTooltip(node.suite);
    return item;
  }

  static create(index: SuiteIndex, id: string): Disposable {
    return vscode.window.createTreeView(id, { treeDataProvider: new SuitesView(index), showCollapseAll: true });
  }
}

function suiteItem(suite: IndexedSuite): vscode.TreeItem {
  const { uri, outline } = suite;
  const item = new vscode.TreeItem(suiteTitle(suite), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = uri.toString();
  // Colours the row where the file has problems, as the explorer does.
  item.resourceUri = uri;
  item.iconPath = suite.suite
    ? new vscode.ThemeIcon('beaker')
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.description = sizeText(suite);
  item.accessibilityInformation = spoken(suiteTitle(suite), item.description);
  item.contextValue = contextValues.suite;
  item.command = openAt(uri, outline.name?.range);
  return item;
}

/** `5 models · 24 cases`, or what keeps the suite from running. */
function sizeText({ suite, problems }: IndexedSuite): string {
  if (suite) return `${formatPlural(suite.models.length, 'model')} · ${formatPlural(suite.caseCount, 'case')}`;
  return formatPlural(problems.filter(({ severity }) => severity === 'error').length, 'error');
}

async function suiteTooltip({ suite, problems, path }: IndexedSuite): Promise<vscode.MarkdownString> {
  const tooltip = new vscode.MarkdownString();
  if (suite) {
    const { name, description, models, caseCount, repeats, prompts } = suite;
    const calls = models.length * Math.max(1, prompts.length) * caseCount * repeats;
    tooltip.appendText(name).appendMarkdown('\n\n');
    if (description !== '') tooltip.appendText(description).appendMarkdown('\n\n');
    tooltip.appendText(models.map(({ label }) => label).join(', ')).appendMarkdown('\n\n');
    tooltip.appendText(`${formatPlural(calls, 'call')} a run`).appendMarkdown('\n\n');
    if (models.length * prompts.length > 1) {
      const { detectableBefore } = await import('../../core/stats/detectable.ts');
      tooltip.appendText(detectableText(caseCount, detectableBefore(caseCount))).appendMarkdown('\n\n');
    }
  } else {
    for (const { message } of problems.slice(0, 3)) tooltip.appendText(message).appendMarkdown('\n\n');
  }
  return tooltip.appendText(path);
}

function partItem({ kind, name, suite, range }: Exclude<SuiteNode, { kind: 'suite' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon(kind === 'case' ? 'symbol-field' : 'table');
  if (kind === 'dataset') item.description = 'dataset';
  item.command = openAt(suite.uri, range);
  return item;
}

function openAt(uri: vscode.Uri, range?: TextRange): vscode.Command {
  const selection = range ? { selection: toRange(range) } : {};
  return { command: 'vscode.open', title: 'Open', arguments: [uri, selection] };
}
