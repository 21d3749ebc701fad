import type { Comparison } from '../../../shared/model/comparison.ts';
import { element, escapeMarkup } from '../markup.ts';
import { listText } from '../../../shared/comparisonText.ts';
import { latencyPlot } from './latencyPlot.ts';
import { scatterPlot } from './scatter.ts';
import { type Drawing, figure } from './svg.ts';

export type ChartName = 'cost-quality' | 'latency';

interface Chart {
  readonly title: string;
  readonly draw: (comparison: Comparison) => Drawing | null;
  readonly caption: (comparison: Comparison) => string;
}

export const charts: Readonly<Record<ChartName, Chart>> = {
  'cost-quality': { title: 'Quality against cost', draw: scatterPlot, caption: scatterCaption },
  latency: {
    title: 'Latency',
    draw: latencyPlot,
    caption: () =>
      'Dots are calls, the box is the middle half with the median, the whisker ends at p95. The diamond is the median time to first token.',
  },
};

/** Both charts, as far as there is something to draw. */
export function chartsSection(comparison: Comparison): string {
  const figures = Object.values(charts).flatMap(({ title, draw, caption }) => {
    const drawing = draw(comparison);
    if (drawing === null) return [];
    const parts = [element('h3', {}, title), figure(drawing), element('figcaption', {}, escapeMarkup(caption(comparison)))];
    return [element('figure', {}, ...parts)];
  });
  return figures.length === 0 ? '' : element('div', { class: 'charts' }, ...figures);
}

const markedPoint = { recommended: 'recommended model', highest: 'highest quality so far' } as const;

function scatterCaption({ candidates, recommendation: { marked } }: Comparison): string {
  const missing = candidates.filter(({ quality, cost }) => quality === null || cost.perSample === null);
  const names = listText(
    missing.map(({ label }) => label),
    8,
  );
  const notDrawn = missing.length === 0 ? '' : ` Not drawn, for want of quality or cost: ${names}.`;
  const filled = marked === null ? '' : `; the ${markedPoint[marked.as]} is filled in`;
  return `Upper left is best${filled}. The dashed line is the Pareto front, whiskers are 95 % intervals.${notDrawn}`;
}
