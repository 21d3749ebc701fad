import type { ChartConfiguration, Plugin } from 'chart.js';
import { formatInterval, formatQuality, formatUsd } from '../../src/shared/format.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { KeyPoint } from '../logic/chartKeys.ts';
import { axis, baseOptions, plainColour, tooltipLook } from './options.ts';
import type { CostQualityData, CostQualityPoint } from './costQualityData.ts';
import { coincidences } from './coincidence.ts';
import { drawnPoints, type DrawnPoint, type PointDataset } from './drawnPoints.ts';
import { pointLabels } from './pointLabels.ts';
import { paddedRange, scaleFor, shareOf } from './scale.ts';
import type { ChartTheme } from './theme.ts';

/** How much further out a ring lies than the mark that it surrounds, in px. */
const ringStep = 5;

type Config = ChartConfiguration<'scatter', CostQualityPoint[]>;

/** Quality against cost: whiskers are 95 % intervals, the stepped line is the Pareto front. */
export function costQualityConfig(data: CostQualityData, theme: ChartTheme, highlighted: CandidateId | null): Config {
  const xs = data.points
    .flatMap(({ cost }) => [cost.value, ...ends(cost)])
    .filter((x) => x > 0 || data.points.some((p) => p.x === 0));
  const ys = data.points.flatMap(({ quality }) => [quality.value, ...ends(quality)]);
  const scale = scaleFor(data.points.map(({ x }) => x));
  const x = paddedRange(xs, scale);
  const padded = paddedRange(ys, 'linear');
  const y = { min: padded.min, max: Math.min(padded.max, 1.02) };
  const places = coincidences(data.points.map((point) => ({ x: shareOf(point.x, x, scale), y: shareOf(point.y, y, 'linear') })));
  const drawn = data.points.map((point, index) => ({ ...point, ...(places[index] ?? { group: index, ring: 0 }) }));
  const look = axis(theme, 'Quality (0 to 1)', 'linear', y, qualityTick);
  // Its texts have two digits.
  const qualityAxis = { ...look, ticks: { ...look.ticks, precision: 2 } };
  return {
    type: 'scatter',
    data: { datasets: [frontLine(data.front, theme), ...drawn.map((point) => pointMark(point, theme, highlighted))] },
    options: {
      ...baseOptions(theme),
      scales: {
        x: axis(theme, 'Cost per sample (USD)', scale, x, formatUsd),
        y: qualityAxis,
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipLook(theme),
          filter: ({ datasetIndex }) => datasetIndex > 0,
          callbacks: { label: ({ raw }) => pointLines(raw as CostQualityPoint) },
        },
      },
    },
    plugins: [whiskers, pointLabels],
  };
}

const ends = ({ low, high }: { low: number | null; high: number | null }) => [low, high].filter((end) => end !== null);
const qualityTick = (value: number) => (value > 1 ? '' : formatQuality(value));

const bracketed = (interval: string) => (interval === '' ? '' : `(${interval})`);

/** A point, all there is to say of it. */
function pointLines({ label, x, y, cost, quality }: CostQualityPoint): string[] {
  return [
    `${label}, n = ${quality.n}`,
    `Quality ${formatQuality(y)} ${bracketed(formatInterval(quality, formatQuality))}`,
    `Cost ${formatUsd(x)} ${bracketed(formatInterval(cost, formatUsd))}`,
  ];
}

/** For keys: the points by rising cost. */
export function pointKeys({ points }: CostQualityData): KeyPoint[] {
  return points
    .map((point, place) => {
      // The first dataset is the front.
      return { key: point.id, x: point.x, y: point.y, dataset: place + 1, index: 0, texts: () => pointLines(point) };
    })
    .toSorted((a, b) => a.x - b.x);
}

function frontLine(front: readonly CostQualityPoint[], theme: ChartTheme): PointDataset {
  return {
    data: [...front],
    showLine: true,
    // The quality of one model is what can be had until the next one's cost is paid.
    stepped: 'before',
    borderColor: theme.muted,
    borderDash: [4, 4],
    borderWidth: 1,
    pointRadius: 0,
    pointHitRadius: 0,
  };
}

/** Points that coincide are nested: the first filled, the others as rings round it. */
function pointMark(point: DrawnPoint, theme: ChartTheme, highlighted: CandidateId | null): PointDataset {
  const colour = theme.palette[point.colour] ?? theme.text;
  const strong = point.id === highlighted;
  const ring = point.ring > 0;
  return {
    data: [point],
    // A mark at the plot's edge is whole.
    clip: 16,
    label: point.label,
    pointStyle: point.shape,
    // A circle fills more than the other shapes of its radius.
    pointRadius: (point.shape === 'circle' ? 5 : 6) + (strong ? 2 : 0) + ringStep * point.ring,
    pointHoverRadius: 8 + ringStep * point.ring,
    borderColor: strong ? theme.text : colour,
    borderWidth: point.shape === 'star' || strong || ring ? 2 : 1,
    backgroundColor: colour,
    ...(ring && { pointBackgroundColor: 'transparent' }),
  };
}

/** Interval lines behind the points, in each point's own colour. */
const whiskers: Plugin<'scatter'> = {
  id: 'whiskers',
  beforeDatasetsDraw({ ctx, data, scales: { x, y }, chartArea }) {
    if (!x || !y) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    for (const { point, dataset } of drawnPoints(data).toReversed()) {
      const [px, py] = [x.getPixelForValue(point.x), y.getPixelForValue(point.y)];
      ctx.strokeStyle = plainColour(dataset.backgroundColor);
      // Those of a ring show on both sides of the whiskers that lie on them.
      ctx.lineWidth = 1.5 + 3 * point.ring;
      ctx.globalAlpha = 0.55 / (1 + point.ring);
      ctx.beginPath();
      if (point.quality.low !== null && point.quality.high !== null) {
        ctx.moveTo(px, y.getPixelForValue(point.quality.low));
        ctx.lineTo(px, y.getPixelForValue(point.quality.high));
      }
      if (point.cost.low !== null && point.cost.high !== null) {
        ctx.moveTo(x.getPixelForValue(Math.max(point.cost.low, x.min)), py);
        ctx.lineTo(x.getPixelForValue(point.cost.high), py);
      }
      ctx.stroke();
    }
    ctx.restore();
  },
};
