import type { ChartConfiguration, ChartDataset, Plugin, ScriptableLineSegmentContext } from 'chart.js';
import { historyMetricTexts } from '../../src/shared/historyText.ts';
import { dayAt, thinned, tickTexts, wentUp, type HistoryDot, type HistoryLine, type HistoryPicture } from '../logic/history.ts';
import type { KeyPoint } from '../logic/chartKeys.ts';
import { dotLines } from '../logic/historyWording.ts';
import { identityOf } from '../logic/identity.ts';
import { axis, baseOptions, plainColour, tooltipLook } from './options.ts';
import { paddedRange, scaleFor } from './scale.ts';
import type { ChartTheme } from './theme.ts';

export type HistoryConfig = ChartConfiguration<'scatter', HistoryDot[]>;
type Line = ChartDataset<'scatter', HistoryDot[]> & { readonly intervals: Intervals };
type Intervals = 'band' | 'whiskers' | 'none';

/** Points of a line beyond which more would share a column of the screen. */
export const mostDots = 500;
/** Marks of more points than this run into one another: the line alone is clearer. */
export const mostMarks = 160;
/** Bands of more lines than this cover one another. */
const mostBands = 2;
/** Of all lines together. */
const mostWhiskers = 160;

export interface HistoryChoices {
  /** Key of the line to bring forward. */
  readonly chosen: string | null;
  readonly onOpen: (dot: HistoryDot) => void;
}

/** A line for each model: broken where the questions changed, with its intervals and the places where its level did. */
export function historyConfig(picture: HistoryPicture, theme: ChartTheme, { chosen, onOpen }: HistoryChoices): HistoryConfig {
  const { title, format, range } = historyMetricTexts[picture.metric];
  const drawn = sideBySide(picture);
  const intervals = intervalsOf(drawn);
  const radius = radiusFor(Math.max(0, ...drawn.map(({ dots }) => dots.length)));
  const datasets = drawn.map((line) => lineOf(line, theme, { chosen, intervals, radius }));
  const values = datasets.flatMap(({ data, intervals }) =>
    data.flatMap(({ y, estimate: { low, high } }) => (intervals === 'none' ? [y] : [y, low ?? y, high ?? y])),
  );
  const scale = scaleFor(values);
  const padded = paddedRange(values, scale);
  const top = range === null ? padded.max : Math.min(padded.max, range[1] * 1.02);
  return {
    type: 'scatter',
    data: { datasets },
    options: {
      ...baseOptions(theme),
      layout: { padding: { top: hasNewQuestions(drawn) ? 22 : 8, right: 12 } },
      parsing: false,
      normalized: true,
      onClick: (_, [hit]) => {
        const dot = hit && datasets[hit.datasetIndex]?.data[hit.index];
        if (dot) onOpen(dot);
      },
      onHover: (_, [hit], { canvas }) => {
        const dot = hit && datasets[hit.datasetIndex]?.data[hit.index];
        canvas.style.cursor = dot?.time.opens ? 'pointer' : '';
      },
      scales: {
        x: timeAxis(picture, theme),
        y: axis(theme, title, scale, { min: padded.min, max: top }, (value) => (range && value > range[1] ? '' : format(value))),
      },
      plugins: {
        legend: { display: false },
        tooltip: { ...tooltipLook(theme), callbacks: { label: ({ raw }) => dotLines(raw as HistoryDot, picture) } },
      },
    },
    plugins: [marks],
  };
}

/** For keys: the points that are drawn. */
export function dotKeys(picture: HistoryPicture, { data }: HistoryConfig): KeyPoint[][] {
  return data.datasets.map((line, dataset) =>
    line.data.map((dot, index) => {
      const key = `${picture.lines[dataset]?.key} ${dot.time.at}`;
      return { key, x: dot.x, y: dot.y, dataset, index, texts: () => dotLines(dot, picture) };
    }),
  );
}

/** What screens show of the lines, each a little beside the others, so that equal figures do not cover one another. */
function sideBySide({ lines, times }: HistoryPicture): readonly HistoryLine[] {
  const span = (times.at(-1)?.x ?? 0) - (times[0]?.x ?? 0) + 1;
  // About 10 px, and together less than half of the way to the next time.
  const step = Math.min(0.012 * span, 0.4 / lines.length);
  return lines.map((line, place) => {
    const aside = (place - (lines.length - 1) / 2) * step;
    return { ...line, dots: thinned(line.dots, mostDots).map((dot) => ({ ...dot, x: dot.x + aside })) };
  });
}

