import type { ToPanel } from '../../src/shared/protocol/panel.ts';

const known: ReadonlySet<string> = new Set<ToPanel['type']>([
  'comparison-updated',
  'progress-updated',
  'run-missing',
  'notice-shown',
]);

/**
 * What the host sent, or `null` for anything else that reaches the window (browser extensions and dev tools post there too).
 * The tag decides: the body comes from our own host, built against the same types.
 */
export function parseToPanel(data: unknown): ToPanel | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  return typeof data.type === 'string' && known.has(data.type) ? (data as ToPanel) : null;
}
