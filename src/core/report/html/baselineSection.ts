import { baselineName } from '../../../shared/comparisonText.ts';
import { ratioText, ratioVerdict } from '../../../shared/estimateText.ts';
import { formatPlural } from '../../../shared/format.ts';
import { type BaselineChange, changesLimit, type Comparison, type Estimate } from '../../../shared/model/comparison.ts';
import { caseChangeText, changedCases, listedChanges, notComparedLines, significanceText } from '../baselineText.ts';
import { element } from '../markup.ts';
import { candidateLabel } from '../ranking.ts';
import { differenceText, verdictWords } from '../verdictText.ts';
import { toneOf } from './pairs.ts';
import { cell, headCells, intro, leftCell, rowHead, scrollingTable } from './table.ts';

/** A table that nobody reads to its end; and one that may stand open without pushing away what follows. */
const mostChanges = 100;
const mostOpen = 20;

/** What changed since the run that this suite is held against; empty where there is none. */
export function baselineSection(comparison: Comparison): string {
  const { baseline } = comparison;
  if (baseline === null) return '';
  return [
    intro(`Now against then: ${baselineName(baseline)}. Cases that both runs asked alike, paired, with 95 % intervals.`),
    modelChanges(comparison),
    changesTable(comparison, 'regressions', changedCases(baseline, 'regressed')),
    changesTable(comparison, 'improvements', changedCases(baseline, 'improved')),
    ...notComparedLines(baseline).map(intro),
  ].join('');
}

function modelChanges(comparison: Comparison): string {
  const changes = comparison.baseline?.candidates ?? [];
  if (changes.length === 0) return '';
  const rows = changes.map((change) =>
    element(
      'tr',
      {},
      rowHead(candidateLabel(comparison, change.id)),
      qualityCell(change),
      cell(String(change.comparable)),
      ratioCell(change.costRatio, 'dearer', 'cheaper'),
      ratioCell(change.latencyRatio, 'slower', 'faster'),
      cell(`${change.regressed} / ${change.improved}`),
    ),
  );
  const titles = [
    ['Quality', 'left'],
    'Cases',
    ['Cost of a sample', 'left'],
    ['Latency', 'left'],
    'Cases worse / better',
  ] as const;
  return scrollingTable({ label: 'Change of each model' }, headCells('Model', ...titles), rows);
}

function qualityCell({ quality }: BaselineChange): string {
  return quality === null
    ? leftCell('not compared', 'muted')
    : leftCell(verdictWords[quality.verdict], toneOf(quality), differenceText(quality));
}

function ratioCell(ratio: Estimate | null, rose: string, fell: string): string {
  if (ratio === null) return leftCell('unknown', 'muted');
  const verdict = ratioVerdict(ratio);
  if (verdict === 'unchanged') return leftCell('unchanged', 'open');
  const [word, tone] = { rose: [rose, 'bad'], fell: [fell, 'good'], 'cannot-tell': ['cannot tell', 'open'] }[verdict];
  return leftCell(word ?? '', tone, ratioText(ratio));
}

function changesTable(comparison: Comparison, side: 'regressions' | 'improvements', total: number): string {
  const all = listedChanges(comparison, side);
  if (all.length === 0) return '';
  const listed = all.slice(0, mostChanges);
  const significant = all.filter(({ change }) => change.significant).length;
  const title = `${side === 'regressions' ? 'Worse now' : 'Better now'}: ${formatPlural(total, 'case')} over all models, ${significant} significantly`;
  const rows = listed.map(({ label, change }) =>
    element(
      'tr',
      {},
      rowHead(change.name),
      leftCell(label),
      leftCell(caseChangeText(change)),
      leftCell(significanceText(change), change.significant ? (side === 'regressions' ? 'bad' : 'good') : 'muted'),
    ),
  );
  const head = headCells('Case', ['Model', 'left'], ['Quality then → now', 'left'], ['By Fisher’s test', 'left']);
  return element(
    'details',
    { open: side === 'regressions' && listed.length <= mostOpen ? 'open' : null },
    element('summary', {}, title),
    scrollingTable({ label: title, className: 'changes' }, head, rows),
    total > listed.length
      ? intro(`The first ${listed.length} are here; the JSON export has up to ${changesLimit} of each model.`)
      : '',
  );
}
