import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { StoreFiles } from '../../src/core/store/files.ts';

/** What stands under a name. */
interface File {
  readonly kind: 'file';
  /** Read with `bytesOf`; longer than the file, so that it can grow. */
  space: Buffer;
  length: number;
  /** As the disk has it for certain; where `length` only grew since then, the beginning of what is there. */
  synced: { readonly bytes: Buffer; readonly grew: boolean };
  mtimeMs: number;
}

interface Folder {
  readonly kind: 'folder';
  mtimeMs: number;
}

type Entry = File | Folder;

/** A change of names that a crash may undo: all of it or nothing. */
interface NameChange {
  readonly folder: string;
  readonly entries: readonly (readonly [path: string, entry: Entry | null])[];
}

/** A disk on which something happens: what it refuses, and how much of a write it takes before. */
export interface Faults {
  /** Bytes that still fit; `null`: no end. */
  room: number | null;
  /** Code of the error that every change of the disk ends with. */
  writes: string | null;
  /** Share of readings that fail. */
  badReads: number;
  /** Whether syncing does what it says. */
  syncs: boolean;
}

/** Bytes that a disk writes at once. */
const sector = 512;

/**
 * Files in memory with what POSIX promises, and no more: a crash keeps what was synced, and of all else by chance some, all or
 * nothing; names are as durable as their folder was synced. Everything takes a chance number of turns, so that those who use
 * the disk at the same time meet in every order.
 */
export class SimulatedDisk {
  readonly faults: Faults = { room: null, writes: null, badReads: 0, syncs: true };
  readonly files: StoreFiles;
  readonly #random: () => number;
  #entries: Map<string, Entry>;
  /** The names that are certain. */
  #certain: Map<string, Entry>;
  #pending: NameChange[] = [];
  #operations = 0;
  #crashAt = Infinity;
  #crashed: (() => void) | null = null;
  #dead = false;

  constructor(random: () => number, entries: ReadonlyMap<string, Entry> = new Map()) {
    this.#random = random;
    this.#entries = new Map([['/', { kind: 'folder', mtimeMs: Date.now() }], ...entries]);
    this.#certain = new Map(this.#entries);
    this.files = this.#storeFiles();
  }

  /** Changes of the disk so far. */
  get operations(): number {
    return this.#operations;
  }

  /** Resolves when the power fails: at the change of the disk with this number, from then on nothing goes any more. */
  crashAt(operation: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#crashAt = operation;
    this.#crashed = resolve;
    return promise;
  }

