import { baselineName, notCompared } from '../../shared/comparisonText.ts';
import { estimateText } from '../../shared/estimateText.ts';
import { formatMs, formatPlural, formatQuality, formatSampleCost, notApplicableText, unknownText } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import { changeLine } from '../report/baselineText.ts';
import { escapeMarkdown, table } from '../report/markdown.ts';
import { candidateLabel, markedLabel, ranked } from '../report/ranking.ts';
import { summaryLine } from '../report/summaryLine.ts';
import { differenceText, verdictText } from '../report/verdictText.ts';
import { shortName } from './bounds.ts';
import { pairsOf, type Extent } from './comparedRun.ts';
import { runTitle } from './runTitle.ts';

/** A run's comparison for a chat: the answer first, then what it rests on. */
export function comparedText(comparison: Comparison, extent: Extent): string {
  const { run, recommendation, candidates } = comparison;
  const blocks = [
    `### ${escapeMarkdown(runTitle(run))}`,
    `**${escapeMarkdown(recommendation.headline)}**`,
    escapeMarkdown(recommendation.details.join(' ')),
    candidates.length === 0 ? '' : modelsTable(comparison, extent.models),
    differences(comparison, extent),
    changes(comparison, extent),
    escapeMarkdown(`Run ${run.id.slice(0, 8)}: ${summaryLine(comparison)}.`),
  ];
  return blocks.filter(Boolean).join('\n\n');
}

function modelsTable(comparison: Comparison, most: number): string {
  const models = ranked(comparison.candidates);
  const rows = models.slice(0, most).map((candidate) => {
    const label = markedLabel(comparison, candidate.id, escapeMarkdown(shortName(candidate.label)));
    return [label, ...figuresOf(candidate)];
  });
  const left = models.length - rows.length;
  const shown = table(['Model', 'Quality (95 %)', 'Cost a sample', 'Latency p50', 'Answers', 'Failed'], rows);
  return left > 0 ? `${shown}\n\nAnd ${formatPlural(left, 'more model')}.` : shown;
}

/** Quality, cost, latency, answers and failures, as cells of a table. */
export function figuresOf(candidate: CandidateSummary): readonly string[] {
  const { quality, latencyMs, cost, ok, failed } = candidate;
  return [
    quality ? estimateText(quality, formatQuality) : notApplicableText,
    formatSampleCost(cost),
    latencyMs ? estimateText(latencyMs.p50, formatMs) : unknownText,
    String(ok),
    String(failed),
  ].map(escapeMarkdown);
}

function differences(comparison: Comparison, extent: Extent): string {
  const rows = pairsOf(comparison, extent).map((pair) => [
    `${name(comparison, pair.a)} − ${name(comparison, pair.b)}`,
    differenceText(pair),
    String(pair.difference.n),
    verdictText(pair),
  ]);
  return rows.length === 0 ? '' : table(['Quality, case by case', 'Difference (95 %)', 'Cases', 'Verdict'], rows);
}

function changes(comparison: Comparison, extent: Extent): string {
  const { baseline } = comparison;
  if (baseline === null) return '';
  const lines = baseline.candidates
    .slice(0, extent.models)
    .map((change) => `- ${name(comparison, change.id)}: ${changeLine(change)}`);
  const left = escapeMarkdown(notCompared(baseline).join(' '));
  return [`Against ${escapeMarkdown(baselineName(baseline))}, paired by case:`, lines.join('\n'), left]
    .filter(Boolean)
    .join('\n\n');
}

function name(comparison: Comparison, id: CandidateSummary['id']): string {
  return escapeMarkdown(shortName(candidateLabel(comparison, id)));
}
