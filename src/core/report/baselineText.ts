import { answersBehind, mostTellingFirst, notCompared } from '../../shared/comparisonText.ts';
import { ratioText } from '../../shared/estimateText.ts';
import { formatPlural, formatQuality, unknownText } from '../../shared/format.ts';
import type { BaselineChange, BaselineComparison, CaseChange, Comparison, Estimate } from '../../shared/model/comparison.ts';
import { candidateLabel } from './ranking.ts';
import { differenceText, verdictWords } from './verdictText.ts';

/** `−0.050 (−0.080 to −0.020), worse`. */
export function qualityChangeText({ quality }: BaselineChange): string {
  return quality === null ? 'not compared' : `${differenceText(quality)}, ${verdictWords[quality.verdict]}`;
}

/** `+12 % (+3 to +20 %)`, `unchanged`, `unknown`. */
export function ratioChangeText(ratio: Estimate | null): string {
  return ratio === null ? unknownText : ratioText(ratio);
}

/** All of one candidate's change in a line. */
export function changeLine(change: BaselineChange): string {
  return [
    `quality ${qualityChangeText(change)}, ${formatPlural(change.comparable, 'case')}`,
    `cost ${ratioChangeText(change.costRatio)}`,
    `latency ${ratioChangeText(change.latencyRatio)}`,
    `cases worse ${change.regressed}, better ${change.improved}`,
  ].join('; ');
}

/** A change of one case for one candidate. */
export interface ListedChange {
  readonly label: string;
  readonly change: CaseChange;
}

/** Of all candidates: what is shown before what may be chance, then the greatest first. */
export function listedChanges(comparison: Comparison, side: 'regressions' | 'improvements'): readonly ListedChange[] {
  return (comparison.baseline?.candidates ?? [])
    .flatMap((one) => one[side].map((change) => ({ label: candidateLabel(comparison, one.id), change })))
    .toSorted((a, b) => mostTellingFirst(a.change, b.change));
}

/** Over all candidates, listed or not. */
export function changedCases({ candidates }: BaselineComparison, side: 'regressed' | 'improved'): number {
  return candidates.reduce((sum, change) => sum + change[side], 0);
}

/** `1.00 → 0.33 (3 answers each)`. */
export function caseChangeText(change: CaseChange): string {
  return `${formatQuality(change.before)} → ${formatQuality(change.after)} (${answersBehind(change)})`;
}

export function significanceText({ significant }: CaseChange): string {
  return significant ? 'significant' : 'may be chance';
}

/** What could not be compared, a sentence each. */
export function notComparedLines(baseline: BaselineComparison): readonly string[] {
  return [...(baseline.candidates.length === 0 ? ['No model is in both runs.'] : []), ...notCompared(baseline)];
}
