import type { Comparison } from '../../../shared/model/comparison.ts';
import type { Thresholds } from '../../../shared/model/suite.ts';
import { element, escapeMarkup } from '../markup.ts';
import { checkThresholds, type ThresholdResult } from '../thresholds.ts';

/** The limits of the suite, each met or missed; empty where it sets none. */
export function thresholdsList(thresholds: Thresholds, comparison: Comparison): string {
  const results = checkThresholds(thresholds, comparison).toSorted((a, b) => rank(a) - rank(b));
  const items = results.map(({ passed, reason }) => {
    const [tone, mark] = passed === null ? ['muted', '–'] : passed ? ['good', '✓ met'] : ['bad', '✕ missed'];
    return element('li', {}, element('span', { class: tone }, mark), ` ${escapeMarkup(reason)}`);
  });
  return items.length === 0 ? '' : element('ul', { class: 'scores' }, ...items);
}

/** What was missed comes first, then what is not known. */
function rank({ passed }: ThresholdResult): number {
  return passed === null ? 1 : passed ? 2 : 0;
}
