import { errorActionNames } from '../../shared/errorAction.ts';
import { historyMetrics } from '../../shared/model/history.ts';
import type { ScoringId } from '../../shared/model/ids.ts';
import { matrixFilters, type MatrixQuery, type MatrixSort } from '../../shared/model/panelView.ts';
import type { Opinion } from '../../shared/opinion.ts';
import type { FromPanel } from '../../shared/protocol/panel.ts';

type Parser = (message: Readonly<Record<string, unknown>>) => FromPanel | null;

const formats = ['html', 'md', 'json', 'csv', 'junit'] as const;
const charts = ['cost-quality', 'latency'] as const;
const steps = ['run', 'day'] as const;
const resumable = ['missing', 'failed'] as const;
const thumbs = ['up', 'down', null] as const;
/** Characters of a note. */
const mostOfNote = 4_000;
/** No page shows more rows than this. */
const mostRows = 500;

const parsers: { readonly [Type in FromPanel['type']]: Parser } = {
  'panel-ready': ({ matrix: sent }) => {
    const matrix = parseMatrixQuery(sent);
    return matrix && { type: 'panel-ready', matrix };
  },
  'view-lost': () => ({ type: 'view-lost' }),
  'matrix-requested': ({ query: sent }) => {
    const query = parseMatrixQuery(sent);
    return query && { type: 'matrix-requested', query };
  },
  'history-requested': ({ query: sent }) => {
    const { metric: wanted, by: step } = record(sent);
    const [metric, by] = [historyMetrics.find((known) => known === wanted), steps.find((known) => known === step)];
    return metric && by ? { type: 'history-requested', query: { metric, by } } : null;
  },
  'case-requested': ({ query: sent }) => {
    const { caseId, repeat } = record(sent);
    return isText(caseId) && isCount(repeat) && repeat > 0 ? { type: 'case-requested', query: { caseId, repeat } } : null;
  },
  'rating-given': ({ attemptId, opinion: sent }) => {
    const opinion = parseOpinion(sent);
    return opinion && isText(attemptId) ? { type: 'rating-given', attemptId, opinion } : null;
  },
  'live-watched': ({ on }) => (typeof on === 'boolean' ? { type: 'live-watched', on } : null),
  'run-opened': ({ runId }) => (isText(runId) ? { type: 'run-opened', runId } : null),
  'resume-requested': ({ what: wanted }) => {
    const what = resumable.find((known) => known === wanted);
    return what ? { type: 'resume-requested', what } : null;
  },
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
  return parsers[type as FromPanel['type']](record(data));
}

/** The run that a webview's saved state names, or `null`. */
export function savedRunId(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('runId' in state)) return null;
  return isText(state.runId) ? state.runId : null;
}

function parseMatrixQuery(sent: unknown): MatrixQuery | null {
  const { filter: wanted, category, search, sort: order, offset, count } = record(sent);
  const filter = matrixFilters.find((known) => known === wanted);
  const sort = parseSort(order);
  if (!filter || !sort || typeof search !== 'string' || !(category === null || typeof category === 'string')) return null;
  if (!isCount(offset) || !isCount(count) || count > mostRows) return null;
  return { filter, category, search, sort, offset, count };
}

function parseOpinion(sent: unknown): Opinion | null {
  const { thumb: given, stars, note } = record(sent);
  const thumb = thumbs.find((known) => known === given);
  const isStars = stars === null || (isCount(stars) && stars >= 1 && stars <= 5);
  return thumb !== undefined && isStars && typeof note === 'string' ? { thumb, stars, note: note.slice(0, mostOfNote) } : null;
}

function parseSort(sent: unknown): MatrixSort | null {
  const { by, direction } = record(sent);
  if (!isText(by) || (direction !== 'ascending' && direction !== 'descending')) return null;
  return { by: by as MatrixSort['by'], direction };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