  /** The disk after the power came back. */
  afterCrash(): SimulatedDisk {
    const names = new Map(this.#certain);
    const inOrder = this.#random() < 0.5;
    const kept = Math.floor(this.#random() * (this.#pending.length + 1));
    this.#pending.forEach((change, index) => {
      if (inOrder ? index < kept : this.#random() < 0.5) applyNames(names, change);
    });
    const survivors = [...names].filter(([path]) => hasFolders(names, path));
    return new SimulatedDisk(
      this.#random,
      new Map(survivors.map(([path, entry]) => [path, entry.kind === 'file' ? this.#survivor(entry) : entry])),
    );
  }

  /** The same once more, all of it certain. */
  copy(): SimulatedDisk {
    const copyOf = (entry: Entry): Entry => (entry.kind === 'folder' ? { ...entry } : newFile(bytesOf(entry), entry.mtimeMs));
    return new SimulatedDisk(this.#random, new Map([...this.#entries].map(([path, entry]) => [path, copyOf(entry)])));
  }

  /** Paths of all files, sorted. */
  paths(): string[] {
    return [...this.#entries].flatMap(([path, { kind }]) => (kind === 'file' ? [path] : [])).sort();
  }

  read(path: string): Buffer {
    return Buffer.from(bytesOf(this.#file(path)));
  }

  /** Puts a file there, as somebody would who is not the store. */
  put(path: string, bytes: Buffer, mtimeMs = Date.now()): void {
    for (let folder = dirname(path); !this.#entries.has(folder); folder = dirname(folder)) {
      this.#setCertain(folder, { kind: 'folder', mtimeMs: Date.now() });
    }
    this.#setCertain(path, newFile(bytes, mtimeMs));
  }

  mtimeMs(path: string): number {
    return this.#file(path).mtimeMs;
  }

  remove(path: string): void {
    this.#entries.delete(path);
    this.#certain.delete(path);
  }

  #setCertain(path: string, entry: Entry): void {
    this.#entries.set(path, entry);
    this.#certain.set(path, entry);
  }

  /** What a crash leaves of a file: new bytes torn anywhere, followed by zeros, or with sectors missing. */
  #survivor(file: File): File {
    const { synced, mtimeMs } = file;
    if (!synced.grew && this.#random() < 0.5) return newFile(synced.bytes, mtimeMs);
    const from = synced.grew ? synced.bytes.length : 0;
    const cut = from + Math.floor(this.#random() * (file.length - from + 1));
    return newFile(this.#left(bytesOf(file), from, cut), mtimeMs);
  }

  #left(bytes: Buffer, from: number, cut: number): Buffer {
    const way = this.#random();
    if (way < 0.5) return Buffer.from(bytes.subarray(0, cut));
    const whole = Buffer.from(bytes);
    if (way < 0.75) return whole.fill(0, cut);
    for (let at = from; at < whole.length; at += sector)
      if (this.#random() < 0.5) whole.fill(0, at, Math.min(at + sector, whole.length));
    return whole;
  }

  #file(path: string): File {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw systemError('ENOENT', path);
    if (entry.kind === 'folder') throw systemError('EISDIR', path);
    return entry;
  }

  async #turn(): Promise<void> {
    for (let turns = Math.floor(this.#random() * 3); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
    if (this.#dead) throw systemError('EIO', 'the disk');
  }

  async #reads<T>(path: string, read: () => T): Promise<T> {
    await this.#turn();
    if (this.#random() < this.faults.badReads) throw systemError('EIO', path);
    return read();
  }

  async #changes<T>(path: string, change: () => T): Promise<T> {
    await this.#turn();
    if (this.faults.writes !== null) throw systemError(this.faults.writes, path);
    const strikes = ++this.#operations === this.#crashAt;
    if (strikes && this.#random() < 0.5) this.#crash();
    const result = change();
    if (strikes) this.#crash();
    return result;
  }

  #crash(): never {
    this.#dead = true;
    this.#crashed?.();
    throw systemError('EIO', 'the disk');
  }

  #rename(change: NameChange): void {
    const now = Date.now();
    applyNames(this.#entries, change);
    const folder = this.#entries.get(change.folder);
    if (folder) folder.mtimeMs = now;
    this.#pending.push(change);
  }

  #syncFolder(path: string): void {
    for (const change of this.#pending) if (change.folder === path) applyNames(this.#certain, change);
    this.#pending = this.#pending.filter(({ folder }) => folder !== path);
  }

  /** As much as there is room for. */
  #append(file: File, data: Uint8Array): void {
    const { room } = this.faults;
    const fits = room === null ? data : data.subarray(0, room);
    if (room !== null) this.faults.room = room - fits.length;
    grow(file, fits);
    if (fits.length < data.length) throw systemError('ENOSPC', 'the disk');
  }

  #storeFiles(): StoreFiles {
    const files = {
      access: (path: string) => this.#reads(path, () => this.#needFolderOrFile(path)).then(() => this.#needWritable(path)),
      mkdir: (path: string) => this.#changes(path, () => this.#makeFolders(path)),
      readdir: (path: string) => this.#reads(path, () => this.#names(path)),
      readFile: (path: string) => this.#reads(path, () => Buffer.from(bytesOf(this.#file(path)))),
      stat: (path: string) => this.#reads(path, () => statOf(this.#needFolderOrFile(path))),
      rename: (from: string, to: string) =>
        this.#changes(from, () =>
          this.#rename({
            folder: dirname(to),
            entries: [
              [from, null],
              [to, this.#file(from)],
            ],
          }),
        ),
      unlink: (path: string) =>
        this.#changes(path, () => {
          this.#file(path);
          this.#rename({ folder: dirname(path), entries: [[path, null]] });
        }),
      open: (path: string, flags: string) => this.#open(path, flags),
    };
    return files as unknown as StoreFiles;
  }

  async #needWritable(path: string): Promise<void> {
    if (this.faults.writes !== null) throw systemError(this.faults.writes, path);
  }

  #needFolderOrFile(path: string): Entry {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw systemError('ENOENT', path);
    return entry;
  }

  #names(path: string): string[] {
    if (this.#needFolderOrFile(path).kind === 'file') throw systemError('ENOTDIR', path);
    const paths = [...this.#entries.keys()].filter((other) => other !== '/' && dirname(other) === path);
    return paths.map((other) => basename(other)).sort();
  }

  /** Returns the first folder that had to be made. */
  #makeFolders(path: string): string | undefined {
    if (this.#entries.has(path)) return undefined;
    const above = this.#makeFolders(dirname(path));
    this.#rename({ folder: dirname(path), entries: [[path, { kind: 'folder', mtimeMs: Date.now() }]] });
    return above ?? path;
  }

  async #open(path: string, flags: string): Promise<FileHandle> {
    if (flags === 'r') return this.#handle(await this.#reads(path, () => this.#needFolderOrFile(path)), path);
    const file = await this.#changes(path, () => {
      const found = this.#entries.get(path);
      if (found?.kind === 'folder') throw systemError('EISDIR', path);
      if (found && flags.includes('x')) throw systemError('EEXIST', path);
      if (found && flags.startsWith('w')) cutOff(found);
      if (found) return found;
      this.#needFolderOrFile(dirname(path));
      const made = newFile(Buffer.alloc(0), Date.now());
      this.#rename({ folder: dirname(path), entries: [[path, made]] });
      return made;
    });
    return this.#handle(file, path);
  }

  #handle(entry: Entry, path: string): FileHandle {
    const file = (): File => {
      if (entry.kind === 'folder') throw systemError('EISDIR', path);
      return entry;
    };
    const append = (data: Uint8Array | string) => this.#changes(path, () => this.#append(file(), Buffer.from(data)));
    const sync = () =>
      this.#changes(path, () => {
        if (!this.faults.syncs) return;
        if (entry.kind === 'folder') this.#syncFolder(path);
        else entry.synced = { bytes: bytesOf(entry), grew: true };
      });
    const handle = {
      appendFile: append,
      writeFile: append,
      sync,
      datasync: sync,
      stat: () => this.#reads(path, () => statOf(entry)),
      readFile: () => this.#reads(path, () => Buffer.from(bytesOf(file()))),
      read: (buffer: Buffer, offset: number, length: number, position: number) =>
        this.#reads(path, () => {
          const bytes = bytesOf(file()).subarray(position, position + length);
          buffer.set(bytes, offset);
          return { buffer, bytesRead: bytes.length };
        }),
      close: async () => undefined,
    };
    return handle as unknown as FileHandle;
  }
}

