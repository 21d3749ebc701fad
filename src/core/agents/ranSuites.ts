import type { RunListItem } from '../store/spec.ts';
import type { AgentStore } from './spec.ts';

/** How far back suites are looked for among the runs. */
const mostRuns = 2000;

/** A suite that was run, by what its runs are stored under: its file may be gone. */
export interface RanSuite {
  readonly path: string;
  readonly name: string;
  /** The newest first. */
  readonly runs: readonly RunListItem[];
}

/** The one that ran last comes first. */
export async function ranSuites(store: AgentStore): Promise<readonly RanSuite[]> {
  const byPath = Map.groupBy(await store.listRuns({ limit: mostRuns }), ({ run }) => run.suitePath);
  return [...byPath].map(([path, runs]) => ({ path, name: runs[0]?.run.suiteName ?? path, runs }));
}
