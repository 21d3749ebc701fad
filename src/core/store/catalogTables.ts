import type { Migration } from './migrations.ts';

/** Of the catalog, in order; as with those of a run, never change or remove one: append. */
export const catalogMigrations: readonly Migration[] = [
  {
    name: 'runs, their logs and calls',
    sql: `
      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        suite_path TEXT NOT NULL,
        suite_name TEXT NOT NULL,
        started_at TEXT NOT NULL,
        baseline_at TEXT,
        pruned INTEGER NOT NULL,
        unsaved INTEGER NOT NULL,
        stamp TEXT NOT NULL,
        head TEXT NOT NULL,
        counts TEXT NOT NULL,
        under_way TEXT NOT NULL
      );
      CREATE INDEX runs_by_start ON runs (pruned, started_at);
      CREATE INDEX runs_by_suite ON runs (suite_path, started_at);
      CREATE INDEX runs_under_way ON runs (id) WHERE under_way <> '[]';

      CREATE TABLE logs (
        name TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        closed INTEGER NOT NULL
      );
      CREATE INDEX logs_by_run ON logs (run_id);

      CREATE TABLE calls (
        run_id TEXT NOT NULL,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        kind TEXT,
        calls INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL
      );
      CREATE INDEX calls_by_run ON calls (run_id);
    `,
  },
];
