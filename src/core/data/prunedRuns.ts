import type { StoredFigures } from '../../shared/model/history.ts';
import type { Store } from '../store/spec.ts';

/** Runs of which only record and figures are kept, the oldest first within each suite. */
export async function prunedRuns(store: Pick<Store, 'suites' | 'figures'>): Promise<readonly StoredFigures[]> {
  const pruned: StoredFigures[] = [];
  for (const { path } of await store.suites()) {
    pruned.push(...(await store.figures(path)).filter((stored) => stored.pruned));
  }
  return pruned;
}