function statOf(entry: Entry) {
  const { mtimeMs } = entry;
  const size = entry.kind === 'file' ? entry.length : 0;
  return {
    size,
    mtimeMs,
    mtime: new Date(mtimeMs),
    isFile: () => entry.kind === 'file',
    isDirectory: () => entry.kind === 'folder',
  };
}

function applyNames(names: Map<string, Entry>, { entries }: NameChange): void {
  for (const [path, entry] of entries) {
    if (entry === null) names.delete(path);
    else names.set(path, entry);
  }
}

function hasFolders(names: ReadonlyMap<string, Entry>, path: string): boolean {
  return path === '/' || (names.get(dirname(path))?.kind === 'folder' && hasFolders(names, dirname(path)));
}

function newFile(bytes: Buffer, mtimeMs: number): File {
  return { kind: 'file', space: bytes, length: bytes.length, synced: { bytes, grew: true }, mtimeMs };
}

function bytesOf({ space, length }: File): Buffer {
  return space.subarray(0, length);
}

/** Never touches what stands already: `synced` shares it. */
function grow(file: File, data: Uint8Array): void {
  const length = file.length + data.length;
  if (length > file.space.length) {
    const space = Buffer.alloc(2 * length);
    space.set(bytesOf(file));
    file.space = space;
  }
  file.space.set(data, file.length);
  file.length = length;
  file.mtimeMs = Date.now();
}

function cutOff(file: File): void {
  file.synced = { bytes: file.synced.bytes, grew: false };
  file.space = Buffer.alloc(0);
  file.length = 0;
}

export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

/** Where stores are opened on simulated disks. */
export const simulatedFolder = '/results';
