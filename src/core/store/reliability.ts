import type { ErrorKind } from '../../shared/model/errors.ts';
import type { ModelReliability } from '../../shared/model/reliability.ts';
import { number, text, textOrNull } from './rows.ts';
import type { Row } from './sql.ts';

/** A call that was never sent says nothing of the server: its `concurrency` is 0. */
export const reliabilitySql = `
  SELECT results.provider, results.model, kind, count(*) AS calls, max(created_at) AS last_at
  FROM results LEFT JOIN errors ON errors.attempt_id = results.id
  WHERE created_at >= ? AND status IN ('ok', 'error') AND concurrency > 0
  GROUP BY results.provider, results.model, kind
  ORDER BY results.provider, results.model, calls DESC`;

export function reliabilityFromRows(rows: readonly Row[]): ModelReliability[] {
  const byModel = Map.groupBy(rows, (row) => `${text(row, 'provider')}/${text(row, 'model')}`);
  return [...byModel.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const errors = group.flatMap((row) => {
      const kind = textOrNull(row, 'kind') as ErrorKind | null;
      return kind === null ? [] : [{ kind, count: number(row, 'calls') }];
    });
    const failed = errors.reduce((sum, { count }) => sum + count, 0);
    return {
      provider: text(first, 'provider'),
      model: text(first, 'model'),
      ok: group.reduce((sum, row) => sum + number(row, 'calls'), 0) - failed,
      failed,
      errors,
      lastAt: group.map((row) => text(row, 'last_at')).reduce((a, b) => (a > b ? a : b)),
    };
  });
}
