import type { RunId } from '../../shared/model/ids.ts';
import type { Logger } from '../ports.ts';
import type { LogFolder } from './logFolder.ts';
import type { LogChanges, LogWatch } from './logWatch.ts';
import type { Runs } from './runs.ts';

export interface LogFollowerParts {
  readonly logs: LogFolder;
  readonly watch: LogWatch;
  readonly runs: Runs;
  readonly logger: Logger;
}

/** Notices what other stores wrote: those of the past, and those open in other windows. */
export class LogFollower {
  readonly #parts: LogFollowerParts;

  constructor(parts: LogFollowerParts) {
    this.#parts = parts;
  }

  /** Where the folder cannot be read, what is known already has to do. */
  async look(all = false): Promise<void> {
    try {
      await this.#take(await this.#parts.watch.look(all));
      await this.#parts.runs.markInterrupted();
    } catch (error) {
      this.#parts.logger.warn(`The results folder cannot be read: ${String(error)}`);
    }
  }

  async #take({ grown, replaced, deleted }: LogChanges): Promise<void> {
    const { logs, watch, runs } = this.#parts;
    for (const runId of deleted) {
      await logs.abandon(runId);
      await runs.forget(runId);
    }
    for (const runId of replaced) {
      if (watch.isDeleted(runId)) continue;
      await this.#leaveLost(runId);
      await runs.discard(runId);
    }
    for (const runId of grown) runs.markStale(runId);
  }

  /** What is written to a file that was taken away is nowhere. */
  async #leaveLost(runId: RunId): Promise<void> {
    const { logs, watch } = this.#parts;
    const open = logs.openName(runId);
    if (open !== null && !watch.logsOf(runId).includes(open)) await logs.abandon(runId);
  }
}