/** How the intervals are shown while no line is brought forward. */
export function intervalsOf(lines: readonly HistoryLine[]): Intervals {
  const dots = lines.reduce((sum, { dots }) => sum + dots.length, 0);
  if (lines.length <= mostBands) return 'band';
  return dots <= mostWhiskers ? 'whiskers' : 'none';
}

function hasNewQuestions(lines: readonly HistoryLine[]): boolean {
  return lines.some(({ dots }) => dots.some(({ questionsChanged }) => questionsChanged));
}

/** Of a mark, in px, where the longest line has so many points. */
function radiusFor(points: number): number {
  if (points > mostMarks) return 0;
  return points > mostMarks / 4 ? 2.5 : 4;
}

interface LineLook {
  readonly chosen: string | null;
  readonly intervals: Intervals;
  readonly radius: number;
}

function lineOf(line: HistoryLine, theme: ChartTheme, { chosen, intervals, radius }: LineLook): Line {
  const { shape, colour: place } = identityOf(line.index);
  const own = theme.palette[place] ?? theme.text;
  const isChosen = line.key === chosen;
  const colour = chosen === null || isChosen ? own : `color-mix(in srgb, ${own} 28%, transparent)`;
  const data = [...line.dots];
  return {
    data,
    label: line.label,
    intervals: chosen === null ? intervals : isChosen ? 'band' : 'none',
    showLine: true,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: isChosen ? 2.5 : 1.5,
    // What was asked anew has nothing to do with what was before.
    segment: {
      borderColor: ({ p1DataIndex }: ScriptableLineSegmentContext) =>
        data[p1DataIndex]?.questionsChanged ? 'transparent' : undefined,
    },
    pointStyle: shape,
    pointRadius: data.map(({ time }) => (time.current ? 7 : radius)),
    pointHoverRadius: 8,
    pointHitRadius: 6,
    // A star is all border.
    pointBorderColor: data.map(({ time }) => (time.current && shape !== 'star' && colour === own ? theme.text : colour)),
    pointBorderWidth: data.map(({ time }) => (shape === 'star' || time.current || time.pruned ? 2 : 1)),
    // Hollow: there is nothing left to open.
    pointBackgroundColor: data.map(({ time }) => (time.pruned ? theme.background : colour)),
    order: isChosen ? 0 : 1,
  };
}

function timeAxis(picture: HistoryPicture, theme: ChartTheme) {
  const { times, by } = picture;
  const texts = tickTexts(picture);
  const [first, last] = [times[0]?.x ?? 0, times.at(-1)?.x ?? 0];
  const room = Math.max(0.5, (last - first) * 0.02);
  const format = (x: number) => (by === 'day' ? dayAt(x) : (texts[x] ?? ''));
  const look = axis(theme, by === 'day' ? 'Day (UTC)' : 'Run (UTC)', 'linear', { min: first - room, max: last + room }, format);
  const callback = (value: string | number) => format(Number(value));
  return { ...look, grid: { ...look.grid, display: false }, ticks: { ...look.ticks, precision: 0, callback } };
}

type Drawing = Parameters<NonNullable<Plugin<'scatter'>['afterDatasetsDraw']>>[0];

/** Intervals and changes of questions behind the lines, changes of level before them. */
const marks: Plugin<'scatter'> = {
  id: 'historyMarks',
  beforeDatasetsDraw(chart) {
    clipped(chart, () => {
      for (const { dataset, at } of linesOf(chart)) {
        if (dataset.intervals === 'band') drawBands(chart.ctx, dataset, at);
        if (dataset.intervals === 'whiskers') drawWhiskers(chart.ctx, dataset, at);
      }
    });
    drawNewQuestions(chart);
  },
  afterDatasetsDraw(chart) {
    clipped(chart, () => {
      for (const { dataset, at } of linesOf(chart)) drawChanges(chart, dataset, at);
    });
  },
};

type ToPixels = (dot: HistoryDot, y: number) => readonly [x: number, y: number];

