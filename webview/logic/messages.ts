import type { ToPanel } from '../../src/shared/protocol/panel.ts';

const known: Readonly<Record<ToPanel['type'], true>> = {
  'view-updated': true,
  'offers-updated': true,
  'history-updated': true,
  'history-failed': true,
  'progress-updated': true,
  'live-updated': true,
  'case-answers': true,
  'case-failed': true,
  'section-shown': true,
  'run-missing': true,
  'notice-shown': true,
};

/**
 * What the host sent, or `null` for anything else that reaches the window (browser extensions and dev tools post there too).
 * The tag decides: the body comes from our own host, built against the same types.
 */
export function parseToPanel(data: unknown): ToPanel | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  return typeof data.type === 'string' && Object.hasOwn(known, data.type) ? (data as ToPanel) : null;
}
