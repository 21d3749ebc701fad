import { formatInstant, formatPlural } from '../../shared/format.ts';
import { intervalText } from '../../shared/estimateText.ts';
import { listText } from '../../shared/comparisonText.ts';
import { historyMetricTexts, noChangeText } from '../../shared/historyText.ts';
import type { ChangePoint, History, HistoryPoint, HistorySeries } from '../../shared/model/history.ts';
import type { RunId } from '../../shared/model/ids.ts';
import { csvCell } from '../csvCell.ts';
import { escapeMarkdown, table } from './markdown.ts';
import { pText } from './pText.ts';

/** A run or a day: what all candidates have a point at. */
export interface HistoryRow {
  readonly at: string;
  readonly runs: readonly RunId[];
  /** By series; `null` where it has no point. */
  readonly cells: readonly (HistoryCell | null)[];
}

export interface HistoryCell {
  readonly point: HistoryPoint;
  /** The level from here on is another one. */
  readonly change: ChangePoint | null;
}

/** The oldest first. */
export function historyRows({ query, runs, series }: History): HistoryRow[] {
  const order = new Map(runs.map(({ id }, index) => [id, index]));
  const cells = series.flatMap(({ points, changes }, column) =>
    points.map((point, index) => ({ column, point, change: changes.find((change) => change.index === index) ?? null })),
  );
  const byPlace = Map.groupBy(cells, ({ point }) => (query.by === 'day' ? point.at : (point.runs[0] ?? '')));
  return [...byPlace.values()]
    .map((same): HistoryRow => {
      const ids = [...new Set(same.flatMap(({ point }) => point.runs))].toSorted(
        (a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0),
      );
      const cells = series.map((_, column) => same.find((cell) => cell.column === column) ?? null);
      return { at: same[0]?.point.at ?? '', runs: ids, cells };
    })
    .toSorted((a, b) => (order.get(a.runs[0] ?? ('' as RunId)) ?? 0) - (order.get(b.runs[0] ?? ('' as RunId)) ?? 0));
}

/** `▲` and `▼`: the level from here on is another one; `≠`: from here on something else was asked. */
export function cellMarks({ point, change }: HistoryCell): string {
  const arrow = change === null ? '' : change.after.value > change.before.value ? '▲' : '▼';
  return `${point.questionsChanged ? '≠' : ''}${arrow}`;
}

/** What is to be said of the whole, a sentence each: changes of level or why there are none, other questions, how to read the marks. */
export function historyNotes(history: History): readonly string[] {
  const changes = history.series.flatMap((series) => series.changes.map((change) => changeText(history, series, change)));
  return [
    ...(changes.length === 0 ? [noChangeText(history)] : changes),
    ...questionTexts(history),
    [...(changes.length === 0 ? [] : ['▲ ▼ mark where a level begins.']), 'Intervals are 95 %.'].join(' '),
  ];
}

/** `openai/x: quality fell from 0.91 to 0.84 at run 1f2e3d4c, 2026-11-20 14:32 UTC (worse, p 0.003).` */
function changeText(
  history: History,
  { label, points }: HistorySeries,
  { index, before, after, direction, pValue }: ChangePoint,
): string {
  const { noun, format } = historyMetricTexts[history.query.metric];
  const way = after.value > before.value ? 'rose' : 'fell';
  const point = points[index];
  const where = point ? placeText(history, point.at, point.runs) : '';
  return `${label}: ${noun} ${way} from ${format(before.value)} to ${format(after.value)} ${where} (${direction}, ${pText(pValue)}).`;
}

function placeText({ query }: History, at: string, runs: readonly RunId[]): string {
  return query.by === 'day' ? `on ${at}` : `at run ${runs[0]?.slice(0, 8)}, ${formatInstant(at)}`;
}

/** Mostly the questions change for all candidates at once. */
function questionTexts(history: History): readonly string[] {
  return historyRows(history).flatMap(({ at, runs, cells }) => {
    const changed = cells.flatMap((cell, i) => (cell?.point.questionsChanged ? [history.series[i]?.label ?? ''] : []));
    if (changed.length === 0) return [];
    const who = changed.length === cells.filter((cell) => cell !== null).length ? '' : ` of ${listText(changed)}`;
    return [`Questions or expectations${who} changed ${placeText(history, at, runs)}: what came before cannot be compared (≠).`];
  });
}

/** In GitHub's Markdown, with all intervals. */
export function historyMarkdown(history: History): string {
  const { suiteName, query, series } = history;
  const { title, format } = historyMetricTexts[query.metric];
  const rows = historyRows(history).map(({ at, runs, cells }) => [
    query.by === 'day' ? `${at}, ${formatPlural(runs.length, 'run')}` : `\`${runs[0]?.slice(0, 8)}\` ${formatInstant(at)}`,
    ...cells.map((cell) => {
      if (cell === null) return '';
      const interval = intervalText(cell.point.value, format);
      return escapeMarkdown(
        [cellMarks(cell), format(cell.point.value.value), interval && `(${interval})`].filter(Boolean).join(' '),
      );
    }),
  ]);
  const head = [query.by === 'day' ? 'Day (UTC)' : 'Run', ...series.map(({ label }) => escapeMarkdown(label))];
  const notes = historyNotes(history).map((text) => `- ${escapeMarkdown(text)}`);
  return `${[`# ${escapeMarkdown(suiteName)}: ${title}`, table(head, rows), notes.join('\n')].join('\n\n')}\n`;
}

const csvColumns = [
  ...['at', 'runs', 'label', 'prompt', 'provider', 'model', 'metric', 'value', 'low', 'high', 'n', 'cases'],
  ...['questions_changed', 'change', 'change_p'],
];

/** One row for each point (RFC 4180), in USD, ms, tokens/s or shares of 1. */
export function historyCsv({ query, series }: History): string {
  const rows = series.flatMap(({ label, promptId, provider, model, points, changes }) =>
    points.map(({ at, runs, value, questionsChanged }, index) => {
      const change = changes.find((one) => one.index === index);
      const figures = [value.value, value.low, value.high, value.n, value.clusters];
      const marks = [questionsChanged, change?.direction ?? null, change?.pValue ?? null];
      return [at, runs.join(' '), label, promptId, provider, model, query.metric, ...figures, ...marks];
    }),
  );
  return [csvColumns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
