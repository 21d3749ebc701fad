import { formatPercent } from '../../shared/format.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import {
  merits,
  rankByWeights,
  unrankedBy,
  unrankedReason,
  weightShares,
  type WeightedRank,
  type Weights,
} from '../../shared/weights.ts';
import { candidateLabel } from '../report/ranking.ts';
import { plainLine, wrap } from '../report/terminalText.ts';
import { listText } from '../../shared/comparisonText.ts';
import { columns } from './columns.ts';
import type { Output } from './progress.ts';

const whatCounts =
  'Score: weighted mean of quality, least cost ÷ cost and least latency ÷ latency, with its 95 % interval. First: share of resamples of the cases in which the model leads.';

/** The ranking that follows from the user's own weights. */
export function weightedLines(comparison: Comparison, weights: Weights, output: Pick<Output, 'isTTY' | 'columns'>): string {
  const { candidates, replicates } = comparison;
  const shares = weightShares(candidates, weights);
  if (shares === null) return '\nBy your weights: nothing that has a weight was measured.\n';
  const label = (id: WeightedRank['id']) => plainLine(candidateLabel(comparison, id));
  const rows = rankByWeights(candidates, replicates, weights).map((rank) => [
    `${rank.place}.`,
    label(rank.id),
    scoreText(rank),
    rank.first === null ? '–' : formatPercent(rank.first),
  ]);
  const unranked = unrankedBy(candidates, weights).map((one) => `${label(one.id)} (${unrankedReason(one)})`);
  const notes = [whatCounts, ...(unranked.length === 0 ? [] : [`Not ranked: ${listText(unranked)}.`])];
  const title = `By your weights: ${merits.map((merit) => `${merit} ${formatPercent(shares[merit])}`).join(', ')}`;
  const lines = notes.flatMap((note) => wrap(note, output.columns));
  return `\n${title}\n${columns([['', 'model', 'score', 'first'], ...rows], output)}${lines.join('\n')}\n`;
}

function scoreText({ score, low, high }: WeightedRank): string {
  return low === null || high === null ? score.toFixed(2) : `${score.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
