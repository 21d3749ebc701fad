import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { formatInterval, formatQuality, formatUsd } from '../../src/shared/format.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { axis, baseOptions, plainColour, tooltipLook } from './options.ts';
import type { CostQualityData, CostQualityPoint } from './costQualityData.ts';
import { placeLabels } from './labels.ts';
import { paddedRange, scaleFor } from './scale.ts';
import type { ChartTheme } from './theme.ts';

type Config = ChartConfiguration<'scatter', CostQualityPoint[]>;

/** Quality against cost: whiskers are 95 % intervals, the stepped line is the Pareto front. */
export function costQualityConfig(data: CostQualityData, theme: ChartTheme, highlighted: CandidateId | null): Config {
  const xs = data.points
    .flatMap(({ cost }) => [cost.value, ...ends(cost)])
    .filter((x) => x > 0 || data.points.some((p) => p.x === 0));
  const ys = data.points.flatMap(({ quality }) => [quality.value, ...ends(quality)]);
  const scale = scaleFor(data.points.map(({ x }) => x));
  const y = paddedRange(ys, 'linear');
  return {
    type: 'scatter',
    data: { datasets: [frontLine(data.front, theme), ...data.points.map((point) => pointMark(point, theme, highlighted))] },
    options: {
      ...baseOptions(theme),
      scales: {
        x: axis(theme, 'Cost per sample (USD)', scale, paddedRange(xs, scale), formatUsd),
        y: axis(theme, 'Quality (0 to 1)', 'linear', { min: y.min, max: Math.min(y.max, 1.02) }, qualityTick),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipLook(theme),
          filter: ({ datasetIndex }) => datasetIndex > 0,
          callbacks: { label: ({ raw }) => tooltipLines(raw as CostQualityPoint) },
        },
      },
    },
    plugins: [whiskers, labels],
  };
}

const ends = ({ low, high }: { low: number | null; high: number | null }) => [low, high].filter((end) => end !== null);
const qualityTick = (value: number) => (value > 1 ? '' : formatQuality(value));

const bracketed = (interval: string) => (interval === '' ? '' : `(${interval})`);

function tooltipLines({ label, x, y, cost, quality }: CostQualityPoint): string[] {
  return [
    label,
    `Quality ${formatQuality(y)} ${bracketed(formatInterval(quality, formatQuality))}`,
    `Cost ${formatUsd(x)} ${bracketed(formatInterval(cost, formatUsd))}`,
  ];
}

function frontLine(front: readonly CostQualityPoint[], theme: ChartTheme): ChartDataset<'scatter', CostQualityPoint[]> {
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

function pointMark(
  point: CostQualityPoint,
  theme: ChartTheme,
  highlighted: CandidateId | null,
): ChartDataset<'scatter', CostQualityPoint[]> {
  const colour = theme.palette[point.colour] ?? theme.text;
  const strong = point.id === highlighted;
  return {
    data: [point],
    label: point.label,
    pointStyle: point.shape,
    // A circle fills more than the other shapes of its radius.
    pointRadius: (point.shape === 'circle' ? 5 : 6) + (strong ? 2 : 0),
    pointHoverRadius: 8,
    borderColor: strong ? theme.text : colour,
    borderWidth: point.shape === 'star' || strong ? 2 : 1,
    backgroundColor: colour,
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
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = 1.5;
    for (const { point, dataset } of drawnPoints(data)) {
      const [px, py] = [x.getPixelForValue(point.x), y.getPixelForValue(point.y)];
      ctx.strokeStyle = plainColour(dataset.backgroundColor);
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

/** Names beside the points, the Pareto front's first; where two would overlap the later one is left to tooltip and table. */
const labels: Plugin<'scatter'> = {
  id: 'labels',
  afterDatasetsDraw({ ctx, data, options, scales: { x, y }, chartArea }) {
    if (!x || !y) return;
    const size = options.font?.size ?? 12;
    ctx.save();
    ctx.font = `${size}px ${options.font?.family ?? 'sans-serif'}`;
    ctx.fillStyle = plainColour(options.color);
    ctx.textBaseline = 'top';
    // A halo, so that lines do not cross out the name.
    ctx.strokeStyle = plainColour(options.backgroundColor);
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    const drawn = drawnPoints(data)
      .map(({ point }) => point)
      .sort((a, b) => Number(b.pareto) - Number(a.pareto));
    const boxes = placeLabels(
      drawn.map((point) => ({
        x: x.getPixelForValue(point.x),
        y: y.getPixelForValue(point.y),
        width: ctx.measureText(point.label).width,
        height: size + 2,
      })),
      { x: chartArea.left, y: chartArea.top, width: chartArea.width, height: chartArea.height },
    );
    for (const [index, box] of boxes.entries()) {
      const point = drawn[index];
      if (!box || !point) continue;
      ctx.strokeText(point.label, box.x, box.y + 1);
      ctx.fillText(point.label, box.x, box.y + 1);
    }
    ctx.restore();
  },
};

/** The datasets after the front line: one point each. */
function drawnPoints(data: { readonly datasets: readonly unknown[] }) {
  const datasets = data.datasets.slice(1) as readonly ChartDataset<'scatter', CostQualityPoint[]>[];
  return datasets.flatMap((dataset) => dataset.data.map((point) => ({ point, dataset })));
}
