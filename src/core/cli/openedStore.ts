import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Bench } from '../bench.ts';
import type { BenchStore } from '../benchStore.ts';
import { plainLine } from '../report/terminalText.ts';
import { UsageError } from './exitCode.ts';
import type { CliContext } from './run.ts';

/** The store, after telling what was found wrong with it: results that are restored, or cannot be kept, are no secret. */
export async function openedStore(bench: Bench, context: CliContext): Promise<BenchStore> {
  const store = await bench.store();
  if (store.health.message !== null) context.stderr.write(`${plainLine(store.health.message)}\n`);
  return store;
}

/** As `openedStore`, for commands that pay for results: those that cannot be kept are not worth it. */
export async function writableStore(bench: Bench, { store: given }: Given, context: CliContext): Promise<BenchStore> {
  const { health } = await bench.store();
  if (health.state !== 'read-only') return openedStore(bench, context);
  const folder = given ?? '.llm-bench';
  const why = (await isWritable(resolve(context.cwd, folder))) ? health.message : `${folder} cannot be written.`;
  throw new UsageError(plainLine(`Nothing was run: ${why} Give --store another place.`));
}

interface Given {
  readonly store: string | null;
}

/** Then something in the folder is the reason: what a newer version wrote, say. */
async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
