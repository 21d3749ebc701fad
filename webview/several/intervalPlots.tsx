import { estimateText } from '../../src/shared/estimateText.ts';
import { formatQuality } from '../../src/shared/format.ts';
import type { ModelOverRuns, RunsComparison } from '../../src/shared/model/runsComparison.ts';
import { runTitles } from '../../src/shared/runsText.ts';
import { ModelLabel } from '../components/modelLabel.tsx';
import { identityOf } from '../logic/identity.ts';
import { dotsOf, scaleOf, type PlotDot, type PlotScale } from './plotData.ts';

const plot = { width: 240, height: 132, left: 34, right: 10, top: 10, bottom: 22 } as const;

/** Each model's quality from run to run, on one scale. The table holds the same figures. */
export function IntervalPlots({ comparison }: { readonly comparison: RunsComparison }) {
  const scale = scaleOf(comparison);
  const drawn = comparison.models.map((model, index) => ({ model, index, dots: dotsOf(comparison, model) }));
  if (drawn.every(({ dots }) => dots.length === 0)) return null;
  return (
    <section class="section" aria-labelledby="plots-heading">
      <h2 id="plots-heading">Quality from run to run</h2>
      <p class="intro muted">
        Runs by their numbers, the oldest first, with 95 % intervals. The dashed line is the reference. Hollow dots stand on cases
        of their own and are not to be held against the others.
      </p>
      <ul class="plots">
        {drawn.map(
          ({ model, index, dots }) =>
            dots.length > 0 && (
              <li key={model.label}>
                <ModelLabel label={model.label} index={index} />
                <Plot comparison={comparison} model={model} index={index} dots={dots} scale={scale} />
              </li>
            ),
        )}
      </ul>
    </section>
  );
}

interface PlotProps {
  readonly comparison: RunsComparison;
  readonly model: ModelOverRuns;
  readonly index: number;
  readonly dots: readonly PlotDot[];
  readonly scale: PlotScale;
}

function Plot({ comparison, model, index, dots, scale }: PlotProps) {
  const { runs, reference } = comparison;
  const step = (plot.width - plot.left - plot.right) / runs.length;
  const x = (place: number) => plot.left + step * (place + 0.5);
  const y = (value: number) =>
    plot.top + (1 - (value - scale.from) / (scale.to - scale.from)) * (plot.height - plot.top - plot.bottom);
  const held = dots.find(({ runId }) => runId === reference);
  const line = dots.filter(({ shared }) => shared).map(({ place, quality }) => `${x(place)},${y(quality.value)}`);
  return (
    <svg
      class={`interval-plot colour-${identityOf(index).colour}`}
      viewBox={`0 0 ${plot.width} ${plot.height}`}
      role="img"
      aria-label={summaryOf(comparison, model, dots)}
    >
      {[scale.from, scale.to].map((end) => (
        <g key={end}>
          <line class="scale" x1={plot.left} x2={plot.width - plot.right} y1={y(end)} y2={y(end)} />
          <text class="tick" x={plot.left - 6} y={y(end)} dy="0.35em" text-anchor="end">
            {end.toFixed(1)}
          </text>
        </g>
      ))}
      {runs.map(({ id }, place) => (
        <text key={id} class="tick" x={x(place)} y={plot.height - 6} text-anchor="middle">
          {place + 1}
        </text>
      ))}
      {held?.shared && (
        <line class="held" x1={plot.left} x2={plot.width - plot.right} y1={y(held.quality.value)} y2={y(held.quality.value)} />
      )}
      <polyline class="trend" points={line.join(' ')} />
      {dots.map((dot) => (
        <Dot key={dot.runId} dot={dot} x={x(dot.place)} y={y} />
      ))}
    </svg>
  );
}

interface DotProps {
  readonly dot: PlotDot;
  readonly x: number;
  readonly y: (value: number) => number;
}

function Dot({ dot: { quality, shared }, x, y }: DotProps) {
  const { value, low, high } = quality;
  return (
    <g>
      <title>{estimateText(quality, formatQuality)}</title>
      {low !== null && high !== null && (
        <path class="whisker" d={`M${x - 4} ${y(low)}h8M${x} ${y(low)}V${y(high)}M${x - 4} ${y(high)}h8`} />
      )}
      <circle class={shared ? 'dot' : 'dot hollow'} cx={x} cy={y(value)} r="4.5" />
    </g>
  );
}

function summaryOf(comparison: RunsComparison, { label }: ModelOverRuns, dots: readonly PlotDot[]): string {
  const titles = runTitles(comparison);
  const told = dots.map(({ runId, quality, shared }) => {
    return `${titles.get(runId)}: ${estimateText(quality, formatQuality)}${shared ? '' : ', own cases'}`;
  });
  return `Quality of ${label} from run to run. ${told.join('; ')}.`;
}
