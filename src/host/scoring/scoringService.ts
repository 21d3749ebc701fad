import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { GradingProgress } from '../../shared/model/run.ts';
import type { ScoringRecord } from '../../shared/model/scoring.ts';
import type { ScoringHandle } from '../../core/bench.ts';
import type { PreparedScoring } from '../../core/prepareScoring.ts';
import type { BenchService } from '../benchService.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import type { Turns } from '../run/turns.ts';

/** A re-scoring that goes on in this window. */
export interface LiveScoring {
  readonly scoring: ScoringRecord;
  readonly handle: ScoringHandle;
  progress: GradingProgress;
}

export interface ScoringChange {
  readonly type: 'started' | 'progressed' | 'ended';
  readonly runId: RunId;
}

export interface ScoringParts {
  readonly bench: BenchService;
  readonly turns: Turns;
  readonly log: RedactedLog;
}

/** The one place where stored answers are scored again in this window, those of one run at a time. */
export class ScoringService implements Disposable {
  readonly #parts: ScoringParts;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<ScoringChange>());
  #live: LiveScoring | null = null;

  readonly onDidChange = this.#changes.event;

  constructor(parts: ScoringParts) {
    this.#parts = parts;
  }

  live(runId: RunId): LiveScoring | undefined {
    return this.#live?.scoring.runId === runId ? this.#live : undefined;
  }

  /**
   * Scores to the end.
   * @param source what it goes by, for people
   * @param begun hears of it once its turn has come
   */
  async score(prepared: PreparedScoring, source: string, begun: (handle: ScoringHandle) => void): Promise<ScoringRecord> {
    const { bench, turns } = this.#parts;
    return turns.take(prepared.run.name, async () => {
      const handle = await (await bench.bench()).startScoring(prepared, source);
      begun(handle);
      return this.#follow(handle);
    });
  }

  /** Cancels what goes on, of whichever run. */
  cancel(): void {
    this.#live?.handle.cancel();
  }

  /** Cancels what goes on, and waits until it is recorded as cancelled. */
  async shutdown(): Promise<void> {
    this.cancel();
    await this.#live?.handle.finished.catch(() => undefined);
  }

  async #follow(handle: ScoringHandle): Promise<ScoringRecord> {
    const { scoring } = handle;
    const { runId, planned, source } = scoring;
    const live: LiveScoring = { scoring, handle, progress: { done: 0, planned, failed: 0, costUsd: 0 } };
    this.#parts.log.info(`Run ${runId} is scored again by the ${source}: ${planned} answers`);
    const subscription = handle.events((event) => {
      if (event.type !== 'answer-rescored') return;
      live.progress = event.progress;
      this.#changes.fire({ type: 'progressed', runId });
    });
    this.#becomes(live, { type: 'started', runId });
    try {
      const ended = await handle.finished;
      this.#parts.log.info(`Scoring ${ended.id} of run ${runId} has ended: ${ended.status}`);
      return ended;
    } finally {
      subscription.dispose();
      this.#becomes(null, { type: 'ended', runId });
    }
  }

  #becomes(live: LiveScoring | null, change: ScoringChange): void {
    this.#live = live;
    setContext(contextKeys.rescoring, live !== null);
    this.#changes.fire(change);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
