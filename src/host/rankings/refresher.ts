import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { RankingAnswer, SourceUse } from '../../shared/model/rankings.ts';
import type { Subscribe } from '../../shared/base/emitter.ts';

export interface RefresherParts {
  readonly rankings: {
    readonly onDidChange: Subscribe<void>;
    isUsed(): Promise<boolean>;
    nextRefresh(): Promise<Date | null>;
    refresh(trigger: SourceUse['trigger']): Promise<readonly RankingAnswer[]>;
  };
  /** Another window may have begun to use rankings meanwhile; the machine may have slept. */
  readonly onDidGetFocus: Subscribe<void>;
  /** False in Restricted Mode without the user's word. */
  readonly mayAsk: () => boolean;
  readonly tell: (answers: readonly RankingAnswer[]) => void;
  readonly log: { warn(message: string): void };
  readonly now: () => Date;
}

/** A window that has just opened has better things to do. */
const firstMs = 30_000;
const leastMs = 60_000;
/** Timers do not run while the machine sleeps, and a clock may be set anew: what is far off is looked at again. */
const mostMs = 3_600_000;

/** Asks for rankings anew when it is due by the rule, once they were used; whoever else is at it is left to do it. */
export class Refresher implements Disposable {
  readonly #parts: RefresherParts;
  readonly #owned = new DisposableStore();
  #timer: NodeJS.Timeout | undefined;
  /** When it goes off, in ms since the epoch. */
  #wakesAt = Infinity;
  #refreshing = false;

  constructor(parts: RefresherParts) {
    this.#parts = parts;
    this.#wait(firstMs);
    this.#owned.add(parts.rankings.onDidChange(() => void this.#plan()));
    this.#owned.add(parts.onDidGetFocus(() => void this.#plan()));
    this.#owned.add({ dispose: () => clearTimeout(this.#timer) });
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#owned.isDisposed) return;
    this.#wakesAt = this.#parts.now().getTime() + ms;
    this.#timer = setTimeout(() => void this.#wake(), ms);
    this.#timer.unref();
  }

  async #wake(): Promise<void> {
    const { log, now } = this.#parts;
    this.#wakesAt = Infinity;
    try {
      const due = await this.#due();
      if (due !== null && due <= now()) await this.#refresh();
    } catch (error) {
      log.warn(`Rankings could not be refreshed: ${String(error)}`);
    }
    await this.#plan();
  }

  async #refresh(): Promise<void> {
    this.#refreshing = true;
    try {
      this.#parts.tell(await this.#parts.rankings.refresh('schedule'));
    } finally {
      this.#refreshing = false;
    }
  }

  async #plan(): Promise<void> {
    if (this.#refreshing) return;
    const { now, log } = this.#parts;
    try {
      const due = await this.#due();
      // Nothing to wait for: the first use, or another setting, makes a plan.
      if (due === null) return this.#rest();
      const nowMs = now().getTime();
      const ms = Math.min(Math.max(due.getTime() - nowMs, leastMs), mostMs);
      // Who changes windows all the time would else put off for ever what is due. A time that is past was slept through.
      const isSoonEnough = this.#wakesAt >= nowMs && this.#wakesAt <= nowMs + ms;
      if (!isSoonEnough) this.#wait(ms);
    } catch (error) {
      log.warn(`Rankings are not refreshed by themselves: ${String(error)}`);
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#wakesAt = Infinity;
  }

  async #due(): Promise<Date | null> {
    const { rankings, mayAsk } = this.#parts;
    return mayAsk() && (await rankings.isUsed()) ? rankings.nextRefresh() : null;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
