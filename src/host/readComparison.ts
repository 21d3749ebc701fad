import type { BenchStore } from '../core/benchStore.ts';
import type { Comparison } from '../shared/model/comparison.ts';
import type { RunId, ScoringId } from '../shared/model/ids.ts';
import { firstPage } from '../shared/model/panelView.ts';

/**
 * The figures of a run by the scoring in force, or by one that is named; `null` where there is no such run. Without the matrix of
 * its cases: the editor's thread never receives what grows with the number of results.
 */
export async function readComparison(store: BenchStore, runId: RunId, scoringId?: ScoringId): Promise<Comparison | null> {
  const choice = scoringId === undefined ? {} : { scoringId };
  const view = await store.panelView({ runId, ...choice, matrix: { ...firstPage, count: 0 }, have: null });
  // To whom holds nothing the whole is told.
  return view?.kind === 'whole' ? view.value.comparison : null;
}
