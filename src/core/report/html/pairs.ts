import { detectableText } from '../../../shared/comparisonText.ts';
import { formatInterval, formatPlural, formatQuality } from '../../../shared/format.ts';
import type { CandidateSummary, Comparison, PairwiseResult, Verdict } from '../../../shared/model/comparison.ts';
import { pairBetween } from '../../../shared/pairBetween.ts';
import { pText } from '../pText.ts';
import { element, escapeMarkup } from '../markup.ts';
import { candidateLabel, ranked } from '../ranking.ts';
import { differenceText, signedQuality, verdictText } from '../verdictText.ts';
import { headCells, intro, leftCell, rowHead, scrollingTable, small, cell as textCell } from './table.ts';

/** More models than this are held against the best alone: a matrix of all pairs would be wider than a page. */
const mostInMatrix = 6;

/** Who beats whom; empty where nothing was compared. */
export function pairsSection(comparison: Comparison): string {
  const compared = ranked(comparison.candidates).filter(({ id }) => comparison.pairs.some(({ a, b }) => a === id || b === id));
  if (compared.length === 0) return '';
  const isMatrix = compared.length <= mostInMatrix;
  const shows = detectableText(comparison);
  const text = `${isMatrix ? 'The row against the column' : 'Each against the best'}: difference in quality over the cases that both have a grade for, with its 95 % interval and p, corrected for so many comparisons. As good: shown to lose no more than ${formatQuality(comparison.recommendation.margin)}.${shows && ` ${shows}`}`;
  return intro(text) + (isMatrix ? pairsMatrix(compared, comparison) : pairsList(comparison));
}

function pairsMatrix(compared: readonly CandidateSummary[], comparison: Comparison): string {
  const rows = compared.map((row) =>
    element(
      'tr',
      {},
      rowHead(row.label),
      ...compared.map((column) =>
        row === column
          ? element('td', { class: 'itself' })
          : matrixCell(pairBetween(comparison.pairs, row.id, column.id, comparison.recommendation.margin)),
      ),
    ),
  );
  const head = compared.map(({ label }) => [`against ${label}`, 'left'] as const);
  return scrollingTable({ label: 'Who beats whom', className: 'pairs' }, headCells('', ...head), rows);
}

function matrixCell(pair: PairwiseResult | null): string {
  if (pair === null) return leftCell('not compared', 'muted');
  const { difference, pValue } = pair;
  const interval = formatInterval(difference, signedQuality);
  const behind = [formatPlural(difference.n, 'case'), ...(pValue === null ? [] : [pText(pValue)])].join(', ');
  return element(
    'td',
    { class: `left ${toneOf(pair)}` },
    element('strong', {}, escapeMarkup(wordsOf(pair))),
    small(interval === '' ? signedQuality(difference.value) : `${signedQuality(difference.value)}, ${interval}`),
    small(behind),
  );
}

/** As good is said of one that may be behind; here stand those that are ahead as well. */
function wordsOf(pair: PairwiseResult): string {
  const words = verdictText({ ...pair, moreCases: null });
  return words === 'as good' && pair.difference.value > 0 ? 'as good or better' : words;
}

function pairsList(comparison: Comparison): string {
  const { pairs, recommendation } = comparison;
  const rows = pairs
    .filter(({ b }) => b === recommendation.bestQuality)
    .map((pair) =>
      element(
        'tr',
        {},
        rowHead(`${candidateLabel(comparison, pair.a)} against ${candidateLabel(comparison, pair.b)}`),
        textCell(differenceText(pair)),
        textCell(String(pair.difference.n)),
        textCell(pair.pValue === null ? 'n/a' : pText(pair.pValue)),
        leftCell(verdictText(pair), toneOf(pair)),
      ),
    );
  const head = headCells('Quality', 'Difference (95 % interval)', 'Cases', 'p', ['Verdict', 'left']);
  return scrollingTable({ label: 'Each against the best' }, head, rows);
}

export function toneOf({ verdict }: { readonly verdict: Verdict }): string {
  if (verdict === 'better') return 'good';
  return verdict === 'worse' ? 'bad' : 'open';
}
