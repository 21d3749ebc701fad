import type { RunListItem, RunPage, Store } from '../../core/store/spec.ts';
import type { PendingDeletes } from '../run/pendingDeletes.ts';

export type HiddenRuns = Pick<PendingDeletes, 'size' | 'has'>;

/** As the store lists them, without those that were deleted and can still be brought back. */
export async function shownRuns(
  store: Pick<Store, 'listRuns'>,
  hidden: HiddenRuns,
  page: RunPage = {},
): Promise<readonly RunListItem[]> {
  const { limit } = page;
  const items = await store.listRuns(limit === undefined ? page : { ...page, limit: limit + hidden.size });
  return items.filter(({ run }) => !hidden.has(run.id)).slice(0, limit);
}
