import type { RunId } from '../../shared/model/ids.ts';
import type { LogEntry } from './logLine.ts';

/** Runs and scorings that this store carries on: it need not ask whether their writer lives. */
export class Owned {
  readonly #runs = new Map<string, RunId>();

  /** Notes from an entry of this store's own what it carries on, and what no longer. */
  note(entry: LogEntry): void {
    if (entry.type === 'run-created' || entry.type === 'run-extended') this.#set(entry.run.id, entry.run.id, entry.run.status);
    if (entry.type === 'scoring-created') this.#set(entry.scoring.id, entry.scoring.runId, entry.scoring.status);
    if (entry.type === 'run-updated' && entry.run.status !== 'running') this.#runs.delete(entry.run.id);
    if (entry.type === 'scoring-updated' && entry.scoring.status !== 'running') this.#runs.delete(entry.scoring.id);
  }

  /** By the id of a run or scoring. */
  has(id: string): boolean {
    return this.#runs.has(id);
  }

  /** Whether the run, or a scoring of it, goes on here. */
  isUnderWay(runId: RunId): boolean {
    return this.#runs.has(runId) || [...this.#runs.values()].includes(runId);
  }

  #set(id: string, runId: RunId, status: string): void {
    if (status === 'running') this.#runs.set(id, runId);
  }
}
