import { markWords } from '../../../shared/comparisonText.ts';
import { intervalText } from '../../../shared/estimateText.ts';
import { formatPlural, formatSampleCost, formatUsd } from '../../../shared/format.ts';
import type { CandidateSummary, Comparison, Marked } from '../../../shared/model/comparison.ts';
import { type Column, columns } from '../columns.ts';
import { element, escapeMarkup } from '../markup.ts';
import { ranked } from '../ranking.ts';
import { type Domain, intervalCell, intervalDomain } from './intervalBar.ts';
import { headCells, scrollingTable, small } from './table.ts';

export function comparisonTable(comparison: Comparison): string {
  const candidates = ranked(comparison.candidates);
  const domain = intervalDomain(candidates.map(({ quality }) => quality));
  const { marked } = comparison.recommendation;
  const rows = candidates.map((candidate) => {
    const mark = marked?.id === candidate.id ? marked.as : null;
    return element(
      'tr',
      { class: mark && 'chosen' },
      modelCell(candidate, mark),
      ...columns.map((column) => cell(column, candidate, comparison, domain)),
    );
  });
  return scrollingTable(
    { label: 'Comparison', className: 'wide' },
    headCells('Model', ...columns.map(({ title }) => title)),
    rows,
  );
}

function modelCell({ label, ok }: CandidateSummary, mark: Marked['as'] | null): string {
  const pill = mark === null ? '' : element('span', { class: 'pill' }, markWords[mark]);
  return element('th', { scope: 'row' }, escapeMarkup(label), small(formatPlural(ok, 'answer')), pill);
}

function cell(column: Column, candidate: CandidateSummary, { recommendation }: Comparison, domain: Domain): string {
  const text = escapeMarkup(column.text(candidate));
  const interval = small(column.interval(candidate));
  const best = (id: string | null): string | null => (id === candidate.id ? 'best' : null);
  switch (column.id) {
    case 'quality':
      return element('td', { class: best(recommendation.bestQuality) }, intervalCell(candidate.quality, domain));
    case 'p50':
      return element('td', { class: best(recommendation.fastest) }, text, interval);
    case 'cost': {
      const note = candidate.cost.perSample === null ? '' : `${formatSampleCost(candidate.cost, 1000)} per 1,000`;
      const className = best(recommendation.cheapest) === null ? 'cost' : 'cost best';
      return element('td', { class: className }, text, small(note), small(costInterval(candidate)));
    }
    case 'errors':
      return element('td', { class: candidate.failed > 0 ? 'bad' : null }, text);
    case 'passRate':
    case 'p95':
    case 'ttft':
    case 'speed':
    case 'tokens':
      return element('td', {}, text, interval);
  }
}

function costInterval({ cost: { perSample } }: CandidateSummary): string {
  return intervalText(perSample, (usd) => formatUsd(usd * 1000));
}
