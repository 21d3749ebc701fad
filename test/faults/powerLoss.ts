import { openStore } from '../../src/core/store/openStore.ts';
import type { Store } from '../../src/core/store/spec.ts';
import { mulberry32 } from '../engine/random.ts';
import { careFor } from './care.ts';
import type { Witness } from './deeds.ts';
import { digestOf } from './digest.ts';
import { Expected } from './expected.ts';
import { violations } from './holds.ts';
import { compareOpenings, opened } from './openings.ts';
import { Findings } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { SimulatedDisk, simulatedFolder } from './simulatedDisk.ts';
import { ticking, work } from './workload.ts';

const crashesOfDisk = 4;
/** Of the disk, between two crashes at most: early ones meet a store that is being opened. */
const changesBetween = 400;
const writers = 2;

/** Two stores work on one disk; the power fails, comes back, and fails again. */
export async function powerLoss(seed: number): Promise<Outcome> {
  const random = mulberry32(seed);
  const expected = new Expected();
  const findings = new Findings();
  let disk = new SimulatedDisk(random);
  for (let crash = 0; crash < crashesOfDisk; crash++) {
    const power = new Power(disk.crashAt(1 + Math.floor(random() * changesBetween)));
    const works = Array.from({ length: writers }, (_, writer) => workUntilOff(power, disk, expected, random, writer));
    await Promise.all(works);
    disk = disk.afterCrash();
    await look(disk.copy(), expected, findings);
  }
  const moments = Array.from({ length: crashesOfDisk }, () => 'power loss');
  return findings.outcome({ seed, moments, writes: expected.doneCount });
}

class Power {
  isOff = false;

  constructor(off: Promise<void>) {
    void off.then(() => (this.isOff = true));
  }

  /** Whatever the witness hears later, nobody can have heard. */
  heardBy(witness: Witness): Witness {
    return {
      begun: (deed) => (this.isOff ? -1 : witness.begun(deed)),
      done: (number) => (this.isOff ? undefined : witness.done(number)),
      refused: (number) => (this.isOff ? undefined : witness.refused(number)),
    };
  }
}

async function workUntilOff(
  power: Power,
  { files }: SimulatedDisk,
  expected: Expected,
  random: () => number,
  writer: number,
): Promise<void> {
  let store: Store | null = null;
  try {
    store = await openStore(simulatedFolder, { files });
    const data = careFor(store, simulatedFolder, files);
    const options = { store, witness: power.heardBy(expected), random, now: ticking(), writer, writers, data };
    await work(options, () => power.isOff);
  } catch (error) {
    if (!power.isOff) throw error;
  } finally {
    await store?.close();
  }
}

async function look(disk: SimulatedDisk, expected: Expected, findings: Findings): Promise<void> {
  const { files } = disk;
  const first = await opened(
    simulatedFolder,
    findings,
    async (store) => {
      findings.violations.push(...(await violations(store, expected, { alive: true })));
      return await digestOf(store);
    },
    { files },
  );
  await compareOpenings(disk, first, findings);
}
