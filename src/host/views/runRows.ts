import * as vscode from 'vscode';
import type { RunListItem } from '../../core/store/spec.ts';
import {
  formatCost,
  formatInstant,
  formatInterval,
  formatMs,
  formatPercent,
  formatPlural,
  formatQuality,
} from '../../shared/format.ts';
import type { CandidateSummary, Comparison, Marked, Recommendation } from '../../shared/model/comparison.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { partText } from '../../shared/partText.ts';
import { commandIds } from '../contributions.ts';
import { statusWords } from '../run/statusWords.ts';
import { spoken } from './spoken.ts';
import {
  candidateDescription,
  costText,
  endedRunValue,
  isPinned,
  judgingText,
  liveIcon,
  runDescription,
  runIcon,
} from './runTexts.ts';

/** The rows of the Runs view. */

export interface RunNode {
  readonly kind: 'run';
  readonly runId: RunId;
  readonly item: RunListItem;
}

export interface CandidateNode {
  readonly kind: 'candidate';
  readonly runId: RunId;
  readonly summary: CandidateSummary;
  readonly recommendation: Recommendation;
}

/** Runs of a suite or of a day. */
export interface RunGroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: 'beaker' | 'calendar' | 'pinned';
  readonly isOpen: boolean;
  /** The suite whose runs are asked for when somebody looks, or the runs themselves. */
  readonly of: { readonly suitePath: string } | { readonly items: readonly RunListItem[] };
}

/** Leads to the next page of runs. */
export interface MoreRunsNode {
  readonly kind: 'more';
  /** Path of the suite whose group it ends; `''`: the whole list. */
  readonly list: string;
  /** Runs that are shown. */
  readonly shown: number;
}

/** What goes on with a run in this window. */
export interface Doing {
  readonly state: string;
  readonly description: string;
  readonly contextValue: string;
}

export function runRow(item: RunListItem, doing: Doing | null): vscode.TreeItem {
  const { run } = item;
  const row = new vscode.TreeItem(run.name, vscode.TreeItemCollapsibleState.Collapsed);
  row.id = run.id;
  const [icon, color] = doing ? liveIcon : runIcon(item);
  row.iconPath = new vscode.ThemeIcon(icon, color === null ? undefined : new vscode.ThemeColor(color));
  row.description = doing?.description ?? runDescription(item, new Date());
  row.contextValue = doing?.contextValue ?? endedRunValue(item);
  row.command = { command: commandIds.openComparison, title: vscode.l10n.t('Open Comparison'), arguments: [run.id] };
  const pinned = isPinned(item) ? vscode.l10n.t('pinned') : '';
  row.accessibilityInformation = spoken(run.name, doing?.state ?? statusWords[run.status], pinned, row.description);
  return row;
}

export function groupRow({ id, label, description, icon, isOpen }: RunGroupNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const row = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  row.id = id;
  row.iconPath = new vscode.ThemeIcon(icon);
  row.description = description;
  row.accessibilityInformation = spoken(vscode.l10n.t('Runs: {0}', label), description);
  return row;
}

export function moreRunsRow({ list, shown }: MoreRunsNode): vscode.TreeItem {
  const row = new vscode.TreeItem(vscode.l10n.t('Show More Runs…'), vscode.TreeItemCollapsibleState.None);
  row.id = `more.${shown}.${list}`;
  row.iconPath = new vscode.ThemeIcon('ellipsis');
  row.command = { command: commandIds.showMoreRuns, title: vscode.l10n.t('Show More Runs'), arguments: [list] };
  return row;
}

type Fact = readonly [name: string, value: string];

