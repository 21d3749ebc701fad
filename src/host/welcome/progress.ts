import type { RunId } from '../../shared/model/ids.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { BenchService } from '../benchService.ts';
import { setContext } from '../contextKey.ts';
import { contextKeys } from '../contributions.ts';
import type { RunService } from '../run/runService.ts';
import type { SecretKeys } from '../secrets.ts';

export interface ProgressSources {
  readonly runs: RunService;
  readonly bench: BenchService;
  readonly keys: SecretKeys;
}

/** Tells the walkthrough what has been done. The editor remembers that it was so once. */
export function followProgress({ runs, bench, keys }: ProgressSources): Disposable {
  const owned = new DisposableStore();
  owned.add(
    runs.onDidChange(({ type, runId }) => {
      if (type === 'ended') tellRun(bench, runId).catch(() => {});
    }),
  );
  owned.add(keys.onDidChange(() => void tellKeys(keys).catch(() => {})));
  return owned;
}

async function tellKeys(keys: SecretKeys): Promise<void> {
  if ((await keys.origins()).length > 0) setContext(contextKeys.hasModel, true);
}

/** Whoever has called a model that is none of the demo's has models. */
async function tellRun(bench: BenchService, runId: RunId): Promise<void> {
  const found = await (await bench.store()).run(runId);
  if (found?.run.status !== 'finished') return;
  setContext(contextKeys.hasRun, true);
  if (found.detail.suite.models.some(({ provider }) => provider !== 'demo')) setContext(contextKeys.hasModel, true);
}
