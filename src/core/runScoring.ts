import { randomUUID } from 'node:crypto';
import type { ScoringId } from '../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScorerSpec } from '../shared/model/scorer.ts';
import type { ScoringDetail, ScoringRecord } from '../shared/model/scoring.ts';
import type { Suite } from '../shared/model/suite.ts';
import { isDeferred } from './runner/grading/places.ts';

export interface NewScoring {
  readonly record: ScoringRecord;
  readonly detail: ScoringDetail;
}

/** Cases that are not scored at once, since one of their scorers needs a thread or a model of its own; by id. */
export function deferredCases({ cases }: Pick<Suite, 'cases'>): Record<string, readonly ScorerSpec[]> {
  const deferred = cases.filter(({ expect }) => isDeferred(expect));
  return Object.fromEntries(deferred.map(({ id, expect }) => [id, expect]));
}

/**
 * The scoring that belongs to the run itself; `null` where all its scorers work at once.
 * @param earlier the one that the run has already: one that goes on keeps it, so that one scoring holds all its answers
 */
export function scoringOfRun(run: RunRecord, detail: RunDetail, earlier: ScoringRecord | null): NewScoring | null {
  const { suite, candidates, prices } = detail;
  const expect = deferredCases(suite);
  const cases = Object.keys(expect).length;
  if (cases === 0) return null;
  const record: ScoringRecord = {
    id: earlier?.id ?? (randomUUID() as string as ScoringId),
    runId: run.id,
    trigger: 'run',
    createdAt: earlier?.createdAt ?? run.startedAt,
    finishedAt: null,
    status: 'running',
    statusMessage: null,
    planned: cases * candidates.length * suite.repeats,
    source: 'the run itself',
  };
  return { record, detail: scoringDetail(expect, suite, prices) };
}

export function scoringDetail(
  expect: ScoringDetail['expect'],
  { graders, endpoints }: Suite,
  prices: ScoringDetail['prices'],
): ScoringDetail {
  const judges = [...new Set(graders.map(({ ref }) => ref))];
  const pinned = judges.flatMap((ref) => {
    const price = prices[ref];
    return price ? [[ref, price] as const] : [];
  });
  return { expect, judges, prices: Object.fromEntries(pinned), endpoints };
}
