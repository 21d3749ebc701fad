import type { RunId } from '../../shared/model/ids.ts';
import { fewestRuns, mostRuns } from '../../shared/model/runsComparison.ts';
import { runsExportFormats, type FromRunsPanel, type RunsState } from '../../shared/protocol/runsPanel.ts';

type Parser = (message: Readonly<Record<string, unknown>>) => FromRunsPanel | null;

const parsers: { readonly [Type in FromRunsPanel['type']]: Parser } = {
  'runs-ready': () => ({ type: 'runs-ready' }),
  'reference-chosen': ({ runId }) => (isRunId(runId) ? { type: 'reference-chosen', runId } : null),
  'one-opened': ({ runId }) => (isRunId(runId) ? { type: 'one-opened', runId } : null),
  'one-left-out': ({ runId }) => (isRunId(runId) ? { type: 'one-left-out', runId } : null),
  'runs-export': ({ format: wanted }) => {
    const format = runsExportFormats.find((known) => known === wanted);
    return format ? { type: 'runs-export', format } : null;
  },
};

/** A message of the webview, or `null` for what is none: the webview is another process. */
export function parseFromRunsPanel(data: unknown): FromRunsPanel | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const { type } = data;
  if (typeof type !== 'string' || !Object.hasOwn(parsers, type)) return null;
  return parsers[type as FromRunsPanel['type']]({ ...data });
}

/** What a webview's saved state names, or `null`. */
export function savedRuns(state: unknown): RunsState | null {
  if (typeof state !== 'object' || state === null || !('runIds' in state)) return null;
  const { runIds } = state;
  if (!Array.isArray(runIds) || runIds.length < fewestRuns || runIds.length > mostRuns || !runIds.every(isRunId)) return null;
  return { runIds, reference: 'reference' in state && isRunId(state.reference) ? state.reference : null };
}

function isRunId(value: unknown): value is RunId {
  return typeof value === 'string' && value !== '';
}
