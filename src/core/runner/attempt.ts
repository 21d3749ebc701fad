import { randomUUID } from 'node:crypto';
import type { Attempt, AttemptBody, AttemptRecord, Score, Timing } from '../../shared/model/attempt.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { Cost } from '../../shared/model/usage.ts';
import type { CallResult } from '../providers/spec.ts';
import { deltaMarks } from '../stats/timing.ts';
import type { Sample } from './plan.ts';

/** What the runner knows of one call beside its result. Times are absolute on the monotonic clock, in ms. */
export interface CallFacts {
  readonly runId: RunId;
  readonly sample: Sample;
  readonly attempt: number;
  readonly final: boolean;
  readonly startedAt: Date;
  readonly enqueuedAt: number;
  readonly timing: Timing;
  readonly requestedTokens: number | null;
  readonly concurrency: number;
  readonly cost: Cost;
  readonly contaminated: boolean;
  readonly scores: readonly Score[];
  readonly quality: number | null;
  readonly passed: boolean | null;
}

/** Joins the call's result and what the runner knows into the record that is stored. */
export function buildAttempt(result: CallResult, facts: CallFacts): Attempt {
  const { sample } = facts;
  const record: AttemptRecord = {
    id: randomUUID() as string as AttemptId,
    runId: facts.runId,
    sampleId: sample.id,
    candidateId: sample.candidate.id,
    provider: sample.candidate.provider,
    model: sample.candidate.model,
    responseModel: result.responseModel,
    api: result.api,
    adapted: result.adapted,
    promptId: sample.prompt.id,
    caseId: sample.case.id,
    category: sample.case.category,
    repeat: sample.repeat,
    attempt: facts.attempt,
    final: facts.final,
    warmup: sample.warmup,
    status: result.status,
    startedAt: facts.startedAt.toISOString(),
    timing: facts.timing,
    concurrency: facts.concurrency,
    requestedTokens: facts.requestedTokens,
    usage: result.usage,
    usageSource: result.usageSource,
    cost: facts.cost,
    quality: facts.quality,
    passed: facts.passed,
    scores: facts.scores,
    error: result.error,
    finishReason: result.finishReason,
    requestId: result.requestId,
    contaminated: facts.contaminated,
  };
  return { record, body: bodyOf(result, facts.enqueuedAt) };
}

function bodyOf(result: CallResult, enqueuedAt: number): AttemptBody {
  const since = (at: number | null) => (at === null ? null : round(at - enqueuedAt));
  const marks = deltaMarks(result.chunks);
  const sentAt = result.sentAt ?? enqueuedAt;
  return {
    answer: result.text,
    reasoning: result.reasoning,
    marks: {
      sent: since(result.sentAt),
      headers: since(result.headersAt),
      firstDelta: since(marks.firstDelta),
      firstText: since(marks.firstText),
      lastDelta: since(marks.lastDelta),
      finished: round(result.finishedAt - enqueuedAt),
    },
    chunks: result.chunks.map((chunk) => ({ t: round(chunk.at - sentAt), kind: chunk.kind })),
  };
}

/** To the microsecond: finer digits of the clock are noise, and would double the journal. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
