import { formatInstant } from '../../../shared/format.ts';
import type { Comparison } from '../../../shared/model/comparison.ts';
import { type ChartName, charts } from './charts.ts';
import { type Drawing, standaloneSvg, text } from './svg.ts';

const nothing: Drawing = {
  width: 560,
  height: 40,
  label: 'Nothing to draw.',
  shapes: [text('axis-title', 0, 24, 'There is nothing to draw: no model has the figures for it.')],
};

/** One chart of the report as an SVG file. */
export function chartSvg(name: ChartName, comparison: Comparison): string {
  const { title, draw, caption } = charts[name];
  const { run } = comparison;
  const fullTitle = `${title}: ${run.name}, ${formatInstant(run.startedAt)}`;
  return standaloneSvg(draw(comparison) ?? nothing, fullTitle, caption(comparison));
}
