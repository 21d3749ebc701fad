import { historyMetricTexts, noChangeText } from '../../src/shared/historyText.ts';
import type { CandidateSummary, Comparison, Estimate } from '../../src/shared/model/comparison.ts';
import type {
  ChangePoint,
  History,
  HistoryMetric,
  HistoryPoint,
  HistoryRun,
  HistoryStep,
} from '../../src/shared/model/history.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { HistoryFailed, HistoryUpdated } from '../../src/shared/protocol/panel.ts';
import { qualityMeasured } from './columns.ts';
import type { Prefs } from './prefs.ts';

/** One model over time. */
export interface HistoryLine {
  readonly key: string;
  readonly label: string;
  /** For its colour and shape: its place in this run; models that are not in it come after those that are. */
  readonly index: number;
  readonly dots: readonly HistoryDot[];
}

/** One model at one time. */
export interface HistoryDot {
  /** Place in the order of runs, or number of the day since 1970. */
  readonly x: number;
  readonly y: number;
  readonly estimate: Estimate;
  /** Of the line. */
  readonly label: string;
  readonly time: HistoryTime;
  /** The level from here on is another than before. */
  readonly change: ChangePoint | null;
  readonly questionsChanged: boolean;
}

/** A run, or the runs of a day: a place on the axis, and a row of the table. */
export interface HistoryTime {
  readonly x: number;
  /** ISO 8601. */
  readonly at: string;
  readonly runs: readonly HistoryRun[];
  /** The run that the panel shows is among them. */
  readonly current: boolean;
  /** The answers of all of them are gone. */
  readonly pruned: boolean;
  /** The last other run that can be opened. */
  readonly opens: RunId | null;
}

export interface HistoryPicture {
  readonly metric: HistoryMetric;
  readonly by: HistoryStep;
  readonly lines: readonly HistoryLine[];
  /** The oldest first. */
  readonly times: readonly HistoryTime[];
  /** What to say where no change of level is marked. */
  readonly noChange: string;
  readonly elsewhere: History['elsewhere'];
}

export type HistoryShown =
  | { readonly kind: 'waiting' | 'empty' | 'single' | 'one-day' | 'no-figure' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'picture'; readonly picture: HistoryPicture };

/** What the section is about until the user chooses. */
export function wantedMetric({ historyMetric }: Pick<Prefs, 'historyMetric'>, comparison: Comparison): HistoryMetric {
  return historyMetric ?? (qualityMeasured(comparison) ? 'quality' : 'latencyP50');
}

export function historyShown(answer: HistoryUpdated | HistoryFailed | null, comparison: Comparison): HistoryShown {
  if (answer === null) return { kind: 'waiting' };
  if (answer.type === 'history-failed') return { kind: 'failed', message: answer.message };
  const { history } = answer;
  if (history === null || history.runs.length === 0) return { kind: 'empty' };
  if (history.runs.length === 1) return { kind: 'single' };
  const picture = historyPicture(history, comparison);
  if (picture.times.length === 0) return { kind: 'no-figure' };
  if (picture.times.length === 1 && picture.by === 'day') return { kind: 'one-day' };
  return { kind: 'picture', picture };
}

export function historyPicture(history: History, { runId, candidates }: Comparison): HistoryPicture {
  const { metric, by } = history.query;
  const times = timesOf(history, runId);
  const lines = history.series
    .filter(({ points }) => points.length > 0)
    .map(({ label, promptId, points, changes }): HistoryLine => {
      return {
        key: JSON.stringify([label, promptId]),
        label,
        index: placeOf(label, promptId, candidates),
        dots: points.flatMap((point, index) => {
          const time = times.get(placeKey(point, by));
          const change = changes.find((one) => one.index === index) ?? null;
          return time ? [{ ...dotOf(point), label, time, x: time.x, change }] : [];
        }),
      };
    })
    .toSorted((a, b) => a.index - b.index);
  let after = candidates.length;
  const placed = lines.map((line) => (line.index < candidates.length ? line : { ...line, index: after++ }));
  return { metric, by, lines: placed, times: [...times.values()], noChange: noChangeText(history), elsewhere: history.elsewhere };
}

function dotOf({ value, questionsChanged }: HistoryPoint): Pick<HistoryDot, 'y' | 'estimate' | 'questionsChanged'> {
  return { y: value.value, estimate: value, questionsChanged };
}

const dayMs = 86_400_000;

