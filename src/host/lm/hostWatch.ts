import { processNow, type EditorAnswer } from '../../core/editorModels.ts';
import type { Clock } from '../../core/ports.ts';
import { LoopWatch } from '../../core/runner/loopWatch.ts';
import type { GatheredAnswer } from './editorCall.ts';

const processClock: Clock = { now: processNow, date: () => new Date() };

/** Knows which answers were marked while the host's thread, which all extensions share, was held up. Watches as long as calls are open. */
export class HostWatch {
  readonly #clock: Clock;
  #watch: LoopWatch | undefined;
  #open = 0;

  constructor(clock: Clock = processClock) {
    this.#clock = clock;
  }

  async during(call: () => Promise<GatheredAnswer>): Promise<EditorAnswer> {
    const watch = (this.#watch ??= new LoopWatch(this.#clock));
    this.#open++;
    try {
      const answer = await call();
      const { sentAt, chunks, finishedAt } = answer;
      const moments = sentAt === null ? [] : [sentAt, ...chunks.map(({ at }) => at)];
      return { ...answer, starved: watch.contaminates(moments, finishedAt) };
    } finally {
      if (--this.#open === 0) {
        watch.dispose();
        this.#watch = undefined;
      }
    }
  }
}
