import { formatPlural } from '../../shared/format.ts';

/** What a run of so many cases can tell. @param difference of two pass rates, 0–1, that they show with 80 % power */
export function detectableText(cases: number, difference: number): string {
  if (difference >= 1) return `${formatPlural(cases, 'case')} cannot tell two models apart: take more.`;
  const points = Math.ceil(difference * 100);
  return `With ${formatPlural(cases, 'case')} a difference of ${points} points between two models shows, in 4 runs of 5.`;
}
