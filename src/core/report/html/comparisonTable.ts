import { formatInterval, formatPercent, formatQuality, formatSampleCost } from '../../../shared/format.ts';
import type { CandidateSummary, Comparison, Estimate, PairwiseResult } from '../../../shared/model/comparison.ts';
import { type Column, columns } from '../columns.ts';
import { element, emptyElement, escapeMarkup } from '../markup.ts';
import { candidateLabel, chosenCandidate, ranked } from '../ranking.ts';
import { differenceText, verdictText } from '../verdictText.ts';
import { linearScale } from './scale.ts';
import { line, px } from './svg.ts';

const pill = element('span', { class: 'pill' }, 'recommended');

export function comparisonTable(comparison: Comparison): string {
  const candidates = ranked(comparison.candidates);
  const domain = intervalDomain(candidates);
  const chosen = chosenCandidate(comparison);
  const head = ['Model', ...columns.map((column) => column.title)].map((text) =>
    element('th', { scope: 'col' }, escapeMarkup(text)),
  );
  const rows = candidates.map((candidate) =>
    element(
      'tr',
      { class: candidate.id === chosen ? 'chosen' : null },
      element('th', { scope: 'row' }, escapeMarkup(candidate.label), candidate.id === chosen ? pill : ''),
      ...columns.map((column) => cell(column, candidate, comparison, domain)),
    ),
  );
  return scrollingTable('wide', head, rows);
}

export function scrollingTable(className: string | null, head: readonly string[], rows: readonly string[]): string {
  const parts = [element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows)];
  return element('div', { class: 'scroll', tabindex: 0 }, element('table', { class: className }, ...parts));
}

function cell(column: Column, candidate: CandidateSummary, { recommendation }: Comparison, domain: Domain): string {
  const text = escapeMarkup(column.text(candidate));
  const best = (id: string | null): string | null => (id === candidate.id ? 'best' : null);
  switch (column.id) {
    case 'quality':
      return element('td', { class: best(recommendation.bestQuality) }, qualityCell(candidate.quality, domain));
    case 'passRate':
      return element('td', {}, text, small(formatInterval(candidate.passRate, formatPercent)));
    case 'p50':
      return element('td', { class: best(recommendation.fastest) }, text);
    case 'cost': {
      const note = candidate.cost.perSample === null ? '' : `${formatSampleCost(candidate.cost, 1000)} per 1,000`;
      return element('td', { class: best(recommendation.cheapest) === null ? 'cost' : 'cost best' }, text, small(note));
    }
    case 'errors':
      return element('td', { class: candidate.failed > 0 ? 'bad' : null }, text);
    case 'p95':
    case 'ttft':
    case 'speed':
    case 'tokens':
      return element('td', {}, text);
  }
}

function qualityCell(quality: Estimate | null, domain: Domain): string {
  const figures = element(
    'span',
    {},
    escapeMarkup(formatQuality(quality?.value ?? null)),
    small(formatInterval(quality, formatQuality)),
  );
  return element('div', { class: 'quality' }, intervalBar(quality, domain), figures);
}

function small(text: string): string {
  return text === '' ? '' : element('small', {}, escapeMarkup(text));
}

interface Domain {
  readonly low: number;
  readonly high: number;
}

/** All bars on one scale, from the lowest interval up to 1. */
function intervalDomain(candidates: readonly CandidateSummary[]): Domain {
  const lows = candidates.flatMap(({ quality }) => (quality === null ? [] : [quality.low ?? quality.value]));
  return { low: Math.min(0.9, ...lows), high: 1 };
}

function intervalBar(quality: Estimate | null, domain: Domain): string {
  if (quality === null) return '';
  const { place } = linearScale(domain.low, domain.high, 4, 92);
  const { low, high, value } = quality;
  const bar = low === null || high === null ? '' : line('bar', place(low), 7, place(Math.min(high, domain.high)), 7);
  const mark = emptyElement('circle', { class: 'mark', cx: px(place(value)), cy: 7, r: 3.5 });
  return element(
    'svg',
    { class: 'interval', viewBox: '0 0 96 14', 'aria-hidden': 'true' },
    line('track', 4, 7, 92, 7),
    bar,
    mark,
  );
}

export function pairsTable(comparison: Comparison): string {
  if (comparison.pairs.length === 0) return '';
  const head = ['Quality, case by case', 'Difference (95 % interval)', 'p', 'Verdict'].map((text, index) =>
    element('th', { scope: 'col', class: index === 3 ? 'left' : null }, text),
  );
  return scrollingTable(
    null,
    head,
    comparison.pairs.map((pair) => pairRow(pair, comparison)),
  );
}

function pairRow(pair: PairwiseResult, comparison: Comparison): string {
  const tone = pair.verdict === 'better' ? 'left good' : pair.verdict === 'worse' ? 'left bad' : 'left';
  const names = `${candidateLabel(comparison, pair.a)} against ${candidateLabel(comparison, pair.b)}`;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, escapeMarkup(names)),
    element('td', {}, escapeMarkup(differenceText(pair))),
    element('td', {}, pair.pValue === null ? 'n/a' : escapeMarkup(pText(pair.pValue))),
    element('td', { class: tone }, escapeMarkup(verdictText(pair))),
  );
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
