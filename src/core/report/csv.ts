import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { GradeRecord, Rating } from '../../shared/model/scoring.ts';
import type { ReportInput } from './input.ts';
import { interChunkOf } from './interChunk.ts';

type Cell = string | number | boolean | null;

/** What belongs to an attempt and does not stand in its record. */
interface Beside {
  readonly body: AttemptBody | undefined;
  readonly grade: GradeRecord | undefined;
  readonly rating: Rating | undefined;
}

/** One row for each attempt (RFC 4180). Unknown is an empty cell. */
const csvColumns: readonly (readonly [name: string, cell: (record: AttemptRecord, beside: Beside) => Cell])[] = [
  ['run_id', ({ runId }) => runId],
  ['attempt_id', ({ id }) => id],
  ['provider', ({ provider }) => provider],
  ['model', ({ model }) => model],
  ['response_model', ({ responseModel }) => responseModel],
  ['api', ({ api }) => api],
  ['adapted', ({ adapted }) => (adapted.length === 0 ? null : adapted.join('; '))],
  ['prompt', ({ promptId }) => promptId],
  ['case', ({ caseId }) => caseId],
  ['category', ({ category }) => category],
  ['repeat', ({ repeat }) => repeat],
  ['attempt', ({ attempt }) => attempt],
  ['final', ({ final }) => final],
  ['warmup', ({ warmup }) => warmup],
  ['status', ({ status }) => status],
  ['started_at', ({ startedAt }) => startedAt],
  ['queue_ms', ({ timing }) => timing.queueMs],
  ['backoff_ms', ({ timing }) => timing.backoffMs],
  ['ttft_ms', ({ timing }) => timing.ttftMs],
  ['ttfa_ms', ({ timing }) => timing.ttfaMs],
  ['e2e_ms', ({ timing }) => timing.e2eMs],
  ['tpot_ms', ({ timing }) => timing.tpotMs],
  ['inter_chunk_p50_ms', (_, { body }) => interChunkOf(body)?.p50 ?? null],
  ['inter_chunk_p99_ms', (_, { body }) => interChunkOf(body)?.p99 ?? null],
  ['total_ms', ({ timing }) => timing.totalMs],
  ['decode_tokens_per_second', ({ timing }) => timing.decodeTokensPerSecond],
  ['e2e_tokens_per_second', ({ timing }) => timing.e2eTokensPerSecond],
  ['concurrency', ({ concurrency }) => concurrency],
  ['input_tokens', ({ usage }) => usage.inputTokens],
  ['cached_input_tokens', ({ usage }) => usage.cachedInputTokens],
  ['cache_write_tokens', ({ usage }) => usage.cacheWriteTokens],
  ['output_tokens', ({ usage }) => usage.outputTokens],
  ['reasoning_tokens', ({ usage }) => usage.reasoningTokens],
  ['usage_source', ({ usageSource }) => usageSource],
  ['cost_usd', ({ cost }) => cost.usd],
  ['cost_source', ({ cost }) => cost.source],
  ['cost_estimated', ({ cost }) => (cost.usd === null ? null : cost.estimated)],
  ['quality', ({ quality }) => quality],
  ['passed', ({ passed }) => passed],
  [
    'scores',
    ({ scores }) => (scores.length === 0 ? null : scores.map(({ name, value }) => `${name}: ${value ?? 'failed'}`).join('; ')),
  ],
  ['scoring_id', (_, { grade }) => grade?.scoringId ?? null],
  ['judge_calls', (_, { grade }) => grade?.calls ?? null],
  ['judge_cost_usd', (_, { grade }) => grade?.cost.usd ?? null],
  ['human_thumb', (_, { rating }) => rating?.thumb ?? null],
  ['human_stars', (_, { rating }) => rating?.stars ?? null],
  ['human_note', (_, { rating }) => rating?.note || null],
  ['error_kind', ({ error }) => error?.kind ?? null],
  ['error_message', ({ error }) => error?.message ?? null],
  ['finish_reason', ({ finishReason }) => finishReason],
  ['request_id', ({ requestId }) => requestId],
  ['contaminated', ({ contaminated }) => contaminated],
  ['answer', (_, { body }) => body?.answer ?? null],
];

export function renderCsv({ attempts, bodies, grades = [], ratings = [] }: Omit<ReportInput, 'comparison'>): string {
  const gradeOf = new Map(grades.map((grade) => [grade.attemptId, grade]));
  const ratingOf = new Map(ratings.map((rating) => [rating.attemptId, rating]));
  const rows = attempts.map((record) => {
    const { id } = record;
    const beside = { body: bodies.get(id), grade: gradeOf.get(id), rating: ratingOf.get(id) };
    return csvColumns.map(([, cell]) => csvCell(cell(record, beside)));
  });
  return [csvColumns.map(([name]) => name), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

const plainNumber = /^[-+]?\d+(?:\.\d+)?$/;

/**
 * Texts come from models and servers, and a spreadsheet would run one that looks like a formula: such a text gets an
 * apostrophe before it (OWASP, CSV Injection). Numbers, also those in texts, stay as they are.
 */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // A file of text is looked at in terminals too: nothing in it may steer one.
  const text = value.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD');
  const safe = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
