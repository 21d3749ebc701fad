import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import { csvCell } from '../csvCell.ts';
import type { AnsweredAttempt, AnsweredAttempts } from './input.ts';
import { interChunkOf } from './interChunk.ts';

type Cell = Parameters<typeof csvCell>[0];

interface Beside extends AnsweredAttempt {
  /** Of the candidate: one model may be asked in several ways. */
  readonly label: string;
}

/** One row for each attempt (RFC 4180). Unknown is an empty cell. New columns come last: scripts may count them. */
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
  ['label', (_, { label }) => label],
];

/** Piece by piece. */
export async function* csvPieces(
  { candidates }: Pick<Comparison, 'candidates'>,
  answered: AnsweredAttempts,
): AsyncGenerator<string> {
  const labels = new Map(candidates.map(({ id, label }) => [id, label]));
  yield csvRow(csvColumns.map(([name]) => name));
  for await (const group of answered) {
    const rows = group.map((one) => ({ ...one, label: labels.get(one.record.candidateId) ?? one.record.candidateId }));
    yield rows.map((row) => csvRow(csvColumns.map(([, cell]) => csvCell(cell(row.record, row))))).join('');
  }
}

function csvRow(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}
