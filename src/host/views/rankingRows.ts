import * as vscode from 'vscode';
import { formatMs, formatPlural, formatPrice, formatSpeed } from '../../shared/format.ts';
import {
  agoText,
  confidenceText,
  creditOf,
  formatScore,
  indexText,
  rankingTitle,
  sourceLine,
  sourceName,
} from '../../shared/rankingText.ts';
import type { RankedModel } from '../../shared/model/rankings.ts';
import { commandIds, contextValues } from '../contributions.ts';
import { firstStep, sourceTitle, type FirstStep } from '../rankings/rankingOutcome.ts';
import { plainName } from '../plainMessage.ts';
import { sentences } from '../sentences.ts';
import {
  leftOutText,
  rankedParts,
  type CategoryNode,
  type CreditNode,
  type FaultNode,
  type LeftOutNode,
  type MoreRankedNode,
  type RankedNode,
  type RankingNode,
} from './rankingList.ts';
import { spoken } from './spoken.ts';

/** The rows of the Rankings view. Their tooltips are made when somebody looks. */

export function rankingRow(node: RankingNode, now: Date): vscode.TreeItem {
  switch (node.kind) {
    case 'ranking':
      return categoryRow(node, now);
    case 'ranked':
      return rankedRow(node);
    case 'more-ranked':
      return moreRow(node);
    case 'left-out':
      return leftOutRow(node);
    case 'credit':
      return creditRow(node);
    case 'fault':
      return faultRow(node);
  }
}

export function rankingTooltip(node: RankingNode, now: Date): vscode.MarkdownString | undefined {
  if (node.kind === 'ranking') return categoryTooltip(node, now);
  return node.kind === 'ranked' ? rankedTooltip(node, now) : undefined;
}

