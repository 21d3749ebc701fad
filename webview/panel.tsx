// oxlint-disable-next-line import/no-unassigned-import -- esbuild makes the panel's style sheet of it
import './panel.css';
import { render } from 'preact';
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import type { ErrorActionOffer, FromPanel } from '../src/shared/protocol/panel.ts';
import { App } from './components/app.tsx';
import { PanelContext } from './components/context.ts';
import { parseToPanel } from './logic/messages.ts';
import { readSavedState } from './logic/prefs.ts';
import { initialState, reduce } from './logic/state.ts';
import type { VsCodeApi } from './vscodeApi.ts';

const noOffers: readonly ErrorActionOffer[] = [];

function Panel({ vscode }: { readonly vscode: VsCodeApi }) {
  const saved = useMemo(() => readSavedState(vscode.getState()), [vscode]);
  const [state, dispatch] = useReducer(reduce, initialState(saved.prefs));
  const offers = state.page.kind === 'run' ? state.page.offers : noOffers;
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
    vscode.postMessage({ type: 'panel-ready' });
    return () => window.removeEventListener('message', listen);
  }, [vscode]);

  const runId = state.page.kind === 'run' ? state.page.comparison.runId : saved.runId;
  useEffect(() => {
    // Without a run there is nothing to restore, and an empty state would hide the one that the host wrote.
    if (runId !== null) vscode.setState({ runId, prefs: state.prefs });
  }, [vscode, runId, state.prefs]);

  return (
    <PanelContext.Provider value={panel}>
      <App state={state} />
    </PanelContext.Provider>
  );
}

const root = document.getElementById('root') ?? document.body;
render(<Panel vscode={acquireVsCodeApi()} />, root);
