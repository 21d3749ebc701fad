import { runCostTexts } from '../../shared/comparisonText.ts';
import { formatCount, formatInstant, formatPlural } from '../../shared/format.ts';
import type { Comparison } from '../../shared/model/comparison.ts';

/** `finished · 2026-11-21 02:33 UTC · 4 models · 12 cases · 144 of 144 samples · ≥ $0.0042 + unknown`. */
export function summaryLine(comparison: Comparison): string {
  const { run, status, candidates, matrixTotal, totals } = comparison;
  const prompts = new Set(candidates.map(({ promptId }) => promptId)).size;
  return [
    status,
    formatInstant(run.startedAt),
    formatPlural(candidates.length / Math.max(1, prompts), 'model'),
    ...(prompts > 1 ? [formatPlural(prompts, 'prompt')] : []),
    formatPlural(matrixTotal, 'case'),
    `${formatCount(totals.done)} of ${formatPlural(totals.planned, 'sample')}`,
    ...runCostTexts(comparison),
  ].join(' · ');
}
