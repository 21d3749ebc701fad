import { formatQuality, notApplicableText } from '../../../shared/format.ts';
import type { CandidateSummary, Classification, Comparison, LabelFigures } from '../../../shared/model/comparison.ts';
import { element } from '../markup.ts';
import { ranked } from '../ranking.ts';
import { intervalCell, intervalDomain } from './intervalBar.ts';
import { cell, headCells, intro, rowHead, scrollingTable } from './table.ts';

interface Classifier {
  readonly candidate: CandidateSummary;
  readonly found: Classification;
}

/** How well labels were found; empty where the suite asks for none. */
export function classificationSection({ candidates }: Comparison): string {
  const classifiers = ranked(candidates).flatMap((candidate) =>
    candidate.classification ? [{ candidate, found: candidate.classification }] : [],
  );
  if (classifiers.length === 0) return '';
  return [
    intro('Macro F1: the mean over the labels, so that rare ones count as much; its interval from resamples of the cases.'),
    macroTable(classifiers),
    labelTable(classifiers),
  ].join('');
}

function macroTable(classifiers: readonly Classifier[]): string {
  const domain = intervalDomain(classifiers.map(({ found }) => found.macroF1));
  const rows = classifiers.map(({ candidate, found: { macroF1 } }) =>
    element(
      'tr',
      {},
      rowHead(candidate.label),
      element('td', {}, intervalCell(macroF1, domain)),
      cell(String(macroF1.n)),
      cell(macroF1.clusters === null ? notApplicableText : String(macroF1.clusters)),
    ),
  );
  return scrollingTable({ label: 'Macro F1' }, headCells('Model', 'Macro F1', 'Answers', 'Cases'), rows);
}

/** F1 of each label, with precision and recall. */
function labelTable(classifiers: readonly Classifier[]): string {
  const labels = [...new Set(classifiers.flatMap(({ found }) => found.labels.map(({ label }) => label)))];
  const rows = labels.map((label) =>
    element(
      'tr',
      {},
      rowHead(label),
      ...classifiers.map(({ found }) => labelCell(found.labels.find((figures) => figures.label === label))),
    ),
  );
  const head = headCells('F1 of the label', ...classifiers.map(({ candidate }) => candidate.label));
  return scrollingTable({ label: 'F1 of each label', className: 'labels' }, head, rows);
}

function labelCell(figures: LabelFigures | undefined): string {
  if (!figures) return cell(notApplicableText);
  const { f1, precision, recall, expected } = figures;
  return cell(formatQuality(f1), `precision ${formatQuality(precision)}, recall ${formatQuality(recall)}, n ${expected}`);
}
