import type { FileHandle } from 'node:fs/promises';
import { diskFiles } from '../../../src/core/store/files.ts';
import type { StoreFiles } from '../../../src/core/store/files.ts';

/** Files that fail on demand: set a code, and every write from then on fails with it. */
export interface FaultyFiles extends StoreFiles {
  /** Writes half of what it is given, then fails. */
  failWrites: string | null;
  failSyncs: string | null;
  /** How often something was flushed to the disk. */
  syncs: number;
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

export function faultyFiles(): FaultyFiles {
  const files: FaultyFiles = {
    ...diskFiles,
    failWrites: null,
    failSyncs: null,
    syncs: 0,
    open: async (...args: Parameters<StoreFiles['open']>) => wrap(await diskFiles.open(...args), files),
  };
  return files;
}

function wrap(handle: FileHandle, faults: FaultyFiles): FileHandle {
  const write = async (data: Uint8Array) => {
    if (faults.failWrites === null) return await handle.appendFile(data);
    await handle.appendFile(data.subarray(0, data.length / 2));
    throw systemError(faults.failWrites);
  };
  const sync = async () => {
    faults.syncs++;
    if (faults.failSyncs !== null) throw systemError(faults.failSyncs);
    await handle.datasync();
  };
  const replaced: Readonly<Record<string, unknown>> = { appendFile: write, writeFile: write, datasync: sync, sync };
  return new Proxy(handle, {
    get(target, name) {
      const own = typeof name === 'string' ? replaced[name] : undefined;
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
