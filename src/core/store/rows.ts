import type { AttemptRecord, Score } from '../../shared/model/attempt.ts';
import type { CallError } from '../../shared/model/errors.ts';
import type { HarnessReport, RunRecord } from '../../shared/model/run.ts';
import type { RunPart } from '../../shared/model/selection.ts';
import type { Row, SqlValue } from './sql.ts';

/** Columns by name, as they go into a statement. */
export type Columns = Readonly<Record<string, SqlValue>>;

/** `verb` is all that stands before the table's name; `conflict` what follows the values. */
export function insertSql(verb: string, table: string, columns: Columns, conflict = ''): string {
  const names = Object.keys(columns);
  return `${verb} INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ${conflict}`;
}

export function runColumns(run: RunRecord): Columns {
  return {
    id: run.id,
    name: run.name,
    triggered_by: run.triggeredBy,
    suite_name: run.suiteName,
    suite_path: run.suitePath,
    suite_hash: run.suiteHash,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    status: run.status,
    status_message: run.statusMessage,
    planned_samples: run.plannedSamples,
    tool_version: run.toolVersion,
    harness: run.harness && JSON.stringify(run.harness),
    // Older logs say nothing of these.
    baseline_at: run.baselineAt ?? null,
    extensions: run.extensions ?? 0,
    part: run.part ? JSON.stringify(run.part) : null,
    pinned_at: run.pinnedAt ?? null,
  };
}

