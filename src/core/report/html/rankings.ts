import { listText } from '../../../shared/comparisonText.ts';
import { formatInterval, formatPercent, formatPlural } from '../../../shared/format.ts';
import type { Comparison, Estimate } from '../../../shared/model/comparison.ts';
import { merits, rankByWeights, unrankedBy, unrankedReason, type Weights, weightShares } from '../../../shared/weights.ts';
import { element } from '../markup.ts';
import { candidateLabel } from '../ranking.ts';
import { intervalCell, unitDomain } from './intervalBar.ts';
import { cell, headCells, intro, rowHead, scrollingTable } from './table.ts';

/** The ranking that weights give; empty where there are not two models to rank. */
export function weightedSection(comparison: Comparison, weights: Weights): string {
  const { candidates, replicates } = comparison;
  const shares = weightShares(candidates, weights);
  const ranks = rankByWeights(candidates, replicates, weights);
  if (shares === null || ranks.length < 2) return '';
  const rows = ranks.map((rank) =>
    element(
      'tr',
      {},
      rowHead(candidateLabel(comparison, rank.id)),
      cell(String(rank.place)),
      element('td', {}, intervalCell({ value: rank.score, low: rank.low, high: rank.high }, unitDomain)),
      ...(replicates ? [cell(rank.first === null ? 'n/a' : formatPercent(rank.first))] : []),
    ),
  );
  const left = unrankedBy(candidates, weights).map((one) => `${candidateLabel(comparison, one.id)} (${unrankedReason(one)})`);
  const weighed = merits.filter((merit) => shares[merit] > 0).map((merit) => `${merit} ${formatPercent(shares[merit])}`);
  const sure = replicates ? ` Intervals from ${replicates.draws} resamples of the cases.` : '';
  return [
    intro(`Weights: ${weighed.join(', ')}. Other weights: in the panel, or with --weights.${sure}`),
    scrollingTable(
      { label: 'Ranking by weights' },
      headCells('Model', 'Place', 'Score', ...(replicates ? ['Comes first in'] : [])),
      rows,
    ),
    left.length === 0 ? '' : intro(`Not ranked: ${listText(left, 8)}.`),
  ].join('');
}

/** Who wins when judges see two answers side by side; empty where none were judged. */
export function pairwiseSection(comparison: Comparison): string {
  const { ranking } = comparison;
  if (ranking === null) return '';
  const rows = ranking.candidates.map(({ id, strength, rank, won, tied, lost }) =>
    element(
      'tr',
      {},
      rowHead(candidateLabel(comparison, id)),
      cell(rankText(rank), formatInterval(rank, rankNumber)),
      element('td', {}, intervalCell(strength, unitDomain)),
      cell(`${won} / ${tied} / ${lost}`),
    ),
  );
  return (
    intro(
      `By ${formatPlural(ranking.judgedPairs, 'judged pair')}. Strength: the chance of beating an average model of this run.`,
    ) + scrollingTable({ label: 'Pairwise ranking' }, headCells('Model', 'Rank', 'Strength', 'Won / tied / lost'), rows)
  );
}

function rankText({ value }: Estimate): string {
  return rankNumber(value);
}

/** Equal ones share the mean of their ranks. */
function rankNumber(rank: number): string {
  return String(Number(rank.toFixed(1)));
}
