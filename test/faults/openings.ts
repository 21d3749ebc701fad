import { openStore } from '../../src/core/store/openStore.ts';
import type { OpenStoreOptions } from '../../src/core/store/openStore.ts';
import type { Store } from '../../src/core/store/spec.ts';
import { differences, digestOf } from './digest.ts';
import type { Digest } from './digest.ts';
import type { Findings } from './outcome.ts';
import { simulatedFolder } from './simulatedDisk.ts';
import type { SimulatedDisk } from './simulatedDisk.ts';

/** Opens a store as the editor does to show its list, lets `look` see it, and closes it. */
export async function opened<T>(
  folder: string,
  findings: Findings,
  look: (store: Store) => Promise<T>,
  options: OpenStoreOptions = {},
): Promise<T> {
  const start = performance.now();
  const store = await openStore(folder, options);
  await store.listRuns({ limit: 50 });
  findings.worstReopeningMs = Math.max(findings.worstReopeningMs, performance.now() - start);
  if (store.health.state !== 'ok') findings.unreadable++;
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

export function compare(a: Digest, b: Digest, when: string, findings: Findings): void {
  for (const part of differences(a, b)) findings.add('wrong', `${part} reads otherwise ${when}`);
}

/** Opens a second time, and a third time with nothing but the logs: all have to read as `first` did. */
export async function compareOpenings(disk: SimulatedDisk, first: Digest, findings: Findings): Promise<void> {
  const { files } = disk;
  compare(first, await opened(simulatedFolder, findings, digestOf, { files }), 'the second time', findings);
  for (const path of disk.paths()) if (!path.startsWith(`${simulatedFolder}/runs/`)) disk.remove(path);
  compare(first, await opened(simulatedFolder, findings, digestOf, { files }), 'from the logs alone', findings);
}