export function runFromRow(row: Row): RunRecord {
  const part = jsonOrNull(row, 'part') as RunPart | null;
  const pinnedAt = textOrNull(row, 'pinned_at');
  return {
    id: text(row, 'id') as RunRecord['id'],
    name: text(row, 'name'),
    triggeredBy: text(row, 'triggered_by') as RunRecord['triggeredBy'],
    suiteName: text(row, 'suite_name'),
    suitePath: text(row, 'suite_path'),
    suiteHash: text(row, 'suite_hash'),
    startedAt: text(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    status: text(row, 'status') as RunRecord['status'],
    statusMessage: textOrNull(row, 'status_message'),
    plannedSamples: number(row, 'planned_samples'),
    toolVersion: text(row, 'tool_version'),
    harness: jsonOrNull(row, 'harness') as HarnessReport | null,
    baselineAt: textOrNull(row, 'baseline_at'),
    extensions: number(row, 'extensions'),
    ...(part && { part }),
    ...(pinnedAt !== null && { pinnedAt }),
  };
}

/** Times in ms, speeds in tokens/s, cost in USD; NULL is unknown. `latency_ms` is `timing.e2eMs`. */
export function resultColumns(record: AttemptRecord): Columns {
  const { timing, usage, cost } = record;
  return {
    id: record.id,
    run_id: record.runId,
    sample_id: record.sampleId,
    candidate_id: record.candidateId,
    provider: record.provider,
    model: record.model,
    response_model: record.responseModel,
    // Older logs say nothing of it.
    api: record.api ?? null,
    adapted: JSON.stringify(record.adapted ?? []),
    prompt_id: record.promptId,
    case_id: record.caseId,
    category: record.category,
    repeat: record.repeat,
    attempt: record.attempt,
    final: Number(record.final),
    warmup: Number(record.warmup),
    status: record.status,
    error_message: record.error?.message ?? null,
    created_at: record.startedAt,
    queue_ms: timing.queueMs,
    backoff_ms: timing.backoffMs,
    ttft_ms: timing.ttftMs,
    ttfa_ms: timing.ttfaMs,
    latency_ms: timing.e2eMs,
    tpot_ms: timing.tpotMs,
    decode_tokens_per_second: timing.decodeTokensPerSecond,
    e2e_tokens_per_second: timing.e2eTokensPerSecond,
    total_ms: timing.totalMs,
    concurrency: record.concurrency,
    requested_tokens: record.requestedTokens,
    tokens_in: usage.inputTokens,
    tokens_out: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    cached_tokens_in: usage.cachedInputTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    usage_source: record.usageSource,
    cost_usd: cost.usd,
    cost_estimated: Number(cost.estimated),
    cost_source: cost.source,
    quality: record.quality,
    passed: record.passed === null ? null : Number(record.passed),
    scores: JSON.stringify(record.scores),
    finish_reason: record.finishReason,
    request_id: record.requestId,
    contaminated: Number(record.contaminated),
  };
}

/** `error` comes from the table `errors`. */
export function resultFromRow(row: Row, error: CallError | null): AttemptRecord {
  return {
    id: text(row, 'id') as AttemptRecord['id'],
    runId: text(row, 'run_id') as AttemptRecord['runId'],
    sampleId: text(row, 'sample_id') as AttemptRecord['sampleId'],
    candidateId: text(row, 'candidate_id') as AttemptRecord['candidateId'],
    provider: text(row, 'provider'),
    model: text(row, 'model'),
    responseModel: textOrNull(row, 'response_model'),
    api: textOrNull(row, 'api') as AttemptRecord['api'],
    adapted: (jsonOrNull(row, 'adapted') ?? []) as string[],
    promptId: text(row, 'prompt_id'),
    caseId: text(row, 'case_id'),
    category: textOrNull(row, 'category'),
    repeat: number(row, 'repeat'),
    attempt: number(row, 'attempt'),
    final: row['final'] === 1,
    warmup: row['warmup'] === 1,
    status: text(row, 'status') as AttemptRecord['status'],
    startedAt: text(row, 'created_at'),
    timing: timingFromRow(row),
    concurrency: number(row, 'concurrency'),
    requestedTokens: numberOrNull(row, 'requested_tokens'),
    usage: {
      inputTokens: numberOrNull(row, 'tokens_in'),
      outputTokens: numberOrNull(row, 'tokens_out'),
      reasoningTokens: numberOrNull(row, 'reasoning_tokens'),
      cachedInputTokens: numberOrNull(row, 'cached_tokens_in'),
      cacheWriteTokens: numberOrNull(row, 'cache_write_tokens'),
    },
    usageSource: textOrNull(row, 'usage_source') as AttemptRecord['usageSource'],
    cost: {
      usd: numberOrNull(row, 'cost_usd'),
      estimated: row['cost_estimated'] === 1,
      source: textOrNull(row, 'cost_source') as AttemptRecord['cost']['source'],
    },
    quality: numberOrNull(row, 'quality'),
    passed: row['passed'] === null ? null : row['passed'] === 1,
    scores: jsonOrNull(row, 'scores') as readonly Score[],
    error,
    finishReason: textOrNull(row, 'finish_reason') as AttemptRecord['finishReason'],
    requestId: textOrNull(row, 'request_id'),
    contaminated: row['contaminated'] === 1,
  };
}

function timingFromRow(row: Row): AttemptRecord['timing'] {
  return {
    queueMs: numberOrNull(row, 'queue_ms'),
    backoffMs: number(row, 'backoff_ms'),
    ttftMs: numberOrNull(row, 'ttft_ms'),
    ttfaMs: numberOrNull(row, 'ttfa_ms'),
    e2eMs: numberOrNull(row, 'latency_ms'),
    tpotMs: numberOrNull(row, 'tpot_ms'),
    decodeTokensPerSecond: numberOrNull(row, 'decode_tokens_per_second'),
    e2eTokensPerSecond: numberOrNull(row, 'e2e_tokens_per_second'),
    totalMs: number(row, 'total_ms'),
  };
}

export function errorColumns(record: AttemptRecord, error: CallError): Columns {
  return {
    attempt_id: record.id,
    run_id: record.runId,
    provider: record.provider,
    model: record.model,
    at: record.startedAt,
    kind: error.kind,
    stage: error.stage,
    message: error.message,
    advice: error.advice,
    retryable: Number(error.retryable),
    retry_after_ms: error.retryAfterMs,
    http_status: error.httpStatus,
    provider_code: error.providerCode,
    request_id: error.requestId,
  };
}

export function errorFromRow(row: Row): CallError {
  return {
    kind: text(row, 'kind') as CallError['kind'],
    stage: text(row, 'stage') as CallError['stage'],
    message: text(row, 'message'),
    advice: text(row, 'advice'),
    retryable: row['retryable'] === 1,
    retryAfterMs: numberOrNull(row, 'retry_after_ms'),
    httpStatus: numberOrNull(row, 'http_status'),
    providerCode: textOrNull(row, 'provider_code'),
    requestId: textOrNull(row, 'request_id'),
  };
}

export function text(row: Row, column: string): string {
  return String(row[column]);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : String(row[column]);
}

export function number(row: Row, column: string): number {
  return Number(row[column]);
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : Number(row[column]);
}

export function jsonOrNull(row: Row, column: string): unknown {
  const json = textOrNull(row, column);
  return json === null ? null : JSON.parse(json);
}
