import type { Attempt } from '../../src/shared/model/attempt.ts';
import type { RunFigures } from '../../src/shared/model/history.ts';
import type { RunId } from '../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../src/shared/model/run.ts';
import type { Grade, Rating, ScoringDetail, ScoringRecord } from '../../src/shared/model/scoring.ts';
import type { Store } from '../../src/core/store/spec.ts';

/** One write that a workload asks a store for. */
export type Deed =
  | { readonly kind: 'create-run' | 'extend-run'; readonly run: RunRecord; readonly detail: RunDetail }
  | { readonly kind: 'update-run'; readonly run: RunRecord }
  | { readonly kind: 'append-attempt'; readonly attempt: Attempt }
  | { readonly kind: 'create-scoring'; readonly scoring: ScoringRecord; readonly detail: ScoringDetail }
  | { readonly kind: 'update-scoring'; readonly scoring: ScoringRecord }
  | { readonly kind: 'append-grade'; readonly grade: Grade }
  | { readonly kind: 'rate'; readonly rating: Rating }
  | { readonly kind: 'delete-run'; readonly runId: RunId }
  | { readonly kind: 'prune-run'; readonly runId: RunId; readonly figures: RunFigures };

/** Hears of each write before it is asked for, and what became of it. What it never hears of was under way when the end came. */
export interface Witness {
  /** Returns the number by which the deed is known from then on. */
  begun(deed: Deed): number;
  done(number: number): void;
  /** The store said that it is not on disk. */
  refused(number: number): void;
}

export function carryOut(store: Store, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'create-run':
      return store.createRun(deed.run, deed.detail);
    case 'extend-run':
      return store.extendRun(deed.run, deed.detail);
    case 'update-run':
      return store.updateRun(deed.run);
    case 'append-attempt':
      return store.appendAttempt(deed.attempt);
    case 'create-scoring':
      return store.createScoring(deed.scoring, deed.detail);
    case 'update-scoring':
      return store.updateScoring(deed.scoring);
    case 'append-grade':
      return store.appendGrade(deed.grade);
    case 'rate':
      return store.rate(deed.rating);
    case 'delete-run':
      return store.deleteRun(deed.runId);
    case 'prune-run':
      return store.pruneRun(deed.runId, deed.figures);
  }
}
