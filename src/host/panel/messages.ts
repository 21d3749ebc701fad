import { errorActionNames } from '../../shared/errorAction.ts';
import type { ScoringId } from '../../shared/model/ids.ts';
import type { FromPanel } from '../../shared/protocol/panel.ts';

type Parser = (message: Readonly<Record<string, unknown>>) => FromPanel | null;

const formats = ['html', 'md', 'json', 'csv', 'junit'] as const;
const charts = ['cost-quality', 'latency'] as const;

const parsers: { readonly [Type in FromPanel['type']]: Parser } = {
  'panel-ready': () => ({ type: 'panel-ready' }),
  'rerun-requested': () => ({ type: 'rerun-requested' }),
  'cancel-requested': () => ({ type: 'cancel-requested' }),
  'answer-requested': ({ attemptId }) => (isText(attemptId) ? { type: 'answer-requested', attemptId } : null),
  'diff-requested': ({ leftAttemptId, rightAttemptId }) =>
    isText(leftAttemptId) && isText(rightAttemptId) ? { type: 'diff-requested', leftAttemptId, rightAttemptId } : null,
  'export-requested': ({ format: wanted }) => {
    const format = formats.find((known) => known === wanted);
    return format ? { type: 'export-requested', format } : null;
  },
  'error-action-requested': ({ candidateId, action: wanted }) => {
    const action = errorActionNames.find((known) => known === wanted);
    return action && isText(candidateId) ? { type: 'error-action-requested', candidateId, action } : null;
  },
  'image-saved': ({ name, pngBase64 }) => (isText(name) && isText(pngBase64) ? { type: 'image-saved', name, pngBase64 } : null),
  'svg-requested': ({ chart: wanted }) => {
    const chart = charts.find((known) => known === wanted);
    return chart ? { type: 'svg-requested', chart } : null;
  },
  'rescore-requested': () => ({ type: 'rescore-requested' }),
  'scoring-chosen': ({ scoringId }) =>
    scoringId === null || isText(scoringId) ? { type: 'scoring-chosen', scoringId: scoringId as ScoringId | null } : null,
  'baseline-set': ({ on }) => (typeof on === 'boolean' ? { type: 'baseline-set', on } : null),
  'settle-requested': () => ({ type: 'settle-requested' }),
  'text-copied': ({ text }) => (typeof text === 'string' ? { type: 'text-copied', text } : null),
};

/** A message of the webview, or `null` for what is none: the webview is another process. */
export function parseFromPanel(data: unknown): FromPanel | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const { type } = data;
  if (typeof type !== 'string' || !Object.hasOwn(parsers, type)) return null;
  return parsers[type as FromPanel['type']]({ ...data });
}

/** The run that a webview's saved state names, or `null`. */
export function savedRunId(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('runId' in state)) return null;
  return isText(state.runId) ? state.runId : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
