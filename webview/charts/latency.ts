import type { ChartConfiguration, Plugin } from 'chart.js';
import { formatMs } from '../../src/shared/format.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { KeyPoint } from '../logic/chartKeys.ts';
import type { LatencyMetric } from '../logic/prefs.ts';
import { intervalText } from '../logic/wording.ts';
import { latencyTitles, spread, type LatencyRow } from './latencyData.ts';
import { axis, baseOptions, plainColour, tickLook, tooltipLook } from './options.ts';
import { paddedRange, scaleFor } from './scale.ts';
import type { ChartTheme } from './theme.ts';

type Config = ChartConfiguration<'bar', LatencyRow[], string>;

/** Height of the box and of the strip of dots below it, in px. */
const boxHeight = 10;
const stripHeight = 9;
/** Height of a whole row, in px: the figure grows with the number of models. */
export const rowHeight = 30;
const longestLabel = 26;

/** Latency of each model as a row: box (middle half), median, whisker to p95, and the single calls as dots. */
export function latencyConfig(
  rows: readonly LatencyRow[],
  metric: LatencyMetric,
  theme: ChartTheme,
  highlighted: CandidateId | null,
): Config {
  const all = rows.flatMap(({ distribution: { min, max } }) => [min, max]);
  const scale = scaleFor(all);
  const colours = rows.map(({ colour }) => theme.palette[colour] ?? theme.text);
  return {
    type: 'bar',
    data: {
      labels: rows.map(({ y }) => y),
      datasets: [
        {
          data: [...rows],
          backgroundColor: rows.map(({ id }, index) => (id === highlighted ? colours[index] : 'transparent') ?? theme.text),
          borderColor: colours,
          borderWidth: 1.5,
          borderSkipped: false,
          barThickness: boxHeight,
        },
      ],
    },
    options: {
      ...baseOptions(theme),
      indexAxis: 'y',
      scales: {
        x: axis(theme, `${latencyTitles[metric]} (time after sending)`, scale, paddedRange(all, scale), formatMs),
        y: {
          grid: { display: false },
          border: { display: false },
          ticks: { ...tickLook(theme, theme.text), autoSkip: false, callback: (_, index) => shortened(rows[index]?.label ?? '') },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: { ...tooltipLook(theme), callbacks: { title: () => '', label: ({ raw }) => rowLines(raw as LatencyRow) } },
      },
    },
    plugins: [boxMarks],
  };
}

function shortened(label: string): string {
  return label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
}

/** A row, all there is to say of it. */
function rowLines({ label, distribution: { n, p50, p25, p75, p95, max } }: LatencyRow): string[] {
  return [
    `${label}, n = ${n}`,
    `Median ${formatMs(p50.value)}. ${intervalText(p50, formatMs)}`,
    `Middle half ${formatMs(p25)} to ${formatMs(p75)}`,
    `p95 ${formatMs(p95.value)}, slowest ${formatMs(max)}`,
  ];
}

/** For keys: the rows from top to bottom, each a line of its own. */
export function rowKeys(rows: readonly LatencyRow[]): KeyPoint[][] {
  return rows.map((row, index) => {
    return [{ key: row.id, x: row.distribution.p50.value, y: index, dataset: 0, index, texts: () => rowLines(row) }];
  });
}

/** Median, whiskers and the single calls; the bars themselves are the boxes. */
const boxMarks: Plugin<'bar'> = {
  id: 'boxMarks',
  afterDatasetsDraw(chart) {
    const { ctx, scales, options } = chart;
    const x = scales['x'];
    const [dataset] = chart.data.datasets;
    if (!x || !dataset) return;
    const colours = dataset.borderColor as readonly string[];
    const { left, top, width, height } = chart.chartArea;
    ctx.save();
    // Beside the plot lie the names.
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    for (const [index, bar] of chart.getDatasetMeta(0).data.entries()) {
      const row = dataset.data[index] as unknown as LatencyRow;
      const at = (value: number) => x.getPixelForValue(value);
      const colour = colours[index] ?? plainColour(options.color);
      drawWhiskers(ctx, row, at, bar.y, colour);
      drawMedian(ctx, at(row.distribution.p50.value), bar.y, plainColour(options.color));
      drawCalls(ctx, row, at, bar.y + boxHeight / 2 + 3 + stripHeight / 2, colour);
    }
    ctx.restore();
  },
};

type Pen = Parameters<NonNullable<Plugin<'bar'>['afterDatasetsDraw']>>[0]['ctx'];
type ToPixel = (value: number) => number;

function drawWhiskers(
  ctx: Pen,
  { distribution: { min, p25, p75, p95 } }: LatencyRow,
  at: ToPixel,
  y: number,
  colour: string,
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(at(min), y);
  ctx.lineTo(at(p25), y);
  ctx.moveTo(at(p75), y);
  ctx.lineTo(at(p95.value), y);
  ctx.moveTo(at(p95.value), y - boxHeight / 2);
  ctx.lineTo(at(p95.value), y + boxHeight / 2);
  ctx.stroke();
}

function drawMedian(ctx: Pen, x: number, y: number, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.5;
  ctx.beginPath();
  ctx.moveTo(x, y - boxHeight / 2 - 2);
  ctx.lineTo(x, y + boxHeight / 2 + 2);
  ctx.stroke();
}

function drawCalls(ctx: Pen, { distribution: { sorted } }: LatencyRow, at: ToPixel, y: number, colour: string): void {
  ctx.fillStyle = colour;
  ctx.globalAlpha = 0.6;
  for (const [index, value] of sorted.entries()) {
    ctx.beginPath();
    ctx.arc(at(value), y + spread(index) * stripHeight, 1.5, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}
