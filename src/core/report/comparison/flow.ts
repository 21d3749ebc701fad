import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { Waiting } from '../../../shared/model/comparison.ts';
import type { Thresholds } from '../../../shared/model/suite.ts';
import { percentile, sortSample } from '../../stats/percentile.ts';
import type { Outcome } from './group.ts';

export function waitingOf(answered: readonly Outcome[]): Waiting | null {
  const queued = sortSample(answered.flatMap(({ record }) => record.timing.queueMs ?? []));
  const backoffs = answered.map(({ record }) => record.timing.backoffMs).filter((ms) => ms > 0);
  return (
    queued && {
      queueP50: percentile(queued, 0.5),
      queueMax: percentile(queued, 1),
      backedOff: backoffs.length,
      backoffMax: backoffs.reduce((most, ms) => Math.max(most, ms), 0),
    }
  );
}

/**
 * Σ N_out of the answers ÷ (last end − first start), tokens/s; `null` where a count is unknown. Both ends are on the run's
 * monotonic clock, from its beginning: a first attempt was sent after its time in the queue, and any attempt ended at its total.
 */
export function throughputOf(attempts: readonly AttemptRecord[]): number | null {
  let tokens = 0;
  let start = Infinity;
  let end = 0;
  for (const { status, attempt, usage, timing } of attempts) {
    if (status === 'ok' && usage.outputTokens === null) return null;
    if (status === 'ok') tokens += usage.outputTokens ?? 0;
    if (attempt === 1 && timing.queueMs !== null) start = Math.min(start, timing.queueMs);
    end = Math.max(end, timing.totalMs);
  }
  return end > start && tokens > 0 ? (tokens / (end - start)) * 1000 : null;
}

/**
 * The suite's limits on a 95th percentile, taken as what each call is to keep: the objectives of goodput. A limit on a median says
 * nothing of a single call. `null` where there is none.
 */
export function meetsLimits({ p95LatencyMs, p95TtftMs }: Thresholds): ((record: AttemptRecord) => boolean) | null {
  if (p95LatencyMs === undefined && p95TtftMs === undefined) return null;
  return ({ timing: { e2eMs, ttftMs } }) => keeps(e2eMs, p95LatencyMs) && keeps(ttftMs, p95TtftMs);
}

function keeps(ms: number | null, limit: number | undefined): boolean {
  return limit === undefined || (ms !== null && ms <= limit);
}