function linesOf({ data, scales: { x, y } }: Drawing): { readonly dataset: Line; readonly at: ToPixels }[] {
  if (!x || !y) return [];
  const at: ToPixels = (dot, value) => [x.getPixelForValue(dot.x), y.getPixelForValue(Math.max(value, y.min))];
  return (data.datasets as unknown as readonly Line[]).map((dataset) => ({ dataset, at }));
}

function clipped({ ctx, chartArea: { left, top, width, height } }: Drawing, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** One for each stretch of the same questions. */
function drawBands(ctx: Drawing['ctx'], { data, backgroundColor }: Line, at: ToPixels): void {
  ctx.fillStyle = plainColour(backgroundColor);
  ctx.globalAlpha = 0.16;
  for (const stretch of stretchesOf(data)) {
    const edge = [
      ...stretch.map((dot) => at(dot, dot.estimate.low ?? dot.y)),
      ...stretch.toReversed().map((dot) => at(dot, dot.estimate.high ?? dot.y)),
    ];
    ctx.beginPath();
    for (const [x, y] of edge) ctx.lineTo(x, y);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function stretchesOf(dots: readonly HistoryDot[]): HistoryDot[][] {
  const stretches: HistoryDot[][] = [];
  for (const dot of dots) {
    if (dot.questionsChanged || stretches.length === 0) stretches.push([]);
    stretches.at(-1)?.push(dot);
  }
  return stretches;
}

function drawWhiskers(ctx: Drawing['ctx'], { data, backgroundColor }: Line, at: ToPixels): void {
  ctx.strokeStyle = plainColour(backgroundColor);
  ctx.lineWidth = 1.5;
  ctx.globalAlpha = 0.4;
  ctx.beginPath();
  for (const dot of data) {
    const { low, high } = dot.estimate;
    if (low === null || high === null) continue;
    ctx.moveTo(...at(dot, low));
    ctx.lineTo(...at(dot, high));
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** A dashed line before the first point of the new questions, named above the plot where there is room. */
function drawNewQuestions({ ctx, options, chartArea, scales, data }: Drawing): void {
  const dots = (data.datasets as unknown as readonly Line[]).flatMap((line) => line.data);
  const changed = new Set(dots.filter(({ questionsChanged }) => questionsChanged).map(({ time }) => time.x - 0.5));
  const places = [...changed]
    .toSorted((a, b) => a - b)
    .flatMap((x) => scales['x']?.getPixelForValue(x) ?? [])
    .filter((place) => place >= chartArea.left && place <= chartArea.right);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = plainColour(options.color);
  ctx.font = `${options.font?.size ?? 12}px ${options.font?.family ?? 'sans-serif'}`;
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 4]);
  const text = 'questions changed';
  const { width } = ctx.measureText(text);
  let free = -Infinity;
  for (const x of places) {
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    const left = Math.max(chartArea.left, Math.min(x - width / 2, chartArea.right - width));
    if (left < free) continue;
    ctx.fillText(text, left, chartArea.top - 3);
    free = left + width + 12;
  }
  ctx.restore();
}

/** From the tip of an arrow to the end of its stem, in px, and half of its head. */
const arrow = { length: 17, head: 8, half: 6 };

/** Over or under the first point of the new level, on the side that the figure went to: with a stem, as no mark of a model has. */
function drawChanges({ ctx, options }: Drawing, { data, backgroundColor }: Line, at: ToPixels): void {
  for (const dot of data) {
    if (!dot.change) continue;
    const away = wentUp(dot.change) ? -1 : 1;
    const [x, y] = at(dot, dot.y);
    const stem = y + away * 9;
    const tip = stem + away * arrow.length;
    const neck = tip - away * arrow.head;
    ctx.beginPath();
    ctx.moveTo(x - 1.5, stem);
    ctx.lineTo(x - 1.5, neck);
    ctx.lineTo(x - arrow.half, neck);
    ctx.lineTo(x, tip);
    ctx.lineTo(x + arrow.half, neck);
    ctx.lineTo(x + 1.5, neck);
    ctx.lineTo(x + 1.5, stem);
    ctx.closePath();
    // A halo, so that the lines that it lies on do not blur it.
    ctx.strokeStyle = plainColour(options.backgroundColor);
    ctx.lineWidth = 4;
    ctx.stroke();
    ctx.fillStyle = plainColour(backgroundColor);
    ctx.fill();
  }
}
