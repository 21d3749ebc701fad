import type { FromPanel } from '../src/shared/protocol/panel.ts';
import type { SavedState } from './logic/prefs.ts';

/** What VS Code gives a webview; may be acquired once. */
export interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: SavedState): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}
