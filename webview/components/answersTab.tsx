import { useEffect, useState } from 'preact/hooks';
import type { CaseQuery } from '../../src/shared/model/caseAnswers.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import type { PanelView } from '../../src/shared/model/panelView.ts';
import { caseAtEnd, caseBeside, caseState, type CaseStep, type PageEnd } from '../logic/cases.ts';
import type { PanelState } from '../logic/state.ts';
import { CasePane } from './casePane.tsx';
import { usePanel } from './context.ts';
import { MatrixSection } from './matrixSection.tsx';

interface AnswersTabProps {
  readonly view: PanelView;
  readonly state: PanelState;
}

/** Where the focus is to go once the answers are there: to those of a model, or to the case itself. */
export interface Target {
  readonly caseId: string;
  readonly candidateId: CandidateId | null;
}

/** All cases, and what every model made of one of them. */
export function AnswersTab({ view, state }: AnswersTabProps) {
  const { dispatch } = usePanel();
  const { matrix: page, comparison } = view;
  const { prefs, picked, highlighted, answers } = state;
  const [target, setTarget] = useState<Target | null>(null);
  const [end, setEnd] = useState<PageEnd>('head');
  const caseId = useChosenCase(view, state, end);
  useEffect(() => {
    if (state.arriving && prefs.caseId !== null) setTarget({ caseId: prefs.caseId, candidateId: null });
  }, [state.arriving, prefs.caseId]);
  useAnswers(view, caseId === null ? null : { caseId, repeat: prefs.repeat });

  const open = (at: Target) => {
    dispatch({ type: 'prefs-changed', prefs: { caseId: at.caseId } });
    setTarget(at);
  };
  const step = (to: CaseStep | null) => {
    if (to === null) return;
    if ('caseId' in to) return dispatch({ type: 'prefs-changed', prefs: { caseId: to.caseId } });
    setEnd(to.end);
    dispatch({ type: 'prefs-changed', prefs: { caseId: null, matrix: to.matrix } });
  };
  return (
    <div class="answers-tab">
      <MatrixSection
        comparison={comparison}
        page={page}
        wanted={prefs.matrix}
        picked={picked}
        highlighted={highlighted}
        chosen={caseId}
        onOpen={open}
      />
      {caseId !== null && (
        <CasePane
          caseId={caseId}
          repeat={prefs.repeat}
          answers={answers}
          comparison={comparison}
          picked={picked}
          target={target}
          onArrived={() => setTarget(null)}
          before={caseBeside(page, prefs.matrix, caseId, -1)}
          after={caseBeside(page, prefs.matrix, caseId, 1)}
          onStep={step}
        />
      )}
    </div>
  );
}

/** That at the end of the page that was come from, until one is chosen; it then stays, whatever the sorting does while the run goes on. */
function useChosenCase({ matrix }: PanelView, { prefs }: PanelState, end: PageEnd): string | null {
  const { dispatch } = usePanel();
  const { caseId } = prefs;
  const first = caseAtEnd(matrix, prefs.matrix, end);
  useEffect(() => {
    if (caseId === null && first !== null) dispatch({ type: 'prefs-changed', prefs: { caseId: first } });
  }, [dispatch, caseId, first]);
  return caseId ?? first;
}

/** Asks for the answers of a case, and again whenever something about them changed. */
function useAnswers({ comparison, matrix }: PanelView, query: CaseQuery | null): void {
  const { post } = usePanel();
  const asked = query && JSON.stringify([query, caseState(comparison, matrix, query)]);
  useEffect(() => {
    if (query) post({ type: 'case-requested', query });
  }, [post, asked]);
}
