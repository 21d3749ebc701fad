import type { PanelView } from '../../src/shared/model/panelView.ts';
import type { PanelSection } from '../../src/shared/protocol/panel.ts';
import { rescoringProgress } from '../logic/scoring.ts';
import { broughtUp, currentProgress, type PanelState } from '../logic/state.ts';
import { shownTab, tabsOf } from '../logic/tabs.ts';
import { AnswersTab } from './answersTab.tsx';
import { ChartsSection } from './chartsSection.tsx';
import { AllFailed, Callout, NothingYet } from './emptyStates.tsx';
import { EvidenceTab } from './evidenceTab.tsx';
import { Header } from './header.tsx';
import { HistorySection } from './historySection.tsx';
import { LiveTab } from './liveTab.tsx';
import { Notice } from './notice.tsx';
import { Grading, Progress } from './progress.tsx';
import { ScoringBar } from './scoringBar.tsx';
import { Tabs } from './tabs.tsx';
import { Verdict } from './verdict.tsx';

interface AppProps {
  readonly state: PanelState;
  /** It shows a file, not a run of the store. */
  readonly isExported: boolean;
}

export function App({ state, isExported }: AppProps) {
  const { page, progress } = state;
  if (page.kind === 'loading') return <p class="loading">Loading the run…</p>;
  if (page.kind === 'missing') {
    return (
      <main>
        <h1 class="for-screen-readers">LLM Bench</h1>
        <Callout icon="circle-slash" title="This run is not here">
          <p>{page.message}</p>
        </Callout>
      </main>
    );
  }
  const { comparison } = page.value;
  const running = comparison.status === 'running' ? currentProgress(comparison, progress) : null;
  const rescoring = rescoringProgress(comparison, progress);
  return (
    <main>
      <div class="top">
        <Header comparison={running ? broughtUp(comparison, running) : comparison} />
        <Notice text={state.notice} />
      </div>
      {running && <Progress progress={running} comparison={comparison} />}
      {rescoring && <Grading progress={rescoring} cancel="Cancel re-scoring" />}
      <Body state={state} view={page.value} isExported={isExported} />
    </main>
  );
}

interface BodyProps extends AppProps {
  readonly view: PanelView;
}

/** The answer, then what it rests on. */
function Body(props: BodyProps) {
  const { state, view, isExported } = props;
  const { comparison } = view;
  const { candidates, status } = comparison;
  const answered = candidates.some(({ ok }) => ok > 0);
  const failed = candidates.some((one) => one.failed > 0);
  if (!answered && !failed && status !== 'running') return <NothingYet comparison={comparison} />;
  const tabs = tabsOf(comparison, isExported);
  const shown = shownTab(state.prefs.tab, tabs);
  return (
    <>
      {answered && (
        <div class="answer">
          <Verdict comparison={comparison} highlighted={state.highlighted} />
          <ScoringBar comparison={comparison} />
        </div>
      )}
      {!answered && failed && <AllFailed comparison={comparison} />}
      <Tabs tabs={tabs} shown={shown} arriving={state.arriving}>
        <TabBody key={shown} id={shown} begun={answered || failed} {...props} />
      </Tabs>
    </>
  );
}

interface TabBodyProps extends BodyProps {
  readonly id: PanelSection;
  /** Something came already. */
  readonly begun: boolean;
}

function TabBody({ id, begun, state, view }: TabBodyProps) {
  const { comparison } = view;
  const { highlighted, prefs } = state;
  switch (id) {
    case 'live':
      return <LiveTab comparison={comparison} state={state} />;
    case 'evidence':
      return begun ? <EvidenceTab state={state} comparison={comparison} /> : <NothingYet comparison={comparison} />;
    case 'charts':
      return <ChartsSection comparison={comparison} metric={prefs.latencyMetric} highlighted={highlighted} />;
    case 'answers':
      return <AnswersTab view={view} state={state} />;
    case 'history':
      return <HistorySection comparison={comparison} answer={state.history} prefs={prefs} highlighted={highlighted} />;
  }
}
