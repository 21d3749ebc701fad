import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { qualityMeasured } from '../logic/columns.ts';
import type { LatencyMetric } from '../logic/prefs.ts';
import { CostQualityFigure } from './costQualityFigure.tsx';
import { Callout } from './emptyStates.tsx';
import { LatencyFigure } from './latencyFigure.tsx';

/** With more models than this, names need a chart's full width. */
const crowded = 8;

interface ChartsSectionProps {
  readonly comparison: Comparison;
  readonly metric: LatencyMetric;
  readonly highlighted: CandidateId | null;
}

/** The charts have titles of their own. */
export function ChartsSection({ comparison, metric, highlighted }: ChartsSectionProps) {
  return (
    <section id="charts" class="section" aria-label="Charts" tabIndex={-1}>
      <div class={comparison.candidates.length > crowded ? 'figures stacked' : 'figures'}>
        {qualityMeasured(comparison) ? (
          <CostQualityFigure comparison={comparison} highlighted={highlighted} />
        ) : (
          <Callout icon="info" title="Quality was not measured">
            <p>
              The cases of this suite expect nothing. Give them an <code>expect:</code> with a scorer, such as{' '}
              <code>contains</code>, to see which model answers well.
            </p>
          </Callout>
        )}
        <LatencyFigure comparison={comparison} metric={metric} highlighted={highlighted} />
      </div>
    </section>
  );
}
