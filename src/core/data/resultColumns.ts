import { activeScoring, underScoring } from '../activeScoring.ts';
import type { Attempt, AttemptRecord } from '../../shared/model/attempt.ts';
import type { AttemptId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { WholeRun } from './wholeRuns.ts';

type Cell = string | number | boolean | null;

/** What a row of the results table is made of. */
export interface ResultRow extends Attempt {
  readonly run: RunRecord;
  /** Of the candidate: one model may be asked in several ways. */
  readonly label: string;
}

/** A call each, with the quality by the scoring in force; `null` is unknown. Costs in USD. New columns come last: scripts may count them. */
export const resultColumns: readonly (readonly [name: string, cell: (row: ResultRow) => Cell])[] = [
  ['id', ({ record }) => record.id],
  ['run_id', ({ run }) => run.id],
  ['run_name', ({ run }) => run.name],
  ['suite', ({ run }) => run.suiteName],
  ['provider', ({ record }) => record.provider],
  ['model', ({ record }) => record.model],
  ['response_model', ({ record }) => record.responseModel],
  ['prompt', ({ record }) => record.promptId],
  ['case', ({ record }) => record.caseId],
  ['category', ({ record }) => record.category],
  ['repeat', ({ record }) => record.repeat],
  ['attempt', ({ record }) => record.attempt],
  ['final', ({ record }) => record.final],
  ['warmup', ({ record }) => record.warmup],
  ['tokens_in', ({ record }) => record.usage.inputTokens],
  ['tokens_out', ({ record }) => record.usage.outputTokens],
  ['reasoning_tokens', ({ record }) => record.usage.reasoningTokens],
  ['latency_ms', ({ record }) => record.timing.e2eMs],
  ['ttft_ms', ({ record }) => record.timing.ttftMs],
  ['cost_usd', ({ record }) => record.cost.usd],
  ['cost_estimated', ({ record }) => (record.cost.usd === null ? null : record.cost.estimated)],
  ['quality', ({ record }) => record.quality],
  ['passed', ({ record }) => record.passed],
  // A call that was cancelled did neither succeed nor fail.
  ['success', ({ record }) => (record.status === 'cancelled' ? null : record.status === 'ok')],
  ['error_kind', ({ record }) => record.error?.kind ?? null],
  ['error_message', ({ record }) => record.error?.message ?? null],
  ['finish_reason', ({ record }) => record.finishReason],
  ['response', ({ record, body }) => (record.status === 'ok' ? body.answer : body.answer || null)],
  ['reasoning', ({ body }) => body.reasoning || null],
  ['created_at', ({ record }) => record.startedAt],
  ['label', ({ label }) => label],
];

/** The calls of a run as the scoring in force sees them. */
export async function* resultRows(whole: WholeRun): AsyncGenerator<ResultRow> {
  const scored = scoredRecords(whole);
  const labels = new Map(whole.detail.candidates.map(({ id, label }) => [id, label]));
  for await (const { record, body } of whole.attempts()) {
    const label = labels.get(record.candidateId) ?? record.candidateId;
    yield { run: whole.run, label, record: scored.get(record.id) ?? record, body };
  }
}

function scoredRecords({ scorings, records }: WholeRun): ReadonlyMap<AttemptId, AttemptRecord> {
  const active = activeScoring(scorings.map(({ scoring }) => scoring));
  const found = scorings.find(({ scoring }) => scoring.id === active?.id);
  if (!found) return new Map();
  const detail = found.detail ?? { expect: {}, judges: [], prices: {}, endpoints: [] };
  const { attempts } = underScoring(records, { scoring: found.scoring, detail, grades: found.grades });
  return new Map(attempts.map((record) => [record.id, record]));
}
