import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import { percentile, sortSample } from '../stats/percentile.ts';
import { interChunkGaps } from '../stats/timing.ts';
import type { ReportInput } from './input.ts';

/** Time between two chunks of a stream, in ms. A chunk may hold several tokens: this is no time per token. */
export interface InterChunk {
  /** Gaps, not calls. */
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
}

/** Of one call; `null` where fewer than two chunks had content. */
export function interChunkOf(body: AttemptBody | undefined): InterChunk | null {
  return body === undefined ? null : summaryOf(gapsOf(body));
}

/** Pooled over the answers of each candidate; those that came in one piece have no entry. */
export function pooledInterChunk({ attempts, bodies }: Pick<ReportInput, 'attempts' | 'bodies'>): Map<CandidateId, InterChunk> {
  const pooled = new Map<CandidateId, InterChunk>();
  for (const [id, answered] of Map.groupBy(attempts.filter(isMeasured), ({ candidateId }) => candidateId)) {
    const found = summaryOf(answered.flatMap((record) => gapsOf(bodies.get(record.id))));
    if (found) pooled.set(id, found);
  }
  return pooled;
}

function isMeasured({ final, warmup, status }: AttemptRecord): boolean {
  return final && !warmup && status === 'ok';
}

function gapsOf(body: AttemptBody | undefined): number[] {
  return interChunkGaps((body?.chunks ?? []).map(({ t, kind }) => ({ at: t, kind })));
}

function summaryOf(gaps: readonly number[]): InterChunk | null {
  const sorted = sortSample(gaps);
  return sorted && { n: sorted.length, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}
