import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import { percentile, sortSample } from '../stats/percentile.ts';
import { interChunkGaps } from '../stats/timing.ts';

/** Time between two chunks of a stream, in ms. A chunk may hold several tokens: this is no time per token. */
export interface InterChunk {
  /** Gaps, not calls. */
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
}

/** Gaps of a candidate that are held: with more, every second one is left out, then every second of the rest. */
const mostGaps = 1_000_000;

/** Of one call; `null` where fewer than two chunks had content. */
export function interChunkOf(body: AttemptBody | null): InterChunk | null {
  return body && summaryOf(gapsOf(body));
}

/** Pooled over the answers of each candidate; those that came in one piece have no entry. */
export class InterChunkPool {
  readonly #most: number;
  readonly #byCandidate = new Map<CandidateId, { seen: number; every: number; kept: number[] }>();

  constructor(most = mostGaps) {
    this.#most = most;
  }

  add({ final, warmup, status, candidateId }: AttemptRecord, body: AttemptBody | null): void {
    if (!final || warmup || status !== 'ok' || body === null) return;
    const pool = this.#byCandidate.get(candidateId) ?? { seen: 0, every: 1, kept: [] };
    this.#byCandidate.set(candidateId, pool);
    for (const gap of gapsOf(body)) {
      if (pool.seen++ % pool.every === 0) pool.kept.push(gap);
      if (pool.kept.length <= this.#most) continue;
      pool.kept = pool.kept.filter((_, i) => i % 2 === 0);
      pool.every *= 2;
    }
  }

  figures(): Map<CandidateId, InterChunk> {
    const found = [...this.#byCandidate].flatMap(([id, { seen, kept }]) => {
      const summary = summaryOf(kept);
      return summary ? [[id, { ...summary, n: seen }] as const] : [];
    });
    return new Map(found);
  }
}

function gapsOf(body: AttemptBody): number[] {
  return interChunkGaps(body.chunks.map(({ t, kind }) => ({ at: t, kind })));
}

function summaryOf(gaps: readonly number[]): InterChunk | null {
  const sorted = sortSample(gaps);
  return sorted && { n: sorted.length, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}
