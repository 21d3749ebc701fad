import { formatPlural } from '../../shared/format.ts';
import { l10n } from '../words.ts';

/** What a run of so many cases can tell. @param difference of two pass rates, 0–1, that they show with 80 % power */
export function detectableText(cases: number, difference: number): string {
  if (difference >= 1) return l10n.t('{0} cannot tell two models apart: take more.', formatPlural(cases, 'case'));
  const points = Math.ceil(difference * 100);
  return l10n.t(
    'With {0} a difference of {1} points between two models shows, in 4 runs of 5.',
    formatPlural(cases, 'case'),
    points,
  );
}