export function runTooltip(item: RunListItem, comparison: Comparison | null): vscode.MarkdownString {
  const { run, models, meanQuality, samplesDone, failed } = item;
  const judging = comparison && judgingText(comparison);
  const facts: (Fact | null)[] = [
    [vscode.l10n.t('Status'), run.statusMessage ?? statusWords[run.status]],
    [vscode.l10n.t('Suite'), run.suitePath],
    run.part ? [vscode.l10n.t('Part of the suite'), partText(run.part)] : null,
    [vscode.l10n.t('Begun'), formatInstant(run.startedAt)],
    run.baselineAt === null ? null : [vscode.l10n.t('Baseline since'), formatInstant(run.baselineAt)],
    run.pinnedAt
      ? [vscode.l10n.t('Pinned'), vscode.l10n.t('{0}; it is kept when old runs are pruned', formatInstant(run.pinnedAt))]
      : null,
    [vscode.l10n.t('Calls'), callsText(vscode.l10n.t('{0} of {1} done', samplesDone, run.plannedSamples), failed)],
    run.extensions === 0 ? null : [vscode.l10n.t('Added to'), formatPlural(run.extensions, 'time')],
    [vscode.l10n.t('Mean quality'), formatQuality(meanQuality)],
    [vscode.l10n.t('Cost'), costText(item)],
    judging === null ? null : [vscode.l10n.t('Judges'), judging],
    [vscode.l10n.t('Models'), models.join(', ')],
  ];
  return table(run.name, facts);
}

/** Full only where the verdict is not open. */
const markIcons: Readonly<Record<Marked['as'], vscode.ThemeIcon>> = {
  recommended: new vscode.ThemeIcon('star-full', new vscode.ThemeColor('charts.yellow')),
  highest: new vscode.ThemeIcon('star-empty', new vscode.ThemeColor('charts.yellow')),
};

function markText(mark: Marked['as']): string {
  return mark === 'recommended' ? vscode.l10n.t('recommended') : vscode.l10n.t('highest so far');
}

export function candidateRow({ runId, summary, recommendation }: CandidateNode): vscode.TreeItem {
  const mark = recommendation.marked?.id === summary.id ? recommendation.marked.as : null;
  const row = new vscode.TreeItem(summary.label, vscode.TreeItemCollapsibleState.None);
  row.id = `${runId}/${summary.id}`;
  row.iconPath = mark ? markIcons[mark] : new vscode.ThemeIcon('circle-outline');
  row.description = candidateDescription(summary);
  row.accessibilityInformation = spoken(summary.label, mark ? markText(mark) : '', row.description);
  row.tooltip = candidateTooltip(summary);
  row.command = { command: commandIds.openComparison, title: vscode.l10n.t('Open Comparison'), arguments: [runId] };
  return row;
}

function candidateTooltip(summary: CandidateSummary): vscode.MarkdownString {
  const { label, quality, passRate, latencyMs, ttftMs, ok, failed, planned, cost } = summary;
  const interval = formatInterval(quality, formatQuality);
  return table(label, [
    [vscode.l10n.t('Quality'), `${formatQuality(quality?.value ?? null)}${interval === '' ? '' : ` (95 %: ${interval})`}`],
    [vscode.l10n.t('Passed'), passRate === null ? vscode.l10n.t('n/a') : formatPercent(passRate.value)],
    [vscode.l10n.t('Median latency'), formatMs(latencyMs?.p50.value ?? null)],
    [vscode.l10n.t('Median time to first token'), formatMs(ttftMs?.p50.value ?? null)],
    [vscode.l10n.t('Calls'), callsText(vscode.l10n.t('{0} of {1} answered', ok, planned), failed)],
    [vscode.l10n.t('Cost'), formatCost(cost)],
  ]);
}

/** A failure is worth a word, its absence is not. */
function callsText(calls: string, failed: number): string {
  return failed === 0 ? calls : vscode.l10n.t('{0}, {1} failed', calls, failed);
}

/** Texts come from suites and servers: they are appended as text, never as Markdown. */
function table(title: string, facts: readonly (Fact | null)[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [name, value] of facts.filter((fact) => fact !== null)) {
    tooltip.appendMarkdown(`${name}: `).appendText(value).appendMarkdown('  \n');
  }
  return tooltip;
}
