import { estimateText } from '../../../shared/estimateText.ts';
import { formatMs, formatPlural, formatUsd, unknownText } from '../../../shared/format.ts';
import type {
  CategoryBreakdown,
  CategoryFigures,
  Comparison,
  Estimate,
  PromptBreakdown,
} from '../../../shared/model/comparison.ts';
import { settledText } from '../leaderText.ts';
import { element, escapeMarkup } from '../markup.ts';
import { candidateLabel } from '../ranking.ts';
import { differenceText, verdictWords } from '../verdictText.ts';
import { type Domain, intervalCell, intervalDomain } from './intervalBar.ts';
import { toneOf } from './pairs.ts';
import { cell, headCells, intro, leftCell, rowHead, scrollingTable, small } from './table.ts';

/** Who is good at what; empty where there are no categories. */
export function categoriesSection(comparison: Comparison): string {
  const categories = comparison.categories.filter(({ candidates }) => candidates.length > 0);
  if (categories.length === 0) return '';
  const domain = intervalDomain(categories.flatMap(({ candidates }) => candidates.map(({ quality }) => quality)));
  const groups = categories.map((category) => categoryRows(category, comparison, domain));
  const head = headCells('Model', 'Quality', 'Answers', ['Against the category’s leader', 'left']);
  return (
    intro('Quality with its 95 % interval, all on one scale; verdicts corrected for the comparisons within the category.') +
    scrollingTable({ label: 'Quality by category' }, head, ...groups)
  );
}

function categoryRows(category: CategoryBreakdown, comparison: Comparison, domain: Domain): readonly string[] {
  const { leader, candidates } = category;
  const note = [
    formatPlural(category.cases, 'case'),
    ...(leader && candidates.length > 1 ? [`leader ${settledText(leader, comparison)}`] : []),
  ].join(', ');
  const title = element('th', { scope: 'rowgroup', colspan: 4 }, escapeMarkup(category.category), small(note));
  const rows = candidates
    .toSorted((x, y) => y.quality.value - x.quality.value || Number(y.id === leader?.id) - Number(x.id === leader?.id))
    .map((figures) =>
      element(
        'tr',
        {},
        rowHead(candidateLabel(comparison, figures.id)),
        element('td', {}, intervalCell(figures.quality, domain)),
        cell(String(figures.quality.n)),
        figures.id === leader?.id ? leftCell('highest', 'best') : standingCell(figures),
      ),
    );
  return [element('tr', { class: 'group' }, title), ...rows];
}

function standingCell({ verdict, difference }: Pick<CategoryFigures, 'verdict' | 'difference'>): string {
  if (verdict === null || difference === null) return leftCell('not compared', 'muted');
  return leftCell(
    verdictWords[verdict],
    toneOf({ verdict }),
    `${differenceText({ difference })}, ${formatPlural(difference.n, 'case')}`,
  );
}

/** Which wording works better, over all models; empty where there is one wording. */
export function promptsSection({ prompts }: Comparison): string {
  if (prompts.length === 0) return '';
  const domain = intervalDomain(prompts.map(({ quality }) => quality));
  const best = prompts.find(({ quality, verdict }) => quality !== null && verdict === null);
  const rows = prompts.map((prompt) =>
    element(
      'tr',
      {},
      rowHead(prompt.promptId),
      element('td', {}, intervalCell(prompt.quality, domain, casesText(prompt))),
      prompt === best ? leftCell('highest', 'best') : standingCell(prompt),
      cell(usdText(prompt.costPerSample)),
      cell(formatMs(prompt.latencyP50)),
    ),
  );
  const head = headCells('Prompt', 'Quality', ['Against the best', 'left'], 'Cost of a sample', 'Latency p50');
  return intro('Mean over models and cases; paired by case.') + scrollingTable({ label: 'By prompt' }, head, rows);
}

function casesText({ quality }: PromptBreakdown): string {
  return quality === null ? '' : formatPlural(quality.clusters ?? quality.n, 'case');
}

function usdText(estimate: Estimate | null): string {
  return estimate === null ? unknownText : estimateText(estimate, formatUsd);
}
