import type { AttemptStatus, FinishReason, Score } from '../../shared/model/attempt.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { ErrorKind } from '../../shared/model/errors.ts';
import type { CandidateId, ScoringId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { Rating } from '../../shared/model/scoring.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import type { Cost, UsageSource } from '../../shared/model/usage.ts';
import type { BaselineData } from './baseline/data.ts';
import type { AnsweredAttempt, AnsweredAttempts } from './input.ts';
import { interChunkOf, InterChunkPool, type InterChunk } from './interChunk.ts';

/**
 * The JSON report. Within a version fields are only ever added. Times are ms unless named otherwise, instants ISO 8601,
 * money USD; unknown is `null`.
 */
export interface JsonReport {
  readonly version: 1;
  readonly run: Omit<RunRecord, 'suiteName'> & { readonly suite: string };
  /** In order of finishing. */
  readonly attempts: readonly JsonAttempt[];
  /** The figures that the tables show. */
  readonly summary: Comparison;
  /** Pooled over the answers of each candidate whose answers came in pieces. */
  readonly interChunkMs: readonly (InterChunk & { readonly candidateId: CandidateId })[];
  /** This run as a later one is held against it: `--baseline` takes the report. The run's own baseline is in `summary`. */
  readonly baseline: BaselineData;
}

export interface JsonAttempt {
  readonly id: string;
  /** Whose figures in `summary` it enters. */
  readonly candidateId: CandidateId;
  readonly provider: string;
  readonly model: string;
  /** The model that the server says answered. */
  readonly responseModel: string | null;
  /** How it was reached. Timings of `vscode-lm` are taken in the editor's own process. */
  readonly api: WireKind | null;
  /** Where the request had to differ from what the suite asks for. */
  readonly adapted: readonly string[];
  readonly prompt: string;
  readonly case: string;
  /** Of the case; `null` where it has none. */
  readonly category: string | null;
  readonly repeat: number;
  /** From 1; retries of a sample count on. Only the `final` one enters the summary. */
  readonly attempt: number;
  readonly final: boolean;
  /** Warm-ups enter no figure but the total cost. */
  readonly warmup: boolean;
  readonly status: AttemptStatus;
  readonly startedAt: string;
  readonly ttftMs: number | null;
  readonly ttfaMs: number | null;
  readonly e2eMs: number | null;
  readonly tpotMs: number | null;
  readonly decodeTokensPerSecond: number | null;
  readonly e2eTokensPerSecond: number | null;
  /** Between two chunks; a chunk may hold several tokens. */
  readonly interChunkMs: InterChunk | null;
  readonly queueMs: number | null;
  /** Waited between attempts so far. */
  readonly backoffMs: number;
  /** From the beginning of the run to the end of the attempt. */
  readonly totalMs: number;
  /** Most calls in flight at the same provider while this one was, itself included. */
  readonly concurrency: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  /** `estimated`: counted here or by the editor, since nobody reported them. */
  readonly usageSource: UsageSource | null;
  readonly costUsd: number | null;
  readonly costEstimated: boolean;
  readonly costSource: Cost['source'];
  /** 0 to 1; `null` where nothing was expected or a score could not be given. */
  readonly quality: number | null;
  /** Every expectation is met; `null` where that is not known. */
  readonly passed: boolean | null;
  readonly scores: readonly Score[];
  /** The scoring that gave quality and scores; `null`: they came with the answer. */
  readonly scoringId: ScoringId | null;
  /** Of the judges' calls for this answer: not in `costUsd`. `null` where no scoring graded it, and where the cost is unknown. */
  readonly judgeCostUsd: number | null;
  /** What a person thinks of the answer. */
  readonly rating: Pick<Rating, 'thumb' | 'stars' | 'note'> | null;
  readonly errorKind: ErrorKind | null;
  readonly errorMessage: string | null;
  readonly errorAdvice: string | null;
  /** The provider's own, from its response header. */
  readonly requestId: string | null;
  /** `length`: cut off at the limit of output tokens. `null`: the server did not say, or nothing was answered. */
  readonly finishReason: FinishReason | null;
  readonly contaminated: boolean;
  readonly answer: string | null;
}

/** Piece by piece, as `JSON.stringify` would write the whole. */
export async function* jsonPieces(
  comparison: Comparison,
  baseline: BaselineData,
  answered: AnsweredAttempts,
): AsyncGenerator<string> {
  const { suiteName, ...run } = comparison.run;
  const pool = new InterChunkPool();
  yield `{\n  "version": 1,\n  "run": ${indented({ ...run, suite: suiteName } satisfies JsonReport['run'])},\n  "attempts": [`;
  let before = '\n    ';
  for await (const group of answered) {
    for (const { record, body } of group) pool.add(record, body);
    const attempts = group.map((one) => indented(jsonAttempt(one), 4));
    if (attempts.length > 0) yield before + attempts.join(',\n    ');
    before = ',\n    ';
  }
  yield before.startsWith(',') ? '\n  ],\n' : '],\n';
  yield `  "summary": ${indented(comparison)},\n  "interChunkMs": ${indented(interChunkMs(pool))},\n  "baseline": `;
  yield* baselinePieces(baseline);
  yield '\n}\n';
}

function interChunkMs(pool: InterChunkPool): JsonReport['interChunkMs'] {
  return [...pool.figures()].map(([candidateId, figures]) => ({ candidateId, ...figures }));
}

/** A candidate at a time: together they are as many answers as the run has. */
function* baselinePieces({ candidates, ...head }: BaselineData): Generator<string> {
  yield `${indented(head).slice(0, -'\n  }'.length)},\n    "candidates": [`;
  for (const [index, candidate] of candidates.entries()) yield `${index === 0 ? '' : ','}\n      ${indented(candidate, 6)}`;
  yield candidates.length === 0 ? ']\n  }' : '\n    ]\n  }';
}

/** As it stands at this depth, in spaces. */
function indented(value: unknown, depth = 2): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(depth)}`);
}

function jsonAttempt({ record, body, grade, rating }: AnsweredAttempt): JsonAttempt {
  const { timing, usage, error } = record;
  return {
    id: record.id,
    candidateId: record.candidateId,
    provider: record.provider,
    model: record.model,
    responseModel: record.responseModel,
    api: record.api,
    adapted: record.adapted,
    prompt: record.promptId,
    case: record.caseId,
    category: record.category,
    repeat: record.repeat,
    attempt: record.attempt,
    final: record.final,
    warmup: record.warmup,
    status: record.status,
    startedAt: record.startedAt,
    ttftMs: timing.ttftMs,
    ttfaMs: timing.ttfaMs,
    e2eMs: timing.e2eMs,
    tpotMs: timing.tpotMs,
    decodeTokensPerSecond: timing.decodeTokensPerSecond,
    e2eTokensPerSecond: timing.e2eTokensPerSecond,
    interChunkMs: interChunkOf(body),
    queueMs: timing.queueMs,
    backoffMs: timing.backoffMs,
    totalMs: timing.totalMs,
    concurrency: record.concurrency,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    usageSource: record.usageSource,
    costUsd: record.cost.usd,
    costEstimated: record.cost.estimated,
    costSource: record.cost.source,
    quality: record.quality,
    passed: record.passed,
    scores: record.scores,
    scoringId: grade?.scoringId ?? null,
    judgeCostUsd: grade?.cost.usd ?? null,
    rating: rating ? { thumb: rating.thumb, stars: rating.stars, note: rating.note } : null,
    errorKind: error?.kind ?? null,
    errorMessage: error?.message ?? null,
    errorAdvice: error?.advice ?? null,
    requestId: record.requestId,
    finishReason: record.finishReason,
    contaminated: record.contaminated,
    answer: body?.answer ?? null,
  };
}
