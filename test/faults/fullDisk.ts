import { openStore } from '../../src/core/store/openStore.ts';
import { mulberry32 } from '../engine/random.ts';
import { digestOf } from './digest.ts';
import { Expected } from './expected.ts';
import { violations } from './holds.ts';
import { pick } from './pick.ts';
import { compareOpenings, opened } from './openings.ts';
import { Findings } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { SimulatedDisk, simulatedFolder } from './simulatedDisk.ts';
import type { Faults } from './simulatedDisk.ts';
import { ticking, work } from './workload.ts';

interface Trouble {
  readonly name: string;
  /** What is refused is kept in memory. Where the store cannot even read what there is, it may have to refuse without. */
  readonly keeps: boolean;
  begin(faults: Faults, random: () => number): void;
}

const troubles = [
  { name: 'disk full', keeps: true, begin: (faults, random) => (faults.room = Math.floor(random() * 60_000)) },
  { name: 'read-only', keeps: true, begin: (faults, random) => (faults.writes = random() < 0.5 ? 'EROFS' : 'EACCES') },
  { name: 'I/O errors on writing', keeps: true, begin: (faults) => (faults.writes = 'EIO') },
  { name: 'I/O errors on reading', keeps: false, begin: (faults, random) => (faults.badReads = random() / 4) },
] satisfies readonly Trouble[];

const steps = 40;

/**
 * A store is worked on, its disk gets into trouble, and work goes on. Then either the trouble ends and nothing at all may be
 * missing, or the process ends first, and what was reported may not.
 */
export async function fullDisk(seed: number): Promise<Outcome> {
  const random = mulberry32(seed);
  const disk = new SimulatedDisk(random);
  const { files, faults } = disk;
  const expected = new Expected();
  const findings = new Findings();
  const trouble = pick(troubles, random);
  const store = await openStore(simulatedFolder, { files });
  const now = ticking();
  const working = { store, witness: expected, random, now, writer: 0, writers: 1, lenient: true };
  await work(working, (step) => step === steps);
  trouble.begin(faults, random);
  await work(working, (step) => step === steps);
  const ends = random() < 0.7;
  if (ends) {
    // All that was refused is offered from memory, and saved as soon as that can be.
    Object.assign(faults, { room: null, writes: null, badReads: 0 });
    if (trouble.keeps) expected.refusedAreDone();
    findings.violations.push(...(await violations(store, expected, { alive: true })));
    await store.checkpoint();
  }
  await store.close();
  Object.assign(faults, { room: null, writes: null, badReads: 0 });
  const first = await opened(
    simulatedFolder,
    findings,
    async (reopened) => {
      findings.violations.push(...(await violations(reopened, expected, { alive: true })));
      return await digestOf(reopened);
    },
    { files },
  );
  await compareOpenings(disk, first, findings);
  return findings.outcome({ seed, moments: [`${trouble.name}${ends ? ', for a while' : ''}`], writes: expected.doneCount });
}
