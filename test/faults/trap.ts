import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { StoreFiles } from '../../src/core/store/files.ts';

/** What the store does with its files that changes something. */
export const trapKinds = ['create', 'append', 'sync', 'write-whole', 'rename', 'unlink', 'folder-sync'] as const;
export type TrapKind = (typeof trapKinds)[number];
export const trapPhases = ['before', 'in the middle of', 'after'] as const;
export type TrapPhase = (typeof trapPhases)[number];

/** A moment by what happens: the nth of its kind. */
export interface Trap {
  readonly kind: TrapKind;
  readonly nth: number;
  readonly phase: TrapPhase;
}

/** Files on which `strike` is called at one moment. It is told where, and does not return. */
export function trapped(files: StoreFiles, trap: Trap, strike: (where: string) => void): StoreFiles {
  const operations = new Operations(trap, strike);
  return {
    ...files,
    rename: (from, to) => operations.run('rename', String(to), () => files.rename(from, to)),
    unlink: (path) => operations.run('unlink', String(path), () => files.unlink(path)),
    open: async (path, flags, mode) => {
      const opening = () => files.open(path, flags, mode);
      const creates = typeof flags === 'string' && /[aw]/.test(flags);
      const handle = creates ? await operations.run('create', String(path), opening) : await opening();
      return trappedHandle(handle, String(path), flags === 'r', operations);
    },
  };
}

class Operations {
  readonly #trap: Trap;
  readonly #strike: (where: string) => void;
  #left: number;

  constructor(trap: Trap, strike: (where: string) => void) {
    this.#trap = trap;
    this.#strike = strike;
    this.#left = trap.nth;
  }

  /** @param half does a part of the operation, where it has parts */
  async run<T>(kind: TrapKind, path: string, whole: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> {
    const { phase } = this.#trap;
    const struck = kind === this.#trap.kind && --this.#left === 0;
    if (!struck) return await whole();
    const where = `${phase} ${kind} ${basename(dirname(path))}/${basename(path)}`;
    if (phase === 'in the middle of') await half?.();
    if (phase !== 'after') this.#strike(where);
    const result = await whole();
    this.#strike(where);
    return result;
  }
}

function trappedHandle(handle: FileHandle, path: string, reads: boolean, operations: Operations): FileHandle {
  const write = (kind: TrapKind) => (data: Uint8Array) =>
    operations.run(
      kind,
      path,
      () => handle.appendFile(data),
      () => handle.appendFile(data.subarray(0, data.length / 2)),
    );
  const sync = () => operations.run(reads ? 'folder-sync' : 'sync', path, () => handle.sync());
  const replaced: Readonly<Record<string, unknown>> = {
    appendFile: write('append'),
    writeFile: write('write-whole'),
    datasync: sync,
    sync,
  };
  return new Proxy(handle, {
    get(target, name) {
      const own = typeof name === 'string' ? replaced[name] : undefined;
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
