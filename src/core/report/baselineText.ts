import { formatInstant, formatPlural, formatQuality } from '../../shared/format.ts';
import type { BaselineChange, BaselineComparison, CaseChange, Comparison, Estimate } from '../../shared/model/comparison.ts';
import { changeOfRatio, estimateText } from './figureText.ts';
import { candidateLabel } from './ranking.ts';
import { differenceText, verdictWords } from './verdictText.ts';
import { listText } from './wording.ts';

export function baselineName({ name, startedAt }: BaselineComparison): string {
  return `${name}, ${formatInstant(startedAt)}`;
}

/** `−0.050 (−0.080 to −0.020), worse`. */
export function qualityChangeText({ quality }: BaselineChange): string {
  return quality === null ? 'not compared' : `${differenceText(quality)}, ${verdictWords[quality.verdict]}`;
}

/** `+12 % (+3 to +20 %)`. */
export function ratioText(ratio: Estimate | null): string {
  return ratio === null ? 'unknown' : estimateText(ratio, changeOfRatio);
}

/** All of one candidate's change in a line. */
export function changeLine(change: BaselineChange): string {
  return [
    `quality ${qualityChangeText(change)}, ${formatPlural(change.comparable, 'case')}`,
    `cost ${ratioText(change.costRatio)}`,
    `latency ${ratioText(change.latencyRatio)}`,
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
  const size = ({ change: { before, after } }: ListedChange): number => Math.abs(after - before);
  return (comparison.baseline?.candidates ?? [])
    .flatMap((one) => one[side].map((change) => ({ label: candidateLabel(comparison, one.id), change })))
    .toSorted((a, b) => Number(b.change.significant) - Number(a.change.significant) || size(b) - size(a));
}

/** Over all candidates, listed or not. */
export function changedCases({ candidates }: BaselineComparison, side: 'regressed' | 'improved'): number {
  return candidates.reduce((sum, change) => sum + change[side], 0);
}

/** `1.00 → 0.33 (3 answers each)`. */
export function caseChangeText({ before, after, answersBefore, answersAfter }: CaseChange): string {
  const answers =
    answersBefore === answersAfter
      ? `${formatPlural(answersAfter, 'answer')} each`
      : `${answersBefore} and ${formatPlural(answersAfter, 'answer')}`;
  return `${formatQuality(before)} → ${formatQuality(after)} (${answers})`;
}

export function significanceText({ significant }: CaseChange): string {
  return significant ? 'significant' : 'may be chance';
}

/** What could not be compared, a sentence each. */
export function notCompared({ candidates, onlyNow, onlyThen, casesLeftOut }: BaselineComparison): readonly string[] {
  return [
    ...(candidates.length === 0 ? ['No model is in both runs.'] : []),
    ...(casesLeftOut > 0
      ? [`${formatPlural(casesLeftOut, 'case')} not compared: new, or with another question or other expectations.`]
      : []),
    ...(onlyNow.length > 0 ? [`Not in the baseline: ${listText(onlyNow, 8)}.`] : []),
    ...(onlyThen.length > 0 ? [`Only in the baseline: ${listText(onlyThen, 8)}.`] : []),
  ];
}
