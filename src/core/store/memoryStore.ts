import type { Attempt, AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { AttemptId, RunId } from '../../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../shared/model/run.ts';
import { systemClock } from '../ports.ts';
import { closedError, deletedError, runningError } from './errors.ts';
import type { LogEntry } from './logLine.ts';
import { migrate } from './migrations.ts';
import { RunIndex } from './runIndex.ts';
import type { RunListItem, Store, StoreHealth, StoredError } from './spec.ts';
import { Sql, loadSqlJs } from './sql.ts';

/** A store that keeps nothing: the same tables and queries without files. */
export async function openMemoryStore(options: { readonly wasmPath?: string } = {}): Promise<Store> {
  const sql = new Sql(await loadSqlJs(options.wasmPath));
  migrate(sql, systemClock.date());
  return new MemoryStore(sql);
}

class MemoryStore implements Store {
  readonly health: StoreHealth;
  readonly #sql: Sql;
  readonly #index: RunIndex;
  readonly #details = new Map<RunId, RunDetail>();
  readonly #bodies = new Map<AttemptId, { readonly runId: RunId; readonly body: AttemptBody }>();
  readonly #deleted = new Set<RunId>();
  #closed = false;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#index = new RunIndex(sql);
    this.health = { state: 'ok', message: null, schemaVersion: this.#index.schemaVersion, replayed: 0 };
  }

  async createRun(run: RunRecord, detail: RunDetail): Promise<void> {
    this.#write(run.id, { type: 'run-created', run, detail });
    if (!this.#details.has(run.id)) this.#details.set(run.id, detail);
  }

  async appendAttempt(attempt: Attempt): Promise<void> {
    const { id, runId } = attempt.record;
    this.#write(runId, { type: 'attempt', attempt });
    if (!this.#bodies.has(id)) this.#bodies.set(id, { runId, body: attempt.body });
  }

  async updateRun(run: RunRecord): Promise<void> {
    const revision = (this.#open().run(run.id)?.revision ?? 0) + 1;
    this.#write(run.id, { type: 'run-updated', run, revision, at: '' });
  }

  async deleteRun(id: RunId): Promise<void> {
    const found = this.#open().run(id);
    if (!found) return;
    if (found.run.status === 'running') throw runningError(found.run.name);
    this.#deleted.add(id);
    this.#index.deleteRun(id);
    this.#details.delete(id);
    for (const [attemptId, { runId }] of this.#bodies) if (runId === id) this.#bodies.delete(attemptId);
  }

  async listRuns(limit?: number): Promise<readonly RunListItem[]> {
    return this.#open().listRuns(limit);
  }

  async run(id: RunId): Promise<{ readonly run: RunRecord; readonly detail: RunDetail } | null> {
    const found = this.#open().run(id);
    const detail = this.#details.get(id);
    return found && detail ? { run: found.run, detail } : null;
  }

  async attempts(runId: RunId): Promise<readonly AttemptRecord[]> {
    return this.#open().attempts(runId);
  }

  async body(attemptId: AttemptId): Promise<AttemptBody | null> {
    this.#open();
    return this.#bodies.get(attemptId)?.body ?? null;
  }

  async errors(runId: RunId): Promise<readonly StoredError[]> {
    return this.#open().errors(runId);
  }

  async checkpoint(): Promise<void> {
    this.#open();
  }

  async close(): Promise<void> {
    if (!this.#closed) this.#sql.close();
    this.#closed = true;
  }

  #open(): RunIndex {
    if (this.#closed) throw closedError();
    return this.#index;
  }

  #write(runId: RunId, entry: LogEntry): void {
    const index = this.#open();
    if (this.#deleted.has(runId)) throw deletedError(runId);
    index.apply(entry, null);
  }
}
