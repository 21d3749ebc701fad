import type { Bench } from '../bench.ts';
import type { BenchStore } from '../benchStore.ts';
import { plainLine } from '../report/terminalText.ts';
import type { CliContext } from './run.ts';

/** The store, after telling what was found wrong with it: results that are restored, or cannot be kept, are no secret. */
export async function openedStore(bench: Bench, context: CliContext): Promise<BenchStore> {
  const store = await bench.store();
  if (store.health.message !== null) context.stderr.write(`${plainLine(store.health.message)}\n`);
  return store;
}