function categoryRow({ ranking, source, age, models }: CategoryNode, now: Date): vscode.TreeItem {
  const { category, standsIn, fetchedAt } = ranking;
  const item = new vscode.TreeItem(rankingTitle(category), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `ranking ${category}`;
  item.iconPath = age === 'fresh' ? new vscode.ThemeIcon('list-ordered') : staleIcon;
  const shown = models.length === ranking.models.length ? '' : vscode.l10n.t('{0} of {1}', models.length, ranking.models.length);
  item.description = [
    shown,
    standsIn ? vscode.l10n.t('stand-in') : '',
    // That it was kept is its age.
    sourceLine(ranking, source === 'cache' ? null : source, now.getTime() - Date.parse(fetchedAt)),
    age === 'fresh' ? '' : vscode.l10n.t('stale'),
  ]
    .filter((part) => part !== '')
    .join(' · ');
  item.accessibilityInformation = spoken(rankingTitle(category), item.description);
  // What this editor asked itself has no page to open.
  if (creditOf(ranking.origin)) item.contextValue = contextValues.ranking;
  return item;
}

const staleIcon = new vscode.ThemeIcon('history', new vscode.ThemeColor('list.warningForeground'));

function categoryTooltip({ ranking, age, models }: CategoryNode, now: Date): vscode.MarkdownString {
  const { category, fetchedAt, origin } = ranking;
  const tooltip = titled(rankingTitle(category));
  const credit = creditOf(origin);
  append(tooltip, [
    vscode.l10n.t('{0}, {1}.', formatPlural(ranking.models.length, 'model'), indexText(ranking)),
    ...(ranking.standsIn ? [vscode.l10n.t('The board has no index of its own for this category.')] : []),
    vscode.l10n.t('{0}, fetched {1}.', sourceName(origin), agoText(now.getTime() - Date.parse(fetchedAt))),
    ...(age === 'fresh' ? [] : [vscode.l10n.t('Stale: older than a day. Refresh the rankings to ask the boards again.')]),
    ...(models.length === ranking.models.length ? [] : [vscode.l10n.t('{0} shown by the filter.', models.length)]),
  ]);
  return credit ? tooltip.appendMarkdown(`\n\n[${credit.text}](${credit.url})`) : tooltip;
}

function rankedRow(node: RankedNode): vscode.TreeItem {
  const { ranked, ranking, ref, canAsk } = node;
  const label = `#${ranked.rank} ${plainName(ranked.name)}`;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `ranked ${ranking.category} ${ranking.origin} ${ranked.id}`;
  item.iconPath = rankedIcon(ref, canAsk);
  item.description = rankedParts(node, formatScore(ranked.score)).join(' · ');
  item.accessibilityInformation = spoken(label, item.description);
  item.contextValue = rankedContext(node);
  return item;
}

function rankedContext({ ranking: { origin }, ref, guess }: RankedNode): string {
  if (origin === 'minimal-test') return contextValues.measuredRanked;
  if (guess !== null) return contextValues.guessedRanked;
  return ref === null ? contextValues.unmatchedRanked : contextValues.matchedRanked;
}

function rankedIcon(ref: string | null, canAsk: boolean): vscode.ThemeIcon {
  if (ref === null) return new vscode.ThemeIcon('circle-outline');
  return canAsk ? new vscode.ThemeIcon('key', new vscode.ThemeColor('charts.green')) : new vscode.ThemeIcon('symbol-method');
}

function rankedTooltip(
  { ranked, ranking, matches, ref, guess, canAsk, isDisabled }: RankedNode,
  now: Date,
): vscode.MarkdownString {
  const { origin, fetchedAt, models } = ranking;
  const { name, rank, score, creator, releasedAt, n, inputUsdPerMTok, outputUsdPerMTok } = ranked;
  const tooltip = titled(name);
  const credit = creditOf(origin);
  append(tooltip, [
    vscode.l10n.t('Rank {0} of {1}, score {2} {3}.', rank, models.length, formatScore(score), indexText(ranking)),
    ...(n === null ? [] : [vscode.l10n.t('From {0} that this editor asked itself.', formatPlural(n, 'prompt'))]),
    ...(creator === null && releasedAt === null ? [] : [[creator, releasedAt].filter((part) => part !== null).join(', ')]),
    vscode.l10n.t('Price for a million tokens: {0} in, {1} out.', priceText(inputUsdPerMTok), priceText(outputUsdPerMTok)),
    speedText(ranked),
    ...matches.slice(0, mostMatches).map((match) => `${match.model}: ${confidenceText(match)}`),
    matches.length === 0 ? vscode.l10n.t('None of the known models. “This Is My Model…” tells which one it is.') : '',
    isDisabled ? vscode.l10n.t('You have disabled it. The Models view enables it again.') : '',
    guess === null ? '' : vscode.l10n.t('That is a guess. “This Is My Model…” tells which one it is.'),
    ref !== null && !canAsk && !isDisabled ? vscode.l10n.t('Its provider has no key yet.') : '',
    vscode.l10n.t('{0}, fetched {1}.', sourceName(origin), agoText(now.getTime() - Date.parse(fetchedAt))),
  ]);
  return credit ? tooltip.appendMarkdown(`\n\n[${credit.text}](${credit.url})`) : tooltip;
}

function speedText({ ttftMs, latencyMs, tokensPerSecond }: RankedModel): string {
  const known = [
    ...(ttftMs === null ? [] : [vscode.l10n.t('first token after {0}', formatMs(ttftMs))]),
    ...(latencyMs === null ? [] : [vscode.l10n.t('usual answer in {0}', formatMs(latencyMs))]),
    ...(tokensPerSecond === null ? [] : [vscode.l10n.t('{0} tokens/s', formatSpeed(tokensPerSecond))]),
  ];
  return vscode.l10n.t('Speed: {0}.', known.length === 0 ? vscode.l10n.t('unknown') : known.join(', '));
}

/** Of the providers that serve one model. */
const mostMatches = 6;

function priceText(usdPerMTok: number | null): string {
  return usdPerMTok === null ? vscode.l10n.t('unknown') : formatPrice(usdPerMTok);
}

function moreRow({ category, left }: MoreRankedNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more'), vscode.TreeItemCollapsibleState.None);
  item.id = `more ${category}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.description = formatPlural(left, 'model');
  item.accessibilityInformation = spoken(vscode.l10n.t('Show more'), item.description);
  item.command = { command: commandIds.showMoreRanked, title: vscode.l10n.t('Show more'), arguments: [category] };
  return item;
}

function leftOutRow({ category, count }: LeftOutNode): vscode.TreeItem {
  const item = new vscode.TreeItem(leftOutText(count), vscode.TreeItemCollapsibleState.None);
  item.id = `left out ${category}`;
  item.iconPath = new vscode.ThemeIcon('question');
  item.tooltip = vscode.l10n.t(
    'The board does not say what they cost or how long they take: they may be within the limit, or not.',
  );
  return item;
}

function creditRow({ category, text, url }: CreditNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
  item.id = `credit ${category}`;
  item.iconPath = new vscode.ThemeIcon('link-external');
  item.description = new URL(url).host;
  item.accessibilityInformation = spoken(text, item.description);
  item.tooltip = vscode.l10n.t('Open {0}', url);
  item.contextValue = contextValues.rankingCredit;
  item.command = { command: commandIds.openBoard, title: vscode.l10n.t('Open Board'), arguments: [{ url }] };
  return item;
}

const steps: Readonly<Record<FirstStep, { readonly command: string; readonly title: string }>> = {
  'set-key': { command: commandIds.setRankingKey, title: vscode.l10n.t('Set a Key…') },
  retry: { command: commandIds.refreshRankings, title: vscode.l10n.t('Refresh Rankings') },
  settings: { command: commandIds.showRankingsHealth, title: vscode.l10n.t('Show Details') },
};

/** A click does what is to be done first. */
function faultRow({ source, error }: FaultNode): vscode.TreeItem {
  const item = new vscode.TreeItem(sourceTitle(source), vscode.TreeItemCollapsibleState.None);
  item.id = `fault ${source}`;
  item.iconPath =
    error === null
      ? new vscode.ThemeIcon('key')
      : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  const step = error === null ? 'set-key' : (firstStep({ failures: [{ source, error }], notAsked: [] }) ?? 'settings');
  const told = error === null ? vscode.l10n.t('needs a key') : vscode.l10n.t('failed');
  item.description = `${told} · ${steps[step].title}`;
  item.accessibilityInformation = spoken(sourceTitle(source), item.description, error?.message ?? '');
  item.tooltip =
    error === null ? vscode.l10n.t('Set its key to have its rankings, too.') : sentences(error.message, error.advice);
  item.command = { ...steps[step], arguments: [source] };
  return item;
}

/** Names from outside are text; only our own addresses are links. */
function titled(title: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**');
}

function append(tooltip: vscode.MarkdownString, lines: readonly string[]): void {
  for (const line of lines.filter((one) => one !== '')) {
    tooltip.appendMarkdown('\n\n');
    // Within a text every space would be one that does not break.
    for (const word of line.split(' ')) tooltip.appendText(word).appendMarkdown(' ');
  }
}
