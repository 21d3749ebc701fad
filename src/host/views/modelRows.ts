import * as vscode from 'vscode';
import { commandIds, contextValues } from '../contributions.ts';
import type { Access } from '../providers/access.ts';
import type { ModelNode, ProviderNode } from './providerList.ts';
import { spoken } from './spoken.ts';

/** The rows of the Models view. */

/** Tooltips are made when somebody looks, since they take figures from the results. */
export function providerRow({ id, name, access, origin, hasKey, endpoint }: ProviderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${id} ${endpoint?.baseUrl ?? ''}`;
  item.iconPath = new vscode.ThemeIcon(iconOf(access));
  item.description = accessText(access, hasKey);
  item.accessibilityInformation = spoken(name, item.description);
  item.contextValue = contextOf(access, origin, hasKey);
  return item;
}

function iconOf(access: Access): string {
  if (access.kind === 'built-in') return 'beaker';
  if (access.kind === 'editor') return 'vscode';
  return access.kind === 'open' && access.local ? 'server' : 'cloud';
}

function accessText(access: Access, hasKey: boolean): string {
  if (hasKey) return 'key set';
  switch (access.kind) {
    case 'built-in':
      return 'built in, needs no key';
    case 'editor':
      return 'needs no key';
    case 'open':
      return access.local ? 'on this machine' : 'no key';
    case 'key':
      return access.spare ? "no key: AWS's sign-in" : 'no key';
    case 'google':
      return "Google's sign-in";
    case 'unset':
      return 'not set up';
  }
}

function accessSentence(access: Access, hasKey: boolean): string {
  if (hasKey) return "The key is in the editor's secret storage and sent to this server only.";
  switch (access.kind) {
    case 'built-in':
      return 'An embedded server on this machine: nothing leaves it.';
    case 'editor':
      return 'The language models that this editor offers to its extensions. It asks you before they are used.';
    case 'open':
      return access.local ? 'A server on this machine: works without a key.' : 'Called without a key until you set one.';
    case 'key':
      return access.spare
        ? "Without a key, calls are signed with this machine's AWS credentials."
        : 'A run that needs the key asks for it.';
    case 'google':
      return "Calls are signed with this machine's Google credentials.";
    case 'unset':
      return access.message;
  }
}

/** Names and messages are text; only our own addresses are links. */
export function providerTooltip(
  { name, access, hasKey, keyUrl, docsUrl }: ProviderNode,
  success: readonly string[],
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
  if ('origin' in access) tooltip.appendText(access.origin).appendMarkdown('\n\n');
  tooltip.appendText(accessSentence(access, hasKey));
  appendLines(tooltip, success);
  const keyLink = access.kind === 'google' ? 'How to sign in' : 'Get a key';
  const links = [keyUrl && !hasKey ? `[${keyLink}](${keyUrl})` : null, docsUrl ? `[Models](${docsUrl})` : null].filter(Boolean);
  return links.length === 0 ? tooltip : tooltip.appendMarkdown(`\n\n${links.join(' · ')}`);
}

function contextOf(access: Access, origin: string | null, hasKey: boolean): string {
  if (access.kind === 'unset') return contextValues.unsetProvider;
  if (origin === null) return contextValues.keyless;
  return hasKey ? contextValues.withKey : contextValues.withoutKey;
}

export function moreRow(count: number): vscode.TreeItem {
  const item = new vscode.TreeItem('More providers', vscode.TreeItemCollapsibleState.Collapsed);
  item.id = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.description = String(count);
  item.accessibilityInformation = spoken('More providers', item.description);
  item.tooltip = 'Providers that no suite uses and that you have not set up yet.';
  return item;
}

export function noticeRow(text: string): vscode.TreeItem {
  const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('info');
  item.tooltip = text;
  return item;
}

export function modelTooltip({ ref, detail, failing }: ModelNode, success: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendText(ref);
  const lines = [detail, failing?.advice ?? ''].filter((line) => line !== '');
  appendLines(tooltip, [...lines, ...success]);
  return tooltip;
}

function appendLines(tooltip: vscode.MarkdownString, lines: readonly string[]): void {
  for (const line of lines) tooltip.appendMarkdown('\n\n').appendText(line);
}

export function modelRow({ ref, name, detail, disabled, failing }: ModelNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.iconPath = modelIcon(disabled !== null, failing !== null);
  item.description = detail;
  item.accessibilityInformation = spoken(name, detail);
  item.contextValue = disabled ? contextValues.disabledModel : failing ? contextValues.failingModel : contextValues.model;
  if (failing) item.command = { command: commandIds.mendModel, title: 'What to Do…', arguments: [{ ref }] };
  return item;
}

function modelIcon(disabled: boolean, failing: boolean): vscode.ThemeIcon {
  if (disabled) return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  if (failing) return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  return new vscode.ThemeIcon('symbol-method');
}
