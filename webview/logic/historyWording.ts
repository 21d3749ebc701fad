import { estimateText } from '../../src/shared/estimateText.ts';
import { historyMetricTexts } from '../../src/shared/historyText.ts';
import { formatInstant, formatPlural } from '../../src/shared/format.ts';
import type { ChangePoint, HistoryMetric, HistoryStep } from '../../src/shared/model/history.ts';
import { wentUp, type HistoryDot, type HistoryPicture, type HistoryTime } from './history.ts';
import { escapeCell } from './markdown.ts';
import { pText } from './wording.ts';

/** `2026-11-20 14:32 UTC`; of a day `2026-11-20, 3 runs`. */
export function timeText({ at, runs }: Pick<HistoryTime, 'at' | 'runs'>, by: HistoryStep): string {
  return by === 'run' ? formatInstant(at) : `${at.slice(0, 10)}, ${formatPlural(runs.length, 'run')}`;
}

/** `↓ from 0.91 to 0.84: worse, p = 0.003`. */
export function changeText(change: ChangePoint, metric: HistoryMetric): string {
  const { format } = historyMetricTexts[metric];
  const { before, after, direction, pValue } = change;
  return `${arrowOf(change)} from ${format(before.value)} to ${format(after.value)}: ${direction}, ${pText(pValue)}`;
}

/** The shape says which way; the word beside it whether that is good. */
export function arrowOf(change: ChangePoint): '↑' | '↓' {
  return wentUp(change) ? '↑' : '↓';
}

/** What is to be known of a run, or the runs of a day, beside its figures. */
export function remarks({ current, pruned, runs }: HistoryTime): readonly string[] {
  return [
    ...(current ? ['this run'] : []),
    ...(runs.some(({ baseline }) => baseline) ? ['baseline'] : []),
    ...(pruned ? ['answers pruned'] : []),
  ];
}

/** A point, all there is to say of it. */
export function dotLines(
  { label, estimate, time, change, questionsChanged }: HistoryDot,
  { metric, by }: HistoryPicture,
): string[] {
  return [
    `${label}, n = ${estimate.n}`,
    `${historyMetricTexts[metric].title} ${estimateText(estimate, historyMetricTexts[metric].format)}`,
    [timeText(time, by), ...remarks(time)].join(' · '),
    ...(change ? [changeText(change, metric)] : []),
    ...(questionsChanged ? ['Asked other questions than before: not to be compared'] : []),
    ...(time.opens === null ? [] : ['Click or Enter opens the run']),
  ];
}

/** The whole table, the latest first. */
export function historyAsMarkdown({ lines, times, metric, by }: HistoryPicture): string {
  const { title, format } = historyMetricTexts[metric];
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  const rows = times.toReversed().map((time) => {
    const figures = lines.map(({ dots }) => dots.find((dot) => dot.time === time));
    return line([
      [timeText(time, by), ...remarks(time)].join(', '),
      ...figures.map((dot) =>
        dot ? [...(dot.change ? [arrowOf(dot.change)] : []), estimateText(dot.estimate, format)].join(' ') : '',
      ),
    ]);
  });
  const head = line([title, ...lines.map(({ label }) => label)]);
  return `${[head, `| --- |${' ---: |'.repeat(lines.length)}`, ...rows].join('\n')}\n`;
}
