import * as vscode from 'vscode';
import { commandIds, contextValues } from '../contributions.ts';
import { formatCompact, formatPrice } from '../../shared/format.ts';
import type { ListedFacts } from '../models/modelPrices.ts';
import type { Access } from '../providers/access.ts';
import type { ModelNode, ProviderNode } from './providerList.ts';
import { spoken } from './spoken.ts';

/** The rows of the Models view. */

/** Tooltips are made when somebody looks, since they take figures from the results. */
export function providerRow({ id, name, access, origin, hasKey, endpoint }: ProviderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = providerRowId({ id, endpoint });
  item.iconPath = providerIcon(access, hasKey);
  item.description = accessText(access, hasKey);
  item.accessibilityInformation = spoken(name, item.description);
  item.contextValue = contextOf(access, origin, hasKey);
  return item;
}

/** Who can be asked as things stand is told apart from who lacks a key or a setting. */
function providerIcon(access: Access, hasKey: boolean): vscode.ThemeIcon {
  if (hasKey) return new vscode.ThemeIcon('key', new vscode.ThemeColor('charts.green'));
  if (access.kind === 'built-in') return new vscode.ThemeIcon('beaker');
  if (access.kind === 'editor') return new vscode.ThemeIcon('vscode');
  if (access.kind === 'open' && access.local) return new vscode.ThemeIcon('server');
  const isLacking = access.kind === 'unset' || (access.kind === 'key' && !access.spare);
  return isLacking ? new vscode.ThemeIcon('circle-outline') : new vscode.ThemeIcon('cloud');
}

function accessText(access: Access, hasKey: boolean): string {
  if (hasKey) return vscode.l10n.t('key set');
  switch (access.kind) {
    case 'built-in':
      return vscode.l10n.t('built in, needs no key');
    case 'editor':
      return vscode.l10n.t('needs no key');
    case 'open':
      return access.local ? vscode.l10n.t('on this machine') : vscode.l10n.t('no key');
    case 'key':
      return access.spare ? vscode.l10n.t("no key: AWS's sign-in") : vscode.l10n.t('no key');
    case 'google':
      return vscode.l10n.t("Google's sign-in");
    case 'unset':
      return vscode.l10n.t('not set up');
  }
}

function accessSentence(access: Access, hasKey: boolean): string {
  if (hasKey) return vscode.l10n.t("The key is in the editor's secret storage and sent to this server only.");
  switch (access.kind) {
    case 'built-in':
      return vscode.l10n.t('An embedded server on this machine: nothing leaves it.');
    case 'editor':
      return vscode.l10n.t('The language models that this editor offers to its extensions. It asks you before they are used.');
    case 'open':
      return access.local
        ? vscode.l10n.t('A server on this machine: works without a key.')
        : vscode.l10n.t('Called without a key until you set one.');
    case 'key':
      return access.spare
        ? vscode.l10n.t("Without a key, calls are signed with this machine's AWS credentials.")
        : vscode.l10n.t('A run that needs the key asks for it.');
    case 'google':
      return vscode.l10n.t("Calls are signed with this machine's Google credentials.");
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
  const keyLink = access.kind === 'google' ? vscode.l10n.t('How to sign in') : vscode.l10n.t('Get a key');
  const links = [keyUrl && !hasKey ? `[${keyLink}](${keyUrl})` : null, docsUrl ? `[Models](${docsUrl})` : null].filter(Boolean);
  return links.length === 0 ? tooltip : tooltip.appendMarkdown(`\n\n${links.join(' · ')}`);
}

function contextOf(access: Access, origin: string | null, hasKey: boolean): string {
  if (access.kind === 'unset') return contextValues.unsetProvider;
  if (origin === null) return contextValues.keyless;
  return hasKey ? contextValues.withKey : contextValues.withoutKey;
}

export function moreRow(count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('More providers'), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.description = String(count);
  item.accessibilityInformation = spoken(vscode.l10n.t('More providers'), item.description);
  item.tooltip = vscode.l10n.t('Providers that no suite uses and that you have not set up yet.');
  return item;
}

export function noticeRow(text: string): vscode.TreeItem {
  const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('info');
  item.tooltip = text;
  return item;
}

export interface ModelRow extends ModelNode {
  /** The same after a refresh, so that a menu that is open still acts on its row. */
  readonly rowId: string;
  readonly facts: ListedFacts;
}

export function modelTooltip({ ref, detail, failing, facts }: ModelRow, success: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(ref).appendMarkdown('**');
  const { price, contextTokens, deprecated } = facts;
  const lines = [
    detail,
    failing?.advice ?? '',
    deprecated ? vscode.l10n.t('Deprecated: its provider is going to turn it off.') : '',
    price === null ? '' : vscode.l10n.t('{0} per million tokens', priceText(price)),
    contextTokens === null ? '' : vscode.l10n.t('{0} tokens of context', formatCompact(contextTokens)),
    ...success,
  ];
  appendLines(tooltip, [...lines.filter((line) => line !== ''), vscode.l10n.t('Drag it into a suite to add it there.')]);
  return tooltip;
}

/** `$0.25 in, $2.00 out`; a price of a likely namesake is marked `~`. */
function priceText({ inputPerMTok, outputPerMTok, exact }: NonNullable<ListedFacts['price']>): string {
  const mark = exact ? '' : '~';
  return vscode.l10n.t('{0} in, {1} out', mark + formatPrice(inputPerMTok), mark + formatPrice(outputPerMTok));
}

function appendLines(tooltip: vscode.MarkdownString, lines: readonly string[]): void {
  for (const line of lines) tooltip.appendMarkdown('\n\n').appendText(line);
}

function providerRowId({ id, endpoint }: Pick<ProviderNode, 'id' | 'endpoint'>): string {
  return `${id} ${endpoint?.baseUrl ?? ''}`;
}

export function modelRowId(provider: Pick<ProviderNode, 'id' | 'endpoint'>, ref: string): string {
  return `${providerRowId(provider)} ${ref}`;
}

export function modelRow(model: ModelRow): vscode.TreeItem {
  const { ref, name, disabled, failing, facts } = model;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.id = model.rowId;
  item.iconPath = modelIcon(disabled !== null, failing !== null, facts.deprecated);
  item.description = modelDescription(model);
  item.accessibilityInformation = spoken(name, item.description);
  item.contextValue = disabled ? contextValues.disabledModel : failing ? contextValues.failingModel : contextValues.model;
  if (failing) item.command = { command: commandIds.mendModel, title: vscode.l10n.t('What to Do…'), arguments: [{ ref }] };
  return item;
}

/** What keeps a model from answering comes before what it costs, that before where it is used. */
function modelDescription({ detail, disabled, failing, facts: { price, deprecated } }: ModelRow): string {
  const isOut = disabled !== null || failing !== null;
  const parts = [
    isOut ? detail : '',
    deprecated ? vscode.l10n.t('deprecated') : '',
    price === null ? '' : priceText(price),
    isOut ? '' : detail,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function modelIcon(disabled: boolean, failing: boolean, deprecated: boolean): vscode.ThemeIcon {
  if (disabled) return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  if (failing) return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  if (deprecated) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('symbol-method');
}
