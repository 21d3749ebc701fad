import type { RunRecord } from '../../shared/model/run.ts';
import { prunedRuns } from '../data/prunedRuns.ts';
import { plainLine } from '../report/terminalText.ts';
import type { Store } from '../store/spec.ts';
import { UsageError } from './exitCode.ts';

export const noRuns = 'No runs are stored here yet. Start one: llm-bench run my.bench.yaml';

/** By its id, a unique beginning of one, or `latest`. */
export async function findRun(wanted: string, store: Pick<Store, 'listRuns' | 'suites' | 'figures'>): Promise<RunRecord> {
  const items = await store.listRuns();
  const found = wanted === 'latest' ? items.slice(0, 1) : items.filter(({ run }) => run.id.startsWith(wanted));
  const [only, ...more] = found;
  if (!only) {
    const pruned = (await prunedRuns(store)).find(({ run }) => run.id.startsWith(wanted));
    if (pruned) throw new UsageError(prunedText(pruned.run));
    throw new UsageError(items.length === 0 ? noRuns : `No run begins with "${wanted}": see llm-bench list`);
  }
  if (more.length > 0) throw new UsageError(`${found.length} runs begin with "${wanted}": give more of the id.`);
  return only.run;
}

function prunedText({ id, suitePath }: RunRecord): string {
  return `The answers of run ${id.slice(0, 8)} were pruned. Its figures are in the history: llm-bench history "${plainLine(suitePath)}"`;
}
