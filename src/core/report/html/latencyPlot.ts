import { formatMs, formatPlural } from '../../../shared/format.ts';
import type { CandidateSummary, Comparison, Distribution } from '../../../shared/model/comparison.ts';
import { element, emptyElement } from '../markup.ts';
import { markedCandidate } from '../ranking.ts';
import { cutToWidth } from '../terminalText.ts';
import { positiveScale, type Scale } from './scale.ts';
import { type Drawing, line, px, text, tooltip } from './svg.ts';

const width = 560;
const labelWidth = 158;
const plot = { left: labelWidth + 8, right: width - 16, top: 22 };
const rowHeight = 34;
const longestLabel = 25;
const longestBoldLabel = 22;

interface MeasuredCandidate {
  readonly candidate: CandidateSummary;
  readonly latency: Distribution;
}

/** A row for each candidate, the quickest first: every call as a dot, a box over the middle half; `null` where nothing was timed. */
export function latencyPlot(comparison: Comparison): Drawing | null {
  const rows = measured(comparison.candidates);
  if (rows.length === 0) return null;
  const bottom = plot.top + rows.length * rowHeight;
  const scale = positiveScale(
    rows.flatMap(({ candidate, latency }) => [latency.min, latency.max, ...firstToken(candidate)]),
    plot.left,
    plot.right,
  );
  const chosen = markedCandidate(comparison);
  return {
    width,
    height: bottom + 44,
    label: `Latency of ${formatPlural(rows.length, 'model')}. The comparison table has the same figures.`,
    shapes: [
      axis(scale, bottom),
      ...rows.map((row, index) => rowShape(row, plot.top + (index + 0.5) * rowHeight, scale, row.candidate.id === chosen)),
    ],
  };
}

function measured(candidates: readonly CandidateSummary[]): readonly MeasuredCandidate[] {
  return candidates
    .flatMap((candidate) => (candidate.latencyMs === null ? [] : [{ candidate, latency: candidate.latencyMs }]))
    .toSorted((a, b) => a.latency.p50.value - b.latency.p50.value);
}

function firstToken({ ttftMs }: CandidateSummary): readonly number[] {
  return ttftMs === null ? [] : [ttftMs.p50.value];
}

function axis(scale: Scale, bottom: number): string {
  const marks = scale.ticks.map((tick) => {
    const x = scale.place(tick);
    return line('grid', x, plot.top, x, bottom) + text('tick', x, bottom + 17, formatMs(tick), 'middle');
  });
  const title = `Latency${scale.logarithmic ? ', logarithmic' : ''} →`;
  return [
    ...marks,
    line('axis', plot.left, bottom, plot.right, bottom),
    text('axis-title', plot.right, bottom + 38, title, 'end'),
  ].join('');
}

function rowShape({ candidate, latency }: MeasuredCandidate, y: number, scale: Scale, isChosen: boolean): string {
  const [p25, p50, p75, p95] = [latency.p25, latency.p50.value, latency.p75, latency.p95.value].map(scale.place) as [
    number,
    number,
    number,
    number,
  ];
  const ttft = firstToken(candidate).map((ms) => emptyElement('path', { class: 'first-token', d: diamond(scale.place(ms), y) }));
  const words = `${candidate.label}: median ${formatMs(latency.p50.value)}, p95 ${formatMs(latency.p95.value)}, n = ${latency.n}`;
  const box = { x: px(p25), y: px(y - 8), width: px(Math.max(1, p75 - p25)), height: 16, rx: 3 };
  return element(
    'g',
    { class: isChosen ? 'row chosen' : 'row' },
    tooltip(words),
    text('row-label', labelWidth, y + 4, cutToWidth(candidate.label, isChosen ? longestBoldLabel : longestLabel), 'end'),
    ...latency.sorted.map((ms, index) =>
      emptyElement('circle', { class: 'dot', cx: px(scale.place(ms)), cy: px(y + jitter(index)), r: 1.8 }),
    ),
    line('whisker', p75, y, p95, y),
    line('whisker', p95, y - 5, p95, y + 5),
    emptyElement('rect', { class: 'box', ...box }),
    line('median', p50, y - 8, p50, y + 8),
    ...ttft,
  );
}

function diamond(x: number, y: number): string {
  return `M${px(x)} ${px(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`;
}

/** Spreads dots that would cover one another; the golden ratio keeps neighbours apart, and every drawing alike. */
function jitter(index: number): number {
  return (((index * 0.618034) % 1) - 0.5) * 20;
}
