import { formatInstant, formatPercent, formatPlural } from '../../src/shared/format.ts';
import type {
  BaselineChange,
  BaselineComparison,
  CandidateSummary,
  CaseChange,
  Estimate,
} from '../../src/shared/model/comparison.ts';

/** A change of one case for one model. */
export interface ListedChange {
  readonly change: CaseChange;
  readonly candidate: CandidateSummary;
  /** Place in the run's own order, for its mark. */
  readonly index: number;
}

/** Of all models: what is shown before what may be chance, then the greatest first. */
export function listedChanges(
  changes: readonly BaselineChange[],
  candidates: readonly CandidateSummary[],
  side: 'regressions' | 'improvements',
): ListedChange[] {
  const size = ({ change: { before, after } }: ListedChange) => Math.abs(after - before);
  return changes
    .flatMap((one) => {
      const index = candidates.findIndex(({ id }) => id === one.id);
      const candidate = candidates[index];
      return candidate ? one[side].map((change) => ({ change, candidate, index })) : [];
    })
    .toSorted((a, b) => Number(b.change.significant) - Number(a.change.significant) || size(b) - size(a));
}

/** `+12 %` for a ratio of 1.12, `−8 %`, `±0 %`. */
export function changeOfRatio(ratio: number): string {
  const text = formatPercent(Math.round(Math.abs(ratio - 1) * 1000) / 1000);
  if (text === '0 %') return '±0 %';
  return `${ratio < 1 ? '−' : '+'}${text}`;
}

/** Which way a ratio of now to then is shown to have gone: its interval leaves 1 out. */
export function ratioVerdict({ low, high }: Estimate): 'rose' | 'fell' | 'cannot-tell' {
  if (low !== null && low > 1) return 'rose';
  return high !== null && high < 1 ? 'fell' : 'cannot-tell';
}

/** What could not be compared, a sentence each. */
export function notCompared({ onlyNow, onlyThen, casesLeftOut }: BaselineComparison): string[] {
  return [
    ...(casesLeftOut > 0
      ? [`${formatPlural(casesLeftOut, 'case')} not compared: new, or with another question or other expectations.`]
      : []),
    ...(onlyNow.length > 0 ? [`Not in the baseline: ${onlyNow.join(', ')}.`] : []),
    ...(onlyThen.length > 0 ? [`Only in the baseline: ${onlyThen.join(', ')}.`] : []),
  ];
}

export function baselineName({ name, startedAt }: BaselineComparison): string {
  return `${name}, ${formatInstant(startedAt)}`;
}
