import type { RunId } from '../shared/model/ids.ts';
import type { RunRecord } from '../shared/model/run.ts';
import type { Candidate } from '../shared/model/suite.ts';
import type { SuiteHead } from './prepareResume.ts';
import type { Store } from './store/spec.ts';

/** A run without its cases: no larger for a larger suite. */
export interface RunHead {
  readonly run: RunRecord;
  readonly suite: SuiteHead;
  readonly candidates: readonly Candidate[];
}

/** `null` where there is no such run. */
export async function runHead(store: Pick<Store, 'run'>, runId: RunId): Promise<RunHead | null> {
  const found = await store.run(runId);
  if (!found) return null;
  const { cases: _, ...suite } = found.detail.suite;
  return { run: found.run, suite, candidates: found.detail.candidates };
}
