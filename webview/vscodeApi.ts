import type { FromPanel } from '../src/shared/protocol/panel.ts';
import type { FromRunsPanel, RunsState } from '../src/shared/protocol/runsPanel.ts';
import type { SavedState } from './logic/prefs.ts';

/** What VS Code gives a webview; may be acquired once. */
export interface VsCodeApi {
  postMessage(message: FromPanel | FromRunsPanel): void;
  getState(): unknown;
  setState(state: SavedState | RunsState): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}
