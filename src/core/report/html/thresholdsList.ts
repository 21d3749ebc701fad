import type { Comparison } from '../../../shared/model/comparison.ts';
import type { Thresholds } from '../../../shared/model/suite.ts';
import { element, escapeMarkup } from '../markup.ts';
import { checkThresholds } from '../thresholds.ts';

/** The limits of the suite, each met or missed; empty where it sets none. */
export function thresholdsList(thresholds: Thresholds, comparison: Comparison): string {
  const items = checkThresholds(thresholds, comparison).map(({ passed, reason }) => {
    const [tone, mark] = passed === null ? ['muted', '– not checked'] : passed ? ['good', '✓ met'] : ['bad', '✕ missed'];
    return element('li', {}, element('span', { class: tone }, mark), ` ${escapeMarkup(reason)}`);
  });
  return items.length === 0 ? '' : element('ul', { class: 'scores' }, ...items);
}
