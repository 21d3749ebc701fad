import type { RunId } from '../shared/model/ids.ts';
import type { Store } from './store/spec.ts';

/** How much of a run there is: what to resume, to retry or to score again goes by. */
export interface RunCounts {
  readonly planned: number;
  /** Samples that ended, well or not; cancelled ones are not among them. */
  readonly done: number;
  readonly failed: number;
  /** Of the failed ones, those that never reached a server. */
  readonly unreached: number;
  /** Answers that can be graded, by case. */
  readonly gradable: Readonly<Record<string, number>>;
}

/** `null` where there is no such run. */
export async function runCounts(store: Pick<Store, 'run' | 'attempts'>, runId: RunId): Promise<RunCounts | null> {
  const [found, attempts] = await Promise.all([store.run(runId), store.attempts(runId)]);
  if (!found) return null;
  const ended = attempts.filter(({ final, warmup, status }) => final && !warmup && status !== 'cancelled');
  const failed = ended.filter(({ status }) => status === 'error');
  const answers = Map.groupBy(
    ended.filter(({ status }) => status === 'ok'),
    ({ caseId }) => caseId,
  );
  return {
    planned: found.run.plannedSamples,
    done: new Set(ended.map(({ sampleId }) => sampleId)).size,
    failed: new Set(failed.map(({ sampleId }) => sampleId)).size,
    unreached: failed.filter(({ error }) => error?.kind === 'network').length,
    gradable: Object.fromEntries([...answers].map(([caseId, all]) => [caseId, all.length])),
  };
}