/** Of one run or one day, in whichever line. */
function placeKey({ at, runs }: HistoryPoint, by: HistoryStep): string {
  return by === 'day' ? at.slice(0, 10) : (runs[0] ?? at);
}

/** The places that any line has a point at, the oldest first. */
function timesOf({ query: { by }, runs, series }: History, current: RunId): Map<string, HistoryTime> {
  const order = new Map(runs.map(({ id }, index) => [id, index]));
  const points = Map.groupBy(
    series.flatMap(({ points }) => points),
    (point) => placeKey(point, by),
  );
  const places = [...points].map(([key, same]) => {
    const places = new Set(same.flatMap((point) => point.runs.flatMap((id) => order.get(id) ?? [])));
    return { key, at: same[0]?.at ?? '', runs: [...places].toSorted((a, b) => a - b) };
  });
  places.sort((a, b) => (a.runs[0] ?? 0) - (b.runs[0] ?? 0));
  return new Map(
    places.map(({ key, at, runs: members }, place) => {
      const x = by === 'day' ? Math.floor(Date.parse(at) / dayMs) : place;
      return [
        key,
        timeOf(
          x,
          at,
          members.flatMap((index) => runs[index] ?? []),
          current,
        ),
      ];
    }),
  );
}

function timeOf(x: number, at: string, runs: readonly HistoryRun[], current: RunId): HistoryTime {
  const others = runs.filter(({ id, pruned }) => !pruned && id !== current);
  return {
    x,
    at,
    runs,
    current: runs.some(({ id }) => id === current),
    pruned: runs.every(({ pruned }) => pruned),
    opens: others.at(-1)?.id ?? null,
  };
}

function placeOf(label: string, promptId: string, candidates: readonly CandidateSummary[]): number {
  const place = candidates.findIndex((one) => one.label === label && one.promptId === promptId);
  return place === -1 ? candidates.length : place;
}

/** The day that stands at this place of the axis: `2026-11-20`. */
export function dayAt(x: number): string {
  return new Date(x * dayMs).toISOString().slice(0, 10);
}

/** The instants of the axis: days where they tell the runs apart, else with the time. */
export function tickTexts({ times, by }: HistoryPicture): readonly string[] {
  if (by === 'day') return times.map(({ at }) => at.slice(0, 10));
  const days = new Set(times.map(({ at }) => at.slice(0, 10)));
  return times.map(({ at }) => (days.size === times.length ? at.slice(0, 10) : at.slice(5, 16).replace('T', ' ')));
}

/**
 * At most about `most` dots of a line: of each stretch the lowest and the highest, and every one that bears a mark. More than
 * a screen has columns would be drawn over one another.
 */
export function thinned(dots: readonly HistoryDot[], most: number): readonly HistoryDot[] {
  if (dots.length <= most) return dots;
  const size = Math.ceil((2 * dots.length) / most);
  const kept = new Set<HistoryDot>(dots.filter(isMarked));
  for (const end of [dots[0], dots.at(-1)]) if (end) kept.add(end);
  for (let start = 0; start < dots.length; start += size) {
    const stretch = dots.slice(start, start + size).toSorted((a, b) => a.y - b.y);
    for (const end of [stretch[0], stretch.at(-1)]) if (end) kept.add(end);
  }
  return dots.filter((dot) => kept.has(dot));
}

function isMarked({ change, questionsChanged, time }: HistoryDot): boolean {
  return change !== null || questionsChanged || time.current;
}

/** Every change of level, the latest first. */
export function changeDots({ lines }: HistoryPicture): readonly { readonly dot: HistoryDot; readonly line: HistoryLine }[] {
  return lines
    .flatMap((line) => line.dots.filter(({ change }) => change !== null).map((dot) => ({ dot, line })))
    .toSorted((a, b) => b.dot.x - a.dot.x);
}

/** Which way the figure went; that need not be the way of `direction`. */
export function wentUp({ before, after }: ChangePoint): boolean {
  return after.value > before.value;
}

/** The picture in a sentence, for those who do not see it. */
export function historySummary(picture: HistoryPicture): string {
  const { lines, times, metric } = picture;
  const changes = changeDots(picture).length;
  const of = `${historyMetricTexts[metric].title} of ${lines.length} ${lines.length === 1 ? 'model' : 'models'}`;
  const over = `over ${times.length} ${picture.by === 'day' ? 'days' : 'runs'}`;
  return `${of} ${over}: ${changes === 0 ? 'no change of level found' : `${changes} ${changes === 1 ? 'change' : 'changes'} of level`}.`;
}
