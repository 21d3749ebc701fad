// Works on a store until it is killed: by its own hand at the moment that argv[2] names, or by whoever started it, who hears
// of each write that is done.
import { writeSync } from 'node:fs';
import { diskFiles } from '../../src/core/store/files.ts';
import { openStore } from '../../src/core/store/openStore.ts';
import { mulberry32 } from '../engine/random.ts';
import { careFor } from './care.ts';
import type { Witness } from './deeds.ts';
import { Ledger } from './ledger.ts';
import { trapped } from './trap.ts';
import type { Trap } from './trap.ts';
import { ticking, work } from './workload.ts';

export interface KillOrder {
  readonly folder: string;
  readonly ledger: string;
  readonly seed: number;
  readonly trap: Trap | null;
  /** Of the processes that work at the same time, the how manieth this is. */
  readonly writer: number;
  readonly writers: number;
}

const stepsBetweenOpenings = 60;

const order = JSON.parse(process.argv[2] ?? '') as KillOrder;
const random = mulberry32(order.seed);
const ledger = new Ledger(order.ledger);
const witness: Witness = {
  begun: (deed) => ledger.begun(deed),
  refused: (number) => ledger.refused(number),
  done: (number) => {
    ledger.done(number);
    writeSync(1, 'done\n');
  },
};
const files = order.trap === null ? diskFiles : trapped(diskFiles, order.trap, die);

writeSync(1, 'ready\n');
for (;;) {
  const store = await openStore(order.folder, { files });
  const { writer, writers } = order;
  const data = careFor(store, order.folder, files);
  await work({ store, witness, random, now: ticking(), writer, writers, data }, (step) => step === stepsBetweenOpenings);
  await store.close();
}

function die(where: string): void {
  writeSync(1, `struck ${where}\n`);
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment; not one operation more may happen in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
