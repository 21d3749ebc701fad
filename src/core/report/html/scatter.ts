import { formatInterval, formatPlural, formatQuality, formatSampleCost, formatUsd } from '../../../shared/format.ts';
import type { CandidateSummary, Comparison, Estimate } from '../../../shared/model/comparison.ts';
import { element, emptyElement } from '../markup.ts';
import { markedCandidate, ranked } from '../ranking.ts';
import { cutToWidth } from '../terminalText.ts';
import { placeLabels } from './labels.ts';
import { linearScale, positiveScale, type Scale } from './scale.ts';
import { type Drawing, line, px, text, tooltip } from './svg.ts';

const size = { width: 560, height: 380 };
const plot = { left: 50, right: size.width - 16, top: 22, bottom: size.height - 44 };
const longestLabel = 28;

interface Point {
  readonly candidate: CandidateSummary;
  readonly quality: Estimate;
  /** Of 1,000 samples: a single one costs too little to be read. */
  readonly usd: number;
  readonly x: number;
  readonly y: number;
}

/** Quality against cost with the Pareto front; `null` where no candidate has both figures. */
export function scatterPlot(comparison: Comparison): Drawing | null {
  const known = ranked(comparison.candidates).flatMap((candidate) => {
    const perSample = candidate.cost.perSample;
    if (candidate.quality === null || perSample === null) return [];
    return [{ candidate, quality: candidate.quality, usd: perSample.value * 1000 }];
  });
  if (known.length === 0) return null;
  const xScale = positiveScale(
    known.map(({ usd }) => usd),
    plot.left,
    plot.right,
  );
  const yScale = qualityScale(known.map(({ quality }) => quality));
  const points = known.map((point) => ({ ...point, x: xScale.place(point.usd), y: yScale.place(point.quality.value) }));
  const chosen = markedCandidate(comparison);
  return {
    ...size,
    label: `Quality against cost of ${formatPlural(points.length, 'model')}. The comparison table has the same figures.`,
    shapes: [
      axes(xScale, yScale),
      frontLine(points),
      ...points.map((point) => pointShape(point, yScale, point.candidate.id === chosen)),
      ...labelShapes(points, chosen),
    ],
  };
}

/** Down to the lowest interval in tenths: a scale from 0 would press good models together. */
function qualityScale(qualities: readonly Estimate[]): Scale {
  const lowest = Math.min(...qualities.map(({ low, value }) => low ?? value));
  const floor = Math.max(0, Math.floor((lowest - 0.02) * 10) / 10);
  return linearScale(Math.min(floor, 0.9), 1, plot.bottom, plot.top);
}

function axes(xScale: Scale, yScale: Scale): string {
  const rows = yScale.ticks.map((tick) => {
    const y = yScale.place(tick);
    return line('grid', plot.left, y, plot.right, y) + text('tick', plot.left - 8, y + 4, trimmed(tick), 'end');
  });
  const marks = xScale.ticks.map((tick) => {
    const x = xScale.place(tick);
    return line('grid', x, plot.top, x, plot.bottom) + text('tick', x, plot.bottom + 17, formatUsd(tick), 'middle');
  });
  const title = `Cost of 1,000 samples${xScale.logarithmic ? ', logarithmic' : ''} →`;
  return [
    ...rows,
    ...marks,
    line('axis', plot.left, plot.bottom, plot.right, plot.bottom),
    text('axis-title', plot.right, size.height - 6, title, 'end'),
    text('axis-title', 8, 12, '↑ Quality'),
  ].join('');
}

function trimmed(tick: number): string {
  return String(Number(tick.toFixed(3)));
}

/** The best quality to be had for each amount of money: a staircase through the front's points. */
function frontLine(points: readonly Point[]): string {
  const front = points.filter(({ candidate }) => candidate.pareto).toSorted((a, b) => a.x - b.x);
  const [first, ...rest] = front;
  if (!first) return '';
  const steps = rest.map(({ x, y }) => `H${px(x)}V${px(y)}`).join('');
  return emptyElement('path', { class: 'front', d: `M${px(first.x)} ${px(first.y)}${steps}H${px(plot.right)}` });
}

function pointShape({ candidate, quality, x, y }: Point, yScale: Scale, isChosen: boolean): string {
  const { low, high } = quality;
  const whisker = low === null || high === null ? '' : line('whisker', x, yScale.place(low), x, yScale.place(Math.min(1, high)));
  const kind = isChosen ? 'point chosen' : candidate.pareto ? 'point on-front' : 'point';
  const interval = formatInterval(quality, formatQuality);
  const words = `${candidate.label}: quality ${formatQuality(quality.value)}${interval && ` (${interval})`}, ${formatSampleCost(candidate.cost, 1000)} per 1,000 samples`;
  const circle = emptyElement('circle', { class: kind, cx: px(x), cy: px(y), r: isChosen ? 6.5 : 5 });
  return element('g', {}, tooltip(words), whisker, circle);
}

/** Names of the front come first; where it is crowded others go without, and the tooltip and the table have them. */
function labelShapes(points: readonly Point[], chosen: string | null): readonly string[] {
  const importance = ({ candidate }: Point): number => (candidate.id === chosen ? 0 : candidate.pareto ? 1 : 2);
  const requests = points
    .toSorted((a, b) => importance(a) - importance(b))
    .map(({ candidate, x, y }) => ({ text: cutToWidth(candidate.label, longestLabel), x, y }));
  const bounds = { left: plot.left, right: plot.right + 12, top: plot.top - 8, bottom: plot.bottom };
  return placeLabels(requests, bounds).map((label) => text('label', label.x, label.y, label.text, label.anchor));
}
