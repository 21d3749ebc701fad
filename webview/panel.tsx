// oxlint-disable-next-line import/no-unassigned-import -- esbuild makes the panel's style sheet of it
import './panel.css';
import { render } from 'preact';
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { FromPanel } from '../src/shared/protocol/panel.ts';
import { App } from './components/app.tsx';
import { PanelContext } from './components/context.ts';
import { parseToPanel } from './logic/messages.ts';
import { readSavedState } from './logic/prefs.ts';
import { initialState, reduce } from './logic/state.ts';
import { RunsPage } from './several/runsPage.tsx';
import type { VsCodeApi } from './vscodeApi.ts';

interface PanelProps {
  readonly vscode: VsCodeApi;
  readonly isExported: boolean;
}

function Panel({ vscode, isExported }: PanelProps) {
  const saved = useMemo(() => readSavedState(vscode.getState()), [vscode]);
  const [state, dispatch] = useReducer(reduce, initialState(saved.prefs));
  const { page, lost, offers, prefs } = state;
  const panel = useMemo(
    () => ({ dispatch, post: (message: FromPanel) => vscode.postMessage(message), offers }),
    [vscode, offers],
  );

  useEffect(() => {
    const listen = ({ data }: MessageEvent<unknown>) => {
      const message = parseToPanel(data);
      if (message) dispatch(message);
    };
    window.addEventListener('message', listen);
    vscode.postMessage({ type: 'panel-ready', matrix: saved.prefs.matrix });
    return () => window.removeEventListener('message', listen);
  }, [vscode, saved]);

  const asked = useRef(saved.prefs.matrix);
  useEffect(() => {
    if (asked.current === prefs.matrix) return;
    asked.current = prefs.matrix;
    vscode.postMessage({ type: 'matrix-requested', query: prefs.matrix });
  }, [vscode, prefs.matrix]);

  useEffect(() => {
    if (lost) vscode.postMessage({ type: 'view-lost' });
  }, [vscode, lost]);

  const runId = page.kind === 'run' ? page.value.comparison.runId : saved.runId;
  useEffect(() => {
    // Without a run there is nothing to restore, and an empty state would hide the one that the host wrote.
    if (runId !== null) vscode.setState({ runId, prefs });
  }, [vscode, runId, prefs]);

  return (
    <PanelContext.Provider value={panel}>
      <App state={state} isExported={isExported} />
    </PanelContext.Provider>
  );
}

const root = document.getElementById('root') ?? document.body;
const api = acquireVsCodeApi();
const { page } = root.dataset;
render(page === 'several' ? <RunsPage vscode={api} /> : <Panel vscode={api} isExported={page === 'results'} />, root);
