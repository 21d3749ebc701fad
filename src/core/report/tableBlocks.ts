import { baselineName } from '../../shared/comparisonText.ts';
import type { BaselineComparison, Comparison } from '../../shared/model/comparison.ts';
import { caseChangeText, changedCases, changeLine, listedChanges, notComparedLines, significanceText } from './baselineText.ts';
import { judgingLines } from './judgesText.ts';
import { leads } from './leaderText.ts';
import { candidateLabel } from './ranking.ts';
import { cutToWidth, plainLine, wrap } from './terminalText.ts';

const indent = '  ';
/** The panel and the other reports have them all. */
const mostRegressions = 5;

export type Block = readonly [title: string, ...lines: readonly string[]];

/** What stands under the table of a terminal: who leads, what changed since the baseline, what judging cost. */
export function tableBlocks(comparison: Comparison, width: number): readonly Block[] {
  // A name longer than a line would break the width.
  const name = (text: string): string => cutToWidth(plainLine(text), Math.max(8, width - 12));
  const lines = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => wrap(plainLine(text), width - indent.length, indent).map((line) => indent + line));
  const sections: readonly (readonly [title: string, texts: readonly string[]])[] = [
    ['Who leads', leads(comparison).map(({ title, label, settled }) => `${title}: ${name(label)}, ${settled}`)],
    ['Against the baseline', baselineTexts(comparison, name)],
    ['Judging', judgingLines(comparison)],
  ];
  return sections.flatMap(([title, texts]) => (texts.length === 0 ? [] : [[title, ...lines(texts)] as const]));
}

function baselineTexts(comparison: Comparison, name: (text: string) => string): readonly string[] {
  const { baseline } = comparison;
  if (baseline === null) return [];
  return [
    `Now against ${baselineName(baseline)}:`,
    ...baseline.candidates.map((change) => `${name(candidateLabel(comparison, change.id))}: ${changeLine(change)}`),
    ...regressionTexts(comparison, baseline, name),
    ...notComparedLines(baseline),
  ];
}

function regressionTexts(
  comparison: Comparison,
  baseline: BaselineComparison,
  name: (text: string) => string,
): readonly string[] {
  const shown = listedChanges(comparison, 'regressions').slice(0, mostRegressions);
  const left = changedCases(baseline, 'regressed') - shown.length;
  return [
    ...shown.map(
      ({ label, change }) =>
        `Worse: ${name(change.name)}, ${name(label)}: ${caseChangeText(change)}, ${significanceText(change)}`,
    ),
    ...(left > 0 ? [`… and ${left} more.`] : []),
  ];
}
