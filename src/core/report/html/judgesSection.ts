import { judgeWarnings } from '../../../shared/comparisonText.ts';
import { formatInterval, formatQuality } from '../../../shared/format.ts';
import type { Comparison, HumanSummary, JudgingSummary } from '../../../shared/model/comparison.ts';
import { judgeFigures, judgeFigureTitles, judgingLine, peopleLine } from '../judgesText.ts';
import { element } from '../markup.ts';
import { candidateLabel } from '../ranking.ts';
import { cell, headCells, intro, rowHead, scrollingTable } from './table.ts';

/** Who graded, at what cost, and how far they can be trusted; empty where nobody but rules did. */
export function judgesSection(comparison: Comparison): string {
  const { judging, people } = comparison;
  return (judging ? judgingPart(judging) : '') + (people ? peoplePart(people, comparison) : '');
}

function judgingPart(judging: JudgingSummary): string {
  const rows = judging.judges.map((judge) => {
    const warnings = judgeWarnings(judge).map((warning) => `⚠ ${warning}`);
    return element('tr', {}, rowHead(judge.judge, warnings.join('; ')), ...judgeFigures(judge).map((text) => cell(text)));
  });
  const warned = judging.judges.some((judge) => judgeWarnings(judge).length > 0);
  return [
    intro(judgingLine(judging)),
    rows.length === 0
      ? ''
      : scrollingTable({ label: 'Judges', className: 'judges' }, headCells('Judge', ...judgeFigureTitles), rows),
    warned ? intro('⚠ A judge tends to favour answers like its own.') : '',
  ].join('');
}

function peoplePart(people: HumanSummary, comparison: Comparison): string {
  const rows = people.byCandidate.map(({ id, rating }) =>
    element(
      'tr',
      {},
      rowHead(candidateLabel(comparison, id)),
      cell(formatQuality(rating.value), formatInterval(rating, formatQuality)),
      cell(String(rating.n)),
    ),
  );
  const head = headCells('Model', 'Rating by people (0 to 1)', 'Answers rated');
  return intro(peopleLine(people)) + scrollingTable({ label: 'Ratings by people' }, head, rows);
}
