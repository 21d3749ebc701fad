import { describe } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { openMemoryStore } from '../../../../src/core/store/memoryStore.ts';
import { openStore } from '../../../../src/core/store/openStore.ts';
import { connectStore, serveStore, storeCalls } from '../../../../src/core/store/remote.ts';
import type { Store } from '../../../../src/core/store/spec.ts';
import { temporaryFolder } from '../fixtures.ts';

type Opened = AsyncDisposable & { readonly store: Store };

const implementations: Readonly<Record<string, () => Promise<Opened>>> = {
  'in memory': async () => {
    const store = await openMemoryStore();
    return { store, [Symbol.asyncDispose]: () => store.close() };
  },
  'in a folder': async () => {
    const folder = await temporaryFolder();
    const store = await openStore(folder.path);
    const dispose = async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    };
    return { store, [Symbol.asyncDispose]: dispose };
  },
  'in a folder, over a port': async () => {
    const folder = await temporaryFolder();
    const { port1, port2 } = new MessageChannel();
    serveStore(storeCalls(await openStore(folder.path)), port2);
    const store = await connectStore(port1);
    const dispose = async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    };
    return { store, [Symbol.asyncDispose]: dispose };
  },
};

/** Holds every store to the same contract: `define` gives its tests, each of which opens a store of its own. */
export function everyStore(what: string, define: (open: () => Promise<Opened>) => void): void {
  for (const [name, open] of Object.entries(implementations)) describe(`${what}, store ${name}`, () => define(open));
}
