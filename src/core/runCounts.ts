import type { RunId } from '../shared/model/ids.ts';
import { countedAttempts, sampleStates } from './runner/samples.ts';
import type { Store } from './store/spec.ts';

/** How much of a run there is: what to extend, to resume or to score again goes by. */
export interface RunCounts {
  readonly planned: number;
  /** Samples that ended, well or not; cancelled ones are not among them. */
  readonly done: number;
  readonly failed: number;
  /** Of the failed ones, those that reached no server, as nothing did after them: made up for as if they had never been made. */
  readonly unreached: number;
  /** Answers that can be graded, by case. */
  readonly gradable: Readonly<Record<string, number>>;
}

/** `null` where there is no such run. */
export async function runCounts(store: Pick<Store, 'run' | 'attempts'>, runId: RunId): Promise<RunCounts | null> {
  const [found, attempts] = await Promise.all([store.run(runId), store.attempts(runId)]);
  if (!found) return null;
  const states = [...sampleStates(attempts).values()];
  const answers = [...countedAttempts(attempts).values()].filter(({ status }) => status === 'ok');
  return {
    planned: found.run.plannedSamples,
    done: states.length,
    failed: states.filter((state) => state !== 'answered').length,
    unreached: states.filter((state) => state === 'unreached').length,
    gradable: countsBy(answers, ({ caseId }) => caseId),
  };
}

export function countsBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries(counts);
}
