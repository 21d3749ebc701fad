import type { RunId } from '../../shared/model/ids.ts';
import type { LogEntry } from './logLine.ts';
import { subjectOf } from './subject.ts';

/** Entries that could not be written, by run and subject; the last one about a subject counts. */
export class Unsaved {
  readonly #byRun = new Map<RunId, Map<string, LogEntry>>();

  put(runId: RunId, entry: LogEntry): void {
    const ofRun = this.#byRun.get(runId) ?? new Map<string, LogEntry>();
    ofRun.set(subjectOf(entry), entry);
    this.#byRun.set(runId, ofRun);
  }

  /** The subject of this entry is on disk. */
  settle(runId: RunId, entry: LogEntry): void {
    const ofRun = this.#byRun.get(runId);
    ofRun?.delete(subjectOf(entry));
    if (ofRun?.size === 0) this.#byRun.delete(runId);
  }

  /** Whether nothing later was said about its subject. */
  isLatest(runId: RunId, entry: LogEntry): boolean {
    return this.#byRun.get(runId)?.get(subjectOf(entry)) === entry;
  }

  has(runId: RunId): boolean {
    return this.#byRun.has(runId);
  }

  count(runId: RunId): number {
    return this.#byRun.get(runId)?.size ?? 0;
  }

  of(runId: RunId): LogEntry[] {
    return [...(this.#byRun.get(runId)?.values() ?? [])];
  }

  runs(): RunId[] {
    return [...this.#byRun.keys()];
  }

  /** The first of these subjects of which there is something. */
  find(runId: RunId, subjects: readonly string[]): LogEntry | null {
    const ofRun = this.#byRun.get(runId);
    return subjects.map((subject) => ofRun?.get(subject)).find((entry) => entry !== undefined) ?? null;
  }

  drop(runId: RunId): void {
    this.#byRun.delete(runId);
  }
}
