import { useMemo } from 'preact/hooks';
import { formatInterval, formatQuality, formatUsd } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { costQualityConfig, pointKeys } from '../charts/costQuality.ts';
import { costQualityData, costQualitySummary, type CostQualityData } from '../charts/costQualityData.ts';
import { ChartFigure } from './chartFigure.tsx';
import { Callout } from './emptyStates.tsx';
import { useTheme } from './useTheme.ts';

interface FigureProps {
  readonly comparison: Comparison;
  readonly highlighted: CandidateId | null;
}

export function CostQualityFigure({ comparison, highlighted }: FigureProps) {
  const theme = useTheme();
  const data = useMemo(() => costQualityData(comparison), [comparison]);
  const points = useMemo(() => [pointKeys(data)], [data]);
  const config = useMemo(() => costQualityConfig(data, theme, highlighted), [data, theme, highlighted]);
  if (data.points.length === 0) {
    return (
      <Callout icon="info" title="Quality against cost cannot be drawn">
        <p>
          No model has both a known cost and a measured quality. Set prices under <code>prices:</code> in the suite.
        </p>
      </Callout>
    );
  }
  return (
    <ChartFigure
      name="cost-quality"
      title="Quality against cost"
      caption={captionOf(data)}
      summary={costQualitySummary(data)}
      config={config}
      points={points}
      theme={theme}
    >
      <table class="small numbers">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Cost per sample</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Quality</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Pareto front</th>
          </tr>
        </thead>
        <tbody>
          {data.points.map(({ id, label, cost, quality, pareto }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              <td>{formatUsd(cost.value)}</td>
              <td class="muted">{formatInterval(cost, formatUsd)}</td>
              <td>{formatQuality(quality.value)}</td>
              <td class="muted">{formatInterval(quality, formatQuality)}</td>
              <td>{pareto ? 'yes' : 'no'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartFigure>
  );
}

function captionOf({ missing }: CostQualityData): string {
  const reading =
    'Higher and further left is better. Bars are 95 % intervals; the dashed line joins the models that no other beats in both.';
  if (missing.length === 0) return reading;
  return `${reading} Not drawn: ${missing.map(({ label, why }) => `${label} (${why})`).join(', ')}.`;
}
