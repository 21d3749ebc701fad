import type { BenchStore } from '../../core/benchStore.ts';
import { modelLabel } from '../../core/report/comparison/candidateModel.ts';
import type { BenchService } from '../benchService.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import type { Keeps, Profile } from './profiles.ts';
import type { KnownSuite } from './testTree.ts';

/** Runs of parts that are looked through for the last word on each case. */
const mostRuns = 20;

/** What failed, or fell short of what was expected, when it was last run. */
export class FailedOnly implements Profile {
  readonly timing = false;
  readonly #bench: Pick<BenchService, 'store'>;

  constructor(bench: Pick<BenchService, 'store'>) {
    this.#bench = bench;
  }

  async keepsOf({ uri }: KnownSuite): Promise<Keeps> {
    const good = await lastResults(await this.#bench.store(), suitePath(uri));
    return (caseId, label) => good.get(cellKey(caseId, label)) === false;
  }
}

/** Whether each model's last answers to each case were all as expected. The newest whole run has all there is to know. */
async function lastResults(
  store: Pick<BenchStore, 'listRuns' | 'scoredRun'>,
  path: string,
): Promise<ReadonlyMap<string, boolean>> {
  const last = new Map<string, boolean>();
  for (const { run } of await store.listRuns({ suitePath: path, limit: mostRuns })) {
    if (run.status === 'running') continue;
    const scored = await store.scoredRun(run.id);
    const labels = new Map(scored?.detail.candidates.map((candidate) => [candidate.id, modelLabel(candidate)]));
    const ofRun = new Map<string, boolean>();
    for (const { candidateId, caseId, final, warmup, status, passed } of scored?.attempts ?? []) {
      if (!final || warmup || status === 'cancelled') continue;
      const key = cellKey(caseId, labels.get(candidateId) ?? candidateId);
      ofRun.set(key, (ofRun.get(key) ?? true) && status === 'ok' && passed !== false);
    }
    for (const [key, isGood] of ofRun) if (!last.has(key)) last.set(key, isGood);
    if (!run.part && run.status === 'finished') break;
  }
  return last;
}

function cellKey(caseId: string, label: string): string {
  return JSON.stringify([caseId, label]);
}
