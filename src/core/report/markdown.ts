import { baselineName } from '../../shared/comparisonText.ts';
import { formatPlural } from '../../shared/format.ts';
import type { BaselineComparison, CandidateSummary, Comparison, PairwiseResult } from '../../shared/model/comparison.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import {
  caseChangeText,
  changedCases,
  listedChanges,
  notComparedLines,
  qualityChangeText,
  ratioChangeText,
  significanceText,
} from './baselineText.ts';
import { type Column, columns } from './columns.ts';
import { footnotes } from './footnotes.ts';
import { judgeFigures, judgeFigureTitles, judgingLines } from './judgesText.ts';
import { leads } from './leaderText.ts';
import { candidateLabel, markedLabel, ranked } from './ranking.ts';
import { summaryLine } from './summaryLine.ts';
import { checkThresholds, type ThresholdResult } from './thresholds.ts';
import { differenceText, verdictText } from './verdictText.ts';

/** What a reviewer reads; the other reports have them all. */
const mostRegressions = 20;
const mostPairs = 20;

/** The comparison in GitHub's Markdown, for pull requests and wikis. */
export function renderMarkdown(comparison: Comparison, thresholds: Thresholds = {}): string {
  const { run, recommendation, candidates } = comparison;
  const blocks = [
    `# ${escapeMarkdown(run.name)}`,
    escapeMarkdown(summaryLine(comparison)),
    `**${escapeMarkdown(recommendation.headline)}**`,
    escapeMarkdown(recommendation.details.join(' ')),
    list(leads(comparison).map(({ title, label, settled }) => `${title}: ${label}, ${settled}`)),
    candidates.length === 0 ? 'There is nothing to compare.' : comparisonTable(comparison),
    pairsTable(comparison),
    section('Against the baseline', ...baselineBlocks(comparison)),
    section('Thresholds', list(checkThresholds(thresholds, comparison).map(thresholdText))),
    section('Judges and people', ...judgeBlocks(comparison)),
    section('Notes', list(footnotes(comparison))),
    `Run \`${run.id}\` of ${escapeMarkdown(run.suitePath)}, LLM Bench ${escapeMarkdown(run.toolVersion)}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

/** Without content there is no heading. */
function section(title: string, ...content: readonly string[]): string {
  const blocks = content.filter(Boolean);
  return blocks.length === 0 ? '' : [`## ${title}`, ...blocks].join('\n\n');
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n');
}

function comparisonTable(comparison: Comparison): string {
  const rows = ranked(comparison.candidates).map((candidate) => {
    const label = markedLabel(comparison, candidate.id, escapeMarkdown(candidate.label));
    return [label, ...columns.map((column) => cell(column, candidate))];
  });
  return table(['Model', ...columns.map(({ title }) => title)], rows);
}

/** Where there is room, intervals stand in full. */
function cell({ text, interval }: Column, candidate: CandidateSummary): string {
  const range = interval(candidate);
  return escapeMarkdown(range === '' ? text(candidate) : `${text(candidate)} (${range})`);
}

/** Those against the best; the others are in the HTML report. */
function pairsTable(comparison: Comparison): string {
  const pairs = comparison.pairs.filter(({ b }) => b === comparison.recommendation.bestQuality);
  if (pairs.length === 0) return '';
  const row = (pair: PairwiseResult): readonly string[] => [
    `${escapeMarkdown(candidateLabel(comparison, pair.a))} − ${escapeMarkdown(candidateLabel(comparison, pair.b))}`,
    differenceText(pair),
    String(pair.difference.n),
    verdictText(pair),
  ];
  const shown = table(['Quality, case by case', 'Difference', 'Cases', 'Verdict'], pairs.slice(0, mostPairs).map(row));
  const left = pairs.length - mostPairs;
  return left > 0 ? `${shown}\n\nAnd ${formatPlural(left, 'more model')}.` : shown;
}

function baselineBlocks(comparison: Comparison): readonly string[] {
  const { baseline } = comparison;
  if (baseline === null) return [];
  const rows = baseline.candidates.map((change) => [
    escapeMarkdown(candidateLabel(comparison, change.id)),
    qualityChangeText(change),
    String(change.comparable),
    escapeMarkdown(ratioChangeText(change.costRatio)),
    escapeMarkdown(ratioChangeText(change.latencyRatio)),
    `${change.regressed} / ${change.improved}`,
  ]);
  return [
    escapeMarkdown(`Now against then: ${baselineName(baseline)}. Paired by case, with 95 % intervals.`),
    rows.length === 0 ? '' : table(['Model', 'Quality', 'Cases', 'Cost', 'Latency', 'Cases worse / better'], rows),
    regressionsList(comparison, baseline),
    escapeMarkdown(notComparedLines(baseline).join(' ')),
  ];
}

function regressionsList(comparison: Comparison, baseline: BaselineComparison): string {
  const shown = listedChanges(comparison, 'regressions').slice(0, mostRegressions);
  if (shown.length === 0) return '';
  const rows = shown.map(({ label, change }) => [
    escapeMarkdown(change.name),
    escapeMarkdown(label),
    caseChangeText(change),
    significanceText(change),
  ]);
  const left = changedCases(baseline, 'regressed') - shown.length;
  const shownTable = table(['Worse now', 'Model', 'Quality then → now', 'By Fisher’s test'], rows);
  return left > 0 ? `${shownTable}\n\nAnd ${left} more.` : shownTable;
}

function thresholdText({ passed, reason }: ThresholdResult): string {
  return passed === null ? reason : `${passed ? '✅ met' : '❌ missed'}: ${reason}`;
}

function judgeBlocks(comparison: Comparison): readonly string[] {
  const judges = comparison.judging?.judges ?? [];
  const rows = judges.map((judge) => [escapeMarkdown(judge.judge), ...judgeFigures(judge).map(escapeMarkdown)]);
  return [list(judgingLines(comparison)), rows.length === 0 ? '' : table(['Judge', ...judgeFigureTitles], rows)];
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? ':--' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text of files and models is text: no markup, no mention, one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#!~&]/g, (character) =>
      character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
    )
    .replaceAll('@', '@\u200B');
}
