import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { CandidateSummary } from '../../shared/model/comparison.ts';
import type { CandidateId } from '../../shared/model/ids.ts';
import type { LiveModel, TimeLeft } from '../../shared/model/liveView.ts';
import type { RunEvent } from '../../shared/model/run.ts';

/** How far back rates look, in ms: long enough for slow models, short enough to show that one has stopped. */
export const rateWindowMs = 20_000;
/** Before that a rate would be chance. */
const leastWindowMs = 2_000;
const mostNewest = 8;

type Counted = Pick<CandidateSummary, 'id' | 'planned' | 'ok' | 'failed'>;

interface Ended {
  readonly at: number;
  readonly candidateId: CandidateId;
  /** Output tokens; `null` where the provider did not say. */
  readonly tokens: number | null;
}

interface Counts {
  readonly done: number;
  readonly failed: number;
}

/** What a run's events say of each of its models. All instants are ms on one monotonic clock. */
export class LiveTally {
  readonly #candidates: readonly CandidateId[];
  readonly #began: number;
  readonly #inFlight = new Map<string, CandidateId>();
  readonly #counts = new Map<CandidateId, Counts>();
  /** Within the window, the oldest first. */
  readonly #ended: Ended[] = [];
  #newest: readonly AttemptRecord[] = [];

  constructor(candidates: readonly CandidateId[], now: number) {
    // The longest first: an id may begin with another.
    this.#candidates = candidates.toSorted((a, b) => b.length - a.length);
    this.#began = now;
  }

  /** The newest first; failures among them, retried ones not. */
  get newest(): readonly AttemptRecord[] {
    return this.#newest;
  }

  hear(event: RunEvent, now: number): void {
    if (event.type === 'attempt-started') this.#start(event.sampleId);
    else if (event.type === 'attempt-finished') this.#end(event.record, now);
  }

  /** @param known what the comparison has, which may be of before the first event that was heard */
  models(known: readonly Counted[], now: number): LiveModel[] {
    const from = Math.max(this.#began, now - rateWindowMs);
    this.#forget(now);
    const seconds = now - from < leastWindowMs ? null : (now - from) / 1000;
    const flying = [...this.#inFlight.values()];
    return known.map(({ id, planned, ok, failed }) => {
      const counts = this.#counts.get(id);
      const ended = this.#ended.filter(({ candidateId }) => candidateId === id);
      const tokens = ended.reduce<number | null>(
        (sum, one) => (sum === null || one.tokens === null ? null : sum + one.tokens),
        0,
      );
      return {
        candidateId: id,
        done: Math.max(ok + failed, counts?.done ?? 0),
        planned,
        failed: Math.max(failed, counts?.failed ?? 0),
        inFlight: flying.filter((one) => one === id).length,
        callsPerSecond: seconds === null ? null : ended.length / seconds,
        tokensPerSecond: seconds === null || tokens === null ? null : tokens / seconds,
      };
    });
  }

  /** Samples carry the name of their candidate (`runner/plan.ts`). */
  #start(sampleId: string): void {
    const candidate = this.#candidates.find((id) => sampleId.startsWith(`${id}::`));
    if (candidate !== undefined) this.#inFlight.set(sampleId, candidate);
  }

  #end(record: AttemptRecord, now: number): void {
    const { sampleId, candidateId, warmup, final, status, usage } = record;
    this.#inFlight.delete(sampleId);
    if (warmup || status === 'cancelled') return;
    this.#ended.push({ at: now, candidateId, tokens: status === 'ok' ? usage.outputTokens : 0 });
    this.#forget(now);
    if (!final) return;
    const { done, failed } = this.#counts.get(candidateId) ?? { done: 0, failed: 0 };
    this.#counts.set(candidateId, { done: done + 1, failed: failed + (status === 'error' ? 1 : 0) });
    this.#newest = [record, ...this.#newest].slice(0, mostNewest);
  }

  /** With each call, since nobody may ask for rates as long as the run goes on. */
  #forget(now: number): void {
    const from = this.#ended.findIndex(({ at }) => at > now - rateWindowMs);
    this.#ended.splice(0, from === -1 ? this.#ended.length : from);
  }
}

/** Until the last call at the pace of the window. Providers work side by side, so that the model that takes longest says. */
export function timeLeftOf(models: readonly LiveModel[]): TimeLeft | null {
  const waiting = models.filter(({ done, planned }) => done < planned);
  const times = waiting.map(({ candidateId, done, planned, callsPerSecond }) =>
    callsPerSecond === null || callsPerSecond === 0
      ? null
      : { ms: ((planned - done) / callsPerSecond) * 1000, slowest: candidateId },
  );
  return times.reduce((longest, one) => {
    if (longest === null || one === null) return null;
    return one.ms > longest.ms ? one : longest;
  }, times[0] ?? null);
}
