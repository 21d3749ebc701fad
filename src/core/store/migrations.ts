import type { Sql } from './sql.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * Of the tables of one run, in order; the version of a schema is the number of migrations applied. Never change or remove one: append.
 * A migration only adds tables and columns with defaults, so that older code can still read a newer file.
 */
export const migrations: readonly Migration[] = [
  {
    name: 'runs, results and errors',
    sql: `
      CREATE TABLE logs (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        run_id TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        writer TEXT NOT NULL,
        indexed_bytes INTEGER NOT NULL,
        closed INTEGER NOT NULL
      );
      CREATE INDEX logs_by_run ON logs (run_id);

      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        triggered_by TEXT NOT NULL,
        suite_name TEXT NOT NULL,
        suite_path TEXT NOT NULL,
        suite_hash TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        status TEXT NOT NULL,
        status_message TEXT,
        planned_samples INTEGER NOT NULL,
        tool_version TEXT NOT NULL,
        harness TEXT,
        revision INTEGER NOT NULL,
        revised_at TEXT NOT NULL
      );
      CREATE INDEX runs_by_start ON runs (started_at);

      CREATE TABLE run_details (
        run_id TEXT PRIMARY KEY,
        models TEXT NOT NULL,
        log_id INTEGER,
        log_offset INTEGER,
        log_length INTEGER
      );

      CREATE TABLE results (
        id TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        sample_id TEXT NOT NULL,
        candidate_id TEXT NOT NULL,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        response_model TEXT,
        prompt_id TEXT NOT NULL,
        case_id TEXT NOT NULL,
        category TEXT,
        repeat INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        final INTEGER NOT NULL,
        warmup INTEGER NOT NULL,
        status TEXT NOT NULL,
        success INTEGER GENERATED ALWAYS AS (status = 'ok') VIRTUAL,
        error_message TEXT,
        created_at TEXT NOT NULL,
        queue_ms REAL,
        backoff_ms REAL NOT NULL,
        ttft_ms REAL,
        ttfa_ms REAL,
        latency_ms REAL,
        tpot_ms REAL,
        decode_tokens_per_second REAL,
        e2e_tokens_per_second REAL,
        total_ms REAL NOT NULL,
        concurrency INTEGER NOT NULL,
        requested_tokens INTEGER,
        tokens_in INTEGER,
        tokens_out INTEGER,
        reasoning_tokens INTEGER,
        cached_tokens_in INTEGER,
        cache_write_tokens INTEGER,
        usage_source TEXT,
        cost_usd REAL,
        cost_estimated INTEGER NOT NULL,
        cost_source TEXT,
        quality REAL,
        passed INTEGER,
        scores TEXT NOT NULL,
        finish_reason TEXT,
        request_id TEXT,
        contaminated INTEGER NOT NULL,
        log_id INTEGER,
        log_offset INTEGER,
        log_length INTEGER
      );
      CREATE INDEX results_by_run ON results (run_id, final, warmup, status, quality, cost_usd);
      CREATE INDEX results_by_model ON results (provider, model, created_at);

      CREATE TABLE errors (
        attempt_id TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        stage TEXT NOT NULL,
        message TEXT NOT NULL,
        advice TEXT NOT NULL,
        retryable INTEGER NOT NULL,
        retry_after_ms REAL,
        http_status INTEGER,
        provider_code TEXT,
        request_id TEXT
      );
      CREATE INDEX errors_by_run ON errors (run_id);
      CREATE INDEX errors_by_model ON errors (provider, model, at);
    `,
  },
  {
    name: 'how a call was reached, and how it had to differ',
    sql: `
      ALTER TABLE results ADD COLUMN api TEXT;
      ALTER TABLE results ADD COLUMN adapted TEXT;
    `,
  },
  {
    name: 'scorings, ratings, baselines and extended runs',
    sql: `
      ALTER TABLE runs ADD COLUMN baseline_at TEXT;
      ALTER TABLE runs ADD COLUMN extensions INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX runs_running ON runs (id) WHERE status = 'running';
      CREATE INDEX runs_by_suite ON runs (suite_path, baseline_at);

      ALTER TABLE run_details ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE run_details ADD COLUMN revised_at TEXT NOT NULL DEFAULT '';

      CREATE TABLE scorings (
        id TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        trigger TEXT NOT NULL,
        created_at TEXT NOT NULL,
        finished_at TEXT,
        status TEXT NOT NULL,
        status_message TEXT,
        planned INTEGER NOT NULL,
        source TEXT NOT NULL,
        revision INTEGER NOT NULL,
        revised_at TEXT NOT NULL
      );
      CREATE INDEX scorings_by_run ON scorings (run_id);
      CREATE INDEX scorings_running ON scorings (run_id, id) WHERE status = 'running';

      CREATE TABLE scoring_details (
        scoring_id TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        revised_at TEXT NOT NULL,
        log_id INTEGER,
        log_offset INTEGER,
        log_length INTEGER
      );

      CREATE TABLE grades (
        scoring_id TEXT NOT NULL,
        attempt_id TEXT NOT NULL,
        run_id TEXT NOT NULL,
        at TEXT NOT NULL,
        quality REAL,
        passed INTEGER,
        cost_usd REAL,
        cost_estimated INTEGER NOT NULL,
        cost_source TEXT,
        calls INTEGER NOT NULL,
        scores TEXT NOT NULL,
        log_id INTEGER,
        log_offset INTEGER,
        log_length INTEGER,
        PRIMARY KEY (scoring_id, attempt_id)
      );
      CREATE INDEX grades_by_run ON grades (run_id, scoring_id, quality);

      CREATE TABLE ratings (
        attempt_id TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        at TEXT NOT NULL,
        thumb TEXT,
        stars INTEGER,
        note TEXT NOT NULL,
        revision INTEGER NOT NULL
      );
      CREATE INDEX ratings_by_run ON ratings (run_id);
    `,
  },
  {
    name: 'one run: samples made up for, and what is left of a pruned one',
    sql: `
      DROP INDEX logs_by_run;
      DROP INDEX runs_by_start;
      DROP INDEX runs_running;
      DROP INDEX runs_by_suite;
      DROP INDEX results_by_run;
      DROP INDEX results_by_model;
      DROP INDEX errors_by_run;
      DROP INDEX errors_by_model;
      DROP INDEX scorings_by_run;
      DROP INDEX scorings_running;
      DROP INDEX grades_by_run;
      DROP INDEX ratings_by_run;
      CREATE INDEX results_counted ON results (final, warmup, status, quality, cost_usd);
      CREATE INDEX results_by_sample ON results (sample_id, created_at, id) WHERE final AND NOT warmup;

      CREATE TABLE prunings (
        id INTEGER PRIMARY KEY,
        log_id INTEGER UNIQUE,
        log_offset INTEGER,
        log_length INTEGER,
        revision INTEGER NOT NULL,
        revised_at TEXT NOT NULL
      );
    `,
  },
  {
    name: 'runs of a part of a suite, and pinned ones',
    sql: `
      ALTER TABLE runs ADD COLUMN part TEXT;
      ALTER TABLE runs ADD COLUMN pinned_at TEXT;
    `,
  },
];

/** Applies what is missing and keeps the version where `imageVersion` reads it. */
export function migrate(sql: Sql, now: Date, steps: readonly Migration[] = migrations): void {
  sql.script('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)');
  const applied = Number(sql.get('SELECT count(*) AS n FROM migrations')?.['n']);
  steps.slice(applied).forEach((step, index) => {
    const version = applied + index + 1;
    sql.transaction(() => {
      sql.script(step.sql);
      sql.run('INSERT INTO migrations VALUES (?, ?, ?)', version, step.name, now.toISOString());
      sql.script(`PRAGMA user_version = ${version}`);
    });
  });
}
