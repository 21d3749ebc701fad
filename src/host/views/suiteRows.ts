import * as vscode from 'vscode';
import { formatCount, formatInstant, formatMs, formatPlural } from '../../shared/format.ts';
import type { TextRange } from '../../shared/model/problem.ts';
import type { RunStanding, SuiteFigures } from '../../shared/model/suiteFigures.ts';
import { contextValues } from '../contributions.ts';
import { caseMark, figureParts } from '../language/caseMark.ts';
import { toRange } from '../language/problemBoard.ts';
import { caseText, isStale, lastText, staleParts, standingOf, unfinishedParts } from '../language/standings.ts';
import { suiteTitle, type IndexedSuite } from '../suites/suiteIndex.ts';
import { spoken } from './spoken.ts';
import { detectableText } from './suiteTexts.ts';

/** The rows of the Suites view. */

export interface SuiteNode {
  readonly kind: 'suite';
  readonly suite: IndexedSuite;
}

export interface PartNode {
  readonly kind: 'model' | 'case' | 'dataset';
  readonly suite: IndexedSuite;
  readonly name: string;
  readonly range: TextRange;
  readonly caseId?: string;
}

export function suiteRow(suite: IndexedSuite, figures: SuiteFigures | null): vscode.TreeItem {
  const { uri, outline } = suite;
  const title = suiteTitle(suite);
  const row = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  row.id = uri.toString();
  // Colours the row where the file has problems, as the explorer does.
  row.resourceUri = uri;
  row.iconPath = suite.suite
    ? new vscode.ThemeIcon('beaker')
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  const whole = suite.suite && figures?.whole;
  const last = whole ? [...unfinishedParts(whole), ...figureParts(whole), ...staleParts(isBeforeEdits(suite, whole))] : [];
  row.description = [...last, sizeText(suite)].join(' · ');
  row.accessibilityInformation = spoken(title, sizeText(suite), whole ? lastOf(suite, whole) : '');
  row.contextValue = figures?.whole ? contextValues.ranSuite : contextValues.suite;
  row.command = openAt(uri, outline.name?.range);
  return row;
}

/** `5 models · 24 cases`, or what keeps the suite from running. */
function sizeText({ suite, problems }: IndexedSuite): string {
  if (suite) return `${formatPlural(suite.models.length, 'model')} · ${formatPlural(suite.caseCount, 'case')}`;
  return formatPlural(problems.filter(({ severity }) => severity === 'error').length, 'error');
}

function lastOf(suite: IndexedSuite, whole: RunStanding): string {
  return lastText(whole, isBeforeEdits(suite, whole));
}

function isBeforeEdits({ suite }: IndexedSuite, { suiteHash }: RunStanding): boolean {
  return suite !== null && suiteHash !== suite.hash;
}

export async function suiteTooltip(indexed: IndexedSuite, figures: SuiteFigures | null): Promise<vscode.MarkdownString> {
  const { suite, problems, path } = indexed;
  const tooltip = new vscode.MarkdownString();
  const line = (text: string) => void tooltip.appendText(text).appendMarkdown('\n\n');
  if (suite) {
    const { name, description, models, caseCount, repeats, prompts } = suite;
    const calls = models.length * Math.max(1, prompts.length) * caseCount * repeats;
    tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
    if (description !== '') line(description);
    if (figures?.whole) line(`${lastOf(indexed, figures.whole)} (${formatInstant(figures.whole.startedAt)})`);
    line(models.map(({ label }) => label).join(', '));
    line(vscode.l10n.t('{0} a run', formatPlural(calls, 'call')));
    if (models.length * prompts.length > 1) {
      const { detectableBefore } = await import('../../core/stats/detectable.ts');
      line(detectableText(caseCount, detectableBefore(caseCount)));
    }
  } else {
    for (const { message } of problems.slice(0, 3)) line(message);
  }
  return tooltip.appendText(path);
}

const icons: Readonly<Record<PartNode['kind'], string>> = { model: 'symbol-method', case: 'symbol-field', dataset: 'table' };

export function partRow(node: PartNode, figures: SuiteFigures | null): vscode.TreeItem {
  const { kind, name, suite, range } = node;
  const row = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  row.iconPath = new vscode.ThemeIcon(icons[kind]);
  row.description = partText(node, figures);
  row.accessibilityInformation = spoken(kindText(kind), name, spokenMark(node, figures));
  row.command = openAt(suite.uri, range);
  return row;
}

/** How a case went last; of the rest, what it is. */
function partText({ kind, caseId, suite }: PartNode, figures: SuiteFigures | null): string {
  if (kind !== 'case') return kindText(kind);
  const standing = caseId === undefined ? null : standingOf(figures, caseId);
  return standing ? caseText(standing, suite.suite?.hash ?? null) : '';
}

/** The marks are signs that nobody would understand when they are read out. */
function spokenMark({ caseId, suite }: PartNode, figures: SuiteFigures | null): string {
  const standing = caseId === undefined ? null : standingOf(figures, caseId);
  if (!standing) return '';
  const { passed, of } = caseMark(standing.models);
  const parts = [
    of === 0 ? vscode.l10n.t('answered') : vscode.l10n.t('{0} of {1} models passed', passed, of),
    ...(standing.failed === 0 ? [] : [vscode.l10n.t('{0} failed', formatCount(standing.failed))]),
    ...(standing.latencyP50Ms === null ? [] : [formatMs(standing.latencyP50Ms)]),
    ...staleParts(isStale(standing, suite.suite?.hash ?? null)),
  ];
  return parts.join(', ');
}

function kindText(kind: PartNode['kind']): string {
  switch (kind) {
    case 'model':
      return vscode.l10n.t('model');
    case 'case':
      return vscode.l10n.t('case');
    case 'dataset':
      return vscode.l10n.t('dataset');
  }
}

function openAt(uri: vscode.Uri, range?: TextRange): vscode.Command {
  const selection = range ? { selection: toRange(range) } : {};
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri, selection] };
}
