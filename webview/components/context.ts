import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ErrorActionOffer, FromPanel } from '../../src/shared/protocol/panel.ts';
import type { Action } from '../logic/state.ts';

/** The two ways out of a component: change the panel's own state, or tell the host; and what the host offers to do. */
export interface PanelActions {
  readonly dispatch: (action: Action) => void;
  readonly post: (message: FromPanel) => void;
  /** For the errors of each model. */
  readonly offers: readonly ErrorActionOffer[];
}

export const PanelContext = createContext<PanelActions | null>(null);

export function usePanel(): PanelActions {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('This component stands outside the panel.');
  return panel;
}
