import type { ErrorKind } from '../../shared/model/errors.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import { number, text, textOrNull } from './rows.ts';
import type { Row } from './sql.ts';

/** Calls to a model that went the same way. */
export interface CallTotals {
  readonly provider: string;
  readonly model: string;
  /** `null`: well. */
  readonly kind: ErrorKind | null;
  readonly calls: number;
  /** When the first and the last of them were sent, ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** From an instant on. A call that was never sent says nothing of the server: its `concurrency` is 0. */
export const callsSql = `
  SELECT results.provider, results.model, kind, count(*) AS calls, min(created_at) AS first_at, max(created_at) AS last_at
  FROM results LEFT JOIN errors ON errors.attempt_id = results.id
  WHERE created_at >= ? AND status IN ('ok', 'error') AND concurrency > 0
  GROUP BY results.provider, results.model, kind`;

export function callsFromRow(row: Row): CallTotals {
  return {
    provider: text(row, 'provider'),
    model: text(row, 'model'),
    kind: textOrNull(row, 'kind') as ErrorKind | null,
    calls: number(row, 'calls'),
    firstAt: text(row, 'first_at'),
    lastAt: text(row, 'last_at'),
  };
}

/** By provider and model, in their order. */
export function reliabilityOf(totals: readonly CallTotals[]): ModelReliability[] {
  const byModel = Map.groupBy(totals, ({ provider, model }) => JSON.stringify([provider, model]));
  return [...byModel.values()]
    .flatMap(modelReliability)
    .sort((a, b) => compare(a.provider, b.provider) || compare(a.model, b.model));
}

function modelReliability(totals: readonly CallTotals[]): ModelReliability[] {
  const [first] = totals;
  if (!first) return [];
  const { provider, model } = first;
  const byKind = Map.groupBy(totals, ({ kind }) => kind);
  const counts = [...byKind].map(([kind, all]) => ({ kind, count: all.reduce((sum, { calls }) => sum + calls, 0) }));
  const errors = counts
    .flatMap(({ kind, count }) => (kind === null ? [] : [{ kind, count }]))
    .sort((a, b) => b.count - a.count || compare(a.kind, b.kind));
  return [
    {
      provider,
      model,
      ok: counts.find(({ kind }) => kind === null)?.count ?? 0,
      failed: errors.reduce((sum, { count }) => sum + count, 0),
      errors,
      lastAt: totals.map(({ lastAt }) => lastAt).reduce((a, b) => (a > b ? a : b)),
    },
  ];
}

/** As SQLite orders texts: by code point, not by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
