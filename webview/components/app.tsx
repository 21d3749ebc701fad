import type { Comparison } from '../../src/shared/model/comparison.ts';
import { qualityMeasured } from '../logic/columns.ts';
import { currentProgress, type PanelState } from '../logic/state.ts';
import { ComparisonSection } from './comparisonSection.tsx';
import { CostQualityFigure } from './costQualityFigure.tsx';
import { AllFailed, Callout, NothingYet } from './emptyStates.tsx';
import { Header } from './header.tsx';
import { LatencyFigure } from './latencyFigure.tsx';
import { MatrixSection } from './matrixSection.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { Verdict } from './verdict.tsx';

export function App({ state }: { readonly state: PanelState }) {
  const { page } = state;
  if (page.kind === 'loading') return <p class="loading">Loading the run…</p>;
  if (page.kind === 'missing') {
    return (
      <main>
        <Callout icon="circle-slash" title="This run is not here">
          <p>{page.message}</p>
        </Callout>
      </main>
    );
  }
  return (
    <main>
      <div class="top">
        <Header comparison={page.comparison} />
        <Notice text={state.notice} />
      </div>
      {page.comparison.status === 'running' && <Progress progress={currentProgress(page.comparison, state.progress)} />}
      <Body state={state} comparison={page.comparison} cases={page.cases} />
    </main>
  );
}

/** With more models than this, names need a chart's full width. */
const crowded = 8;

interface BodyProps {
  readonly state: PanelState;
  readonly comparison: Comparison;
  readonly cases: Parameters<typeof MatrixSection>[0]['cases'];
}

function Body({ state, comparison, cases }: BodyProps) {
  const { candidates } = comparison;
  const answered = candidates.some(({ ok }) => ok > 0);
  if (!answered && candidates.every(({ failed }) => failed === 0)) return <NothingYet comparison={comparison} />;
  const { highlighted, prefs } = state;
  return (
    <>
      {answered ? <Verdict comparison={comparison} highlighted={highlighted} /> : <AllFailed comparison={comparison} />}
      <ComparisonSection comparison={comparison} prefs={prefs} highlighted={highlighted} />
      {answered && (
        <div class={candidates.length > crowded ? 'figures stacked' : 'figures'}>
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
          <LatencyFigure comparison={comparison} metric={prefs.latencyMetric} highlighted={highlighted} />
        </div>
      )}
      <MatrixSection comparison={comparison} cases={cases} prefs={prefs} picked={state.picked} highlighted={highlighted} />
    </>
  );
}
