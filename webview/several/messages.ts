import type { ToRunsPanel } from '../../src/shared/protocol/runsPanel.ts';

const known: Readonly<Record<ToRunsPanel['type'], true>> = {
  'runs-updated': true,
  'runs-missing': true,
  'runs-notice': true,
};

/** What the host sent, or `null` for anything else that reaches the window. */
export function parseToRunsPanel(data: unknown): ToRunsPanel | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  return typeof data.type === 'string' && Object.hasOwn(known, data.type) ? (data as ToRunsPanel) : null;
}
