/** What the rankings' files need of the disk and of processes, handed in by the composition. */

/** A process that holds something, as written down for others. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly at: string;
  readonly processStart: string | null;
}

export interface RankingDisk {
  makeFolder(path: string): Promise<void>;
  /** A crash at any moment leaves either the old file or the new one. Called by one process at a time. */
  replace(path: string, data: Uint8Array): Promise<void>;
  /** This process. */
  self(): Holder;
  /** False only where the process is known to have ended. */
  isAlive(holder: Holder): boolean;
}

/** What is wrong with the files; the rankings go on without them. */
export interface DiskProblem {
  /** `newer`: a later version of the tool wrote the file, which stays as it is. `damaged`: it is set aside. `disk`: it cannot be read or written. */
  readonly kind: 'newer' | 'damaged' | 'disk';
  readonly message: string;
}

/** The platform's code of a file system error; `null` for anything else. */
export function diskCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
