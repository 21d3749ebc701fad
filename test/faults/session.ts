import { openStore } from '../../src/core/store/openStore.ts';
import type { OpenStoreOptions } from '../../src/core/store/openStore.ts';
import { Expected } from './expected.ts';
import { SimulatedDisk, simulatedFolder } from './simulatedDisk.ts';
import { ticking, work } from './workload.ts';

/** A store on a disk with what it was told, closed. */
export interface Session {
  readonly disk: SimulatedDisk;
  readonly expected: Expected;
}

/** A store that one process worked on in peace, in two openings. */
export async function peacefulSession(random: () => number, steps: number, options: OpenStoreOptions = {}): Promise<Session> {
  const disk = new SimulatedDisk(random);
  const expected = new Expected();
  const now = ticking();
  for (let opening = 0; opening < 2; opening++) {
    const store = await openStore(simulatedFolder, { ...options, files: disk.files });
    await work({ store, witness: expected, random, now, writer: 0, writers: 1 }, (step) => step === steps);
    await store.close();
  }
  return { disk, expected };
}
