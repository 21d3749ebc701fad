import { formatInterval, formatQuality } from '../../../shared/format.ts';
import type { Estimate } from '../../../shared/model/comparison.ts';
import { element, emptyElement, escapeMarkup } from '../markup.ts';
import { linearScale } from './scale.ts';
import { line, px } from './svg.ts';
import { small } from './table.ts';

type Figure = Pick<Estimate, 'value' | 'low' | 'high'>;

export interface Domain {
  readonly low: number;
  readonly high: number;
}

export const unitDomain: Domain = { low: 0, high: 1 };

/** All bars of a table on one scale, from the lowest interval up to 1. */
export function intervalDomain(estimates: readonly (Figure | null)[]): Domain {
  const lows = estimates.flatMap((estimate) => (estimate === null ? [] : [estimate.low ?? estimate.value]));
  return { low: Math.min(0.9, ...lows), high: 1 };
}

/** A figure on 0–1 as a dot with its interval, and in digits. */
export function intervalCell(estimate: Figure | null, domain: Domain, note = ''): string {
  const interval = estimate === null ? '' : formatInterval({ ...estimate, n: 0, clusters: null }, formatQuality);
  const figures = element('span', {}, escapeMarkup(formatQuality(estimate?.value ?? null)), small(interval), small(note));
  return element('div', { class: 'quality' }, intervalBar(estimate, domain), figures);
}

function intervalBar(estimate: Figure | null, domain: Domain): string {
  if (estimate === null) return '';
  const { place } = linearScale(domain.low, domain.high, 4, 92);
  const { low, high, value } = estimate;
  const bar =
    low === null || high === null ? '' : line('bar', place(Math.max(low, domain.low)), 7, place(Math.min(high, domain.high)), 7);
  const mark = emptyElement('circle', { class: 'mark', cx: px(place(value)), cy: 7, r: 3.5 });
  return element(
    'svg',
    { class: 'interval', viewBox: '0 0 96 14', 'aria-hidden': 'true' },
    line('track', 4, 7, 92, 7),
    bar,
    mark,
  );
}
