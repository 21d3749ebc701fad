import type { History, HistoryQuery } from '../../shared/model/history.ts';
import type { RunViews } from '../runViews.ts';
import type { Store } from '../store/spec.ts';

/** A suite's runs over time. Figures that are missing or stale are made first. */
export async function historyOf(store: Store, views: Pick<RunViews, 'figures'>, query: HistoryQuery): Promise<History | null> {
  const stored = await store.figures(query.suitePath);
  await Promise.all(stored.map(({ run }) => views.figures(run.id)));
  return null;
}
