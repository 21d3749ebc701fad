import { useMemo } from 'preact/hooks';
import { formatMs } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { latencyConfig, rowHeight, rowKeys } from '../charts/latency.ts';
import { latencyRows, latencySummary, latencyTitles, measuredMetrics } from '../charts/latencyData.ts';
import type { LatencyMetric } from '../logic/prefs.ts';
import { ChartFigure } from './chartFigure.tsx';
import { usePanel } from './context.ts';
import { PercentileCell, RoughNote } from './percentileCells.tsx';
import { useTheme } from './useTheme.ts';

interface FigureProps {
  readonly comparison: Comparison;
  readonly metric: LatencyMetric;
  readonly highlighted: CandidateId | null;
}

/** Room for the axis below the rows, in px. */
const axisHeight = 56;
const leastHeight = 320;

export function LatencyFigure({ comparison, metric: wanted, highlighted }: FigureProps) {
  const theme = useTheme();
  const metrics = useMemo(() => measuredMetrics(comparison), [comparison]);
  const metric = metrics.includes(wanted) ? wanted : 'latencyMs';
  const rows = useMemo(() => latencyRows(comparison, metric), [comparison, metric]);
  const points = useMemo(() => rowKeys(rows), [rows]);
  const config = useMemo(() => latencyConfig(rows, metric, theme, highlighted), [rows, metric, theme, highlighted]);
  return (
    <ChartFigure
      name="latency"
      title="Latency"
      caption="Fastest on top. Box: middle half of the calls; thick line: median; whisker: fastest call to p95; dots: single calls."
      summary={latencySummary(rows, formatMs)}
      config={config}
      points={points}
      subject={metric}
      axes="x"
      theme={theme}
      height={Math.max(leastHeight, rows.length * rowHeight + axisHeight)}
      controls={metrics.length > 1 && <MetricChoice metrics={metrics} metric={metric} />}
    >
      <table class="small numbers">
        <thead>
          <tr>
            {['Model', 'n', 'fastest', 'p25', 'p50', 'p75', 'p90', 'p95', 'p99', 'slowest'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, label, distribution }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              <td>{distribution.n}</td>
              <td>{formatMs(distribution.min)}</td>
              <td>{formatMs(distribution.p25)}</td>
              <td>{formatMs(distribution.p50.value)}</td>
              <td>{formatMs(distribution.p75)}</td>
              <PercentileCell distribution={distribution} name="p90" />
              <PercentileCell distribution={distribution} name="p95" />
              <PercentileCell distribution={distribution} name="p99" />
              <td>{formatMs(distribution.max)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <RoughNote distributions={rows.map(({ distribution }) => distribution)} />
    </ChartFigure>
  );
}

interface MetricChoiceProps {
  readonly metrics: readonly LatencyMetric[];
  readonly metric: LatencyMetric;
}

function MetricChoice({ metrics, metric }: MetricChoiceProps) {
  const { dispatch } = usePanel();
  return (
    <select
      aria-label="Time until"
      value={metric}
      onChange={({ currentTarget }) => {
        const latencyMetric = metrics.find((one) => one === currentTarget.value);
        if (latencyMetric) dispatch({ type: 'prefs-changed', prefs: { latencyMetric } });
      }}
    >
      {metrics.map((one) => (
        <option key={one} value={one}>
          {latencyTitles[one]}
        </option>
      ))}
    </select>
  );
}
