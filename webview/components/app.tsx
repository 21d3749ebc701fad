import { useEffect } from 'preact/hooks';
import type { PanelView } from '../../src/shared/model/panelView.ts';
import { rescoringProgress } from '../logic/scoring.ts';
import { sectionsOf, type SectionId } from '../logic/sections.ts';
import { currentProgress, type PanelState } from '../logic/state.ts';
import { BaselineSection } from './baselineSection.tsx';
import { CategoriesSection, PromptsSection } from './breakdownSections.tsx';
import { ChartsSection } from './chartsSection.tsx';
import { ComparisonSection } from './comparisonSection.tsx';
import { usePanel } from './context.ts';
import { AllFailed, Callout, NothingYet } from './emptyStates.tsx';
import { Header } from './header.tsx';
import { HistorySection } from './historySection.tsx';
import { JudgesSection } from './judgesSection.tsx';
import { MatrixSection } from './matrixSection.tsx';
import { Notice } from './notice.tsx';
import { PairsSection } from './pairsSection.tsx';
import { Grading, Progress } from './progress.tsx';
import { RankingSection } from './rankingSection.tsx';
import { ScoringBar } from './scoringBar.tsx';
import { goTo, SectionNav } from './sectionNav.tsx';
import { Verdict } from './verdict.tsx';
import { WeightsSection } from './weightsSection.tsx';

export function App({ state }: { readonly state: PanelState }) {
  const { page, progress } = state;
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
  const { comparison } = page.value;
  const rescoring = rescoringProgress(comparison, progress);
  return (
    <main>
      <div class="top">
        <Header comparison={comparison} />
        <Notice text={state.notice} />
      </div>
      {comparison.status === 'running' && <Progress progress={currentProgress(comparison, progress)} comparison={comparison} />}
      {rescoring && <Grading progress={rescoring} cancel="Cancel re-scoring" />}
      <Body state={state} view={page.value} />
    </main>
  );
}

interface BodyProps {
  readonly state: PanelState;
  readonly view: PanelView;
}

/** The answer, then what it rests on. */
function Body(props: BodyProps) {
  const { view, state } = props;
  const { comparison } = view;
  const { candidates } = comparison;
  useGoTo(state.section);
  const answered = candidates.some(({ ok }) => ok > 0);
  if (!answered && candidates.every(({ failed }) => failed === 0)) return <NothingYet comparison={comparison} />;
  const sections = sectionsOf(comparison);
  return (
    <>
      {answered ? (
        <div class="answer">
          <Verdict comparison={comparison} highlighted={state.highlighted} />
          <ScoringBar comparison={comparison} />
        </div>
      ) : (
        <AllFailed comparison={comparison} />
      )}
      <SectionNav sections={sections} />
      {sections.map(({ id }) => (
        <SectionBody key={id} id={id} {...props} />
      ))}
    </>
  );
}

/** Where the panel was opened to show a part of it. */
function useGoTo(section: SectionId | null): void {
  const { dispatch } = usePanel();
  useEffect(() => {
    if (section === null) return;
    goTo(section);
    dispatch({ type: 'section-reached' });
  }, [section, dispatch]);
}

function SectionBody({ id, state, view: { comparison, matrix } }: BodyProps & { readonly id: SectionId }) {
  const { highlighted, prefs, picked } = state;
  switch (id) {
    case 'comparison':
      return <ComparisonSection comparison={comparison} prefs={prefs} highlighted={highlighted} />;
    case 'baseline':
      return comparison.baseline && <BaselineSection baseline={comparison.baseline} candidates={comparison.candidates} />;
    case 'weights':
      return <WeightsSection comparison={comparison} saved={prefs.weights} />;
    case 'charts':
      return <ChartsSection comparison={comparison} metric={prefs.latencyMetric} highlighted={highlighted} />;
    case 'pairs':
      return <PairsSection comparison={comparison} />;
    case 'categories':
      return <CategoriesSection comparison={comparison} />;
    case 'prompts':
      return <PromptsSection comparison={comparison} />;
    case 'ranking':
      return comparison.ranking && <RankingSection ranking={comparison.ranking} candidates={comparison.candidates} />;
    case 'judges':
      return <JudgesSection comparison={comparison} />;
    case 'history':
      return <HistorySection comparison={comparison} answer={state.history} prefs={prefs} highlighted={highlighted} />;
    case 'cases':
      return (
        <MatrixSection comparison={comparison} page={matrix} wanted={prefs.matrix} picked={picked} highlighted={highlighted} />
      );
  }
}
