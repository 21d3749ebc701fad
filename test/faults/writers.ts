import { openStore } from '../../src/core/store/openStore.ts';
import { mulberry32 } from '../engine/random.ts';
import { careFor } from './care.ts';
import { digestOf } from './digest.ts';
import { Expected } from './expected.ts';
import { violations } from './holds.ts';
import { compare, compareOpenings, opened } from './openings.ts';
import { Findings } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { SimulatedDisk, simulatedFolder } from './simulatedDisk.ts';
import { ticking, work } from './workload.ts';

const steps = 40;
const hourMs = 60 * 60 * 1000;

/** Two or three stores on one folder, with clocks that are wrong and jump back, and with leftovers of earlier crashes. */
export async function manyWriters(seed: number): Promise<Outcome> {
  const random = mulberry32(seed);
  const disk = new SimulatedDisk(random);
  const expected = new Expected();
  const findings = new Findings();
  leaveBehind(disk);
  const writers = 2 + (seed % 2);
  const stores = await Promise.all(
    Array.from({ length: writers }, () => openStore(simulatedFolder, { files: disk.files, clock: jumpingClock(random) })),
  );
  const now = ticking();
  const works = stores.map((store, writer) =>
    work(
      { store, witness: expected, random, now, writer, writers, data: careFor(store, simulatedFolder, disk.files) },
      (step) => step === steps,
    ),
  );
  await Promise.all(works);
  const digests = [];
  for (const store of stores) {
    findings.violations.push(...(await violations(store, expected, { alive: true })));
    digests.push(await digestOf(store));
  }
  const [first = {}, ...others] = digests;
  for (const other of others) compare(first, other, 'in another window', findings);
  await Promise.all(stores.map((store) => store.close()));
  const { files } = disk;
  await compareOpenings(disk, await opened(simulatedFolder, findings, digestOf, { files }), findings);
  return findings.outcome({ seed, moments: [`${writers} writers`], writes: expected.doneCount });
}

function leaveBehind(disk: SimulatedDisk): void {
  const half = Buffer.from('SQLite format 3\0 and then the power failed');
  const temporary = '0b6e1f0a-5a4c-4a0e-9f6d-2f5d8c3b7a11.tmp';
  for (const name of [`store.${temporary}`, `catalog.${temporary}`, `index/x.${temporary}`]) {
    disk.put(`${simulatedFolder}/${name}`, half, 0);
  }
}

function jumpingClock(random: () => number) {
  return {
    now: () => performance.now(),
    date: () => new Date(Date.now() + Math.round((random() - 0.5) * 2 * hourMs)),
  };
}
