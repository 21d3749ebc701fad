import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { HarnessReport } from '../../shared/model/run.ts';
import type { Clock } from '../ports.ts';

const tickMs = 10;
/** metrics.md: a sample is contaminated when its chunks arrived while the loop was more than this late. */
export const starvedAfterMs = 10;
/** Bytes that waited behind a block are read in the same turn of the loop as the late tick, or just after it. */
const slackMs = 5;
/** So long after a block may a moment still fall into what is marked for it. */
export const shadowMs = 2 * tickMs + slackMs;
/** The wall clock running ahead of the monotonic clock by this much means that the machine slept. */
const sleepMs = 1000;

interface Span {
  readonly from: number;
  readonly to: number;
  /** A machine that slept spoils every sample around it; a loop that was late only what arrived then. */
  readonly slept: boolean;
}

/** The harness checking itself: knows when its own event loop was late, so that a sample taken then is not believed blindly. */
export class LoopWatch {
  readonly #clock: Clock;
  readonly #delay = monitorEventLoopDelay({ resolution: tickMs });
  /** How late calls were sent, in whole microseconds from 1. */
  readonly #lateness = createHistogram();
  readonly #timer: NodeJS.Timeout;
  readonly #starved: Span[] = [];
  #lastTick: number;
  #lastWall: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastTick = clock.now();
    this.#lastWall = clock.date().getTime();
    this.#delay.enable();
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #tick(): void {
    const now = this.#clock.now();
    const wall = this.#clock.date().getTime();
    const expected = this.#lastTick + tickMs;
    // Whether the monotonic clock goes on in sleep depends on the platform: either the two clocks part, or the tick is late.
    const slept = Math.max(wall - this.#lastWall, now - this.#lastTick) - tickMs > sleepMs;
    if (slept || now - expected > starvedAfterMs) this.#starved.push({ from: this.#lastTick, to: now + slackMs, slept });
    this.#lastTick = now;
    this.#lastWall = wall;
  }

  /** A call that was due is sent now, or later than now by what lies on the way to the socket. */
  sending(dueAt: number): void {
    this.#lateness.record(Math.max(1, Math.round((this.#clock.now() - dueAt) * 1000)));
  }

  /**
   * True when any of these moments (ms, monotonic, ascending) fell into a time when the loop was starved, or the
   * machine slept between the first of them and `endedAt`.
   */
  contaminates(moments: readonly number[], endedAt: number): boolean {
    const first = moments[0];
    if (first === undefined) return false;
    // The block may have ended in this very turn, with the late tick still to come.
    if (this.#clock.now() - this.#lastTick > tickMs + starvedAfterMs) this.#tick();
    for (let i = this.#starved.length - 1; i >= 0; i--) {
      const span = this.#starved[i];
      if (!span || span.to < first) return false;
      if (span.slept && span.from <= endedAt) return true;
      if (moments.some((moment) => moment >= span.from && moment <= span.to)) return true;
    }
    return false;
  }

  report(samples: number, contaminatedSamples: number): HarnessReport {
    const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - tickMs);
    return {
      loopDelayP50Ms: ms(this.#delay.percentile(50)),
      loopDelayP99Ms: ms(this.#delay.percentile(99)),
      loopDelayMaxMs: ms(this.#delay.max),
      ...(this.#lateness.count > 0 && { scheduleDelayP99Ms: this.#lateness.percentile(99) / 1000 }),
      contaminatedSamples,
      samples,
      nodeVersion: process.version,
      platform: `${process.platform}-${process.arch}`,
    };
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }
}

/** Of a run that was measured in two parts: delays of the worse one. The counts are of both already. */
export function joinedReport(earlier: HarnessReport | null, later: HarnessReport): HarnessReport {
  if (earlier === null) return later;
  const lateness = [earlier.scheduleDelayP99Ms, later.scheduleDelayP99Ms].filter((ms) => ms !== undefined);
  return {
    ...later,
    loopDelayP50Ms: Math.max(earlier.loopDelayP50Ms, later.loopDelayP50Ms),
    loopDelayP99Ms: Math.max(earlier.loopDelayP99Ms, later.loopDelayP99Ms),
    loopDelayMaxMs: Math.max(earlier.loopDelayMaxMs, later.loopDelayMaxMs),
    ...(lateness.length > 0 && { scheduleDelayP99Ms: Math.max(...lateness) }),
  };
}
