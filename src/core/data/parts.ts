import { join } from 'node:path';
import type { Clock } from '../ports.ts';
import type { RunViews } from '../runViews.ts';
import type { StoreFiles } from '../store/files.ts';
import { derivedFolder, logsFolder } from '../store/layout.ts';
import type { Store } from '../store/spec.ts';

/** What everything that is done with a store as a whole works on. */
export interface DataParts {
  readonly store: Store;
  readonly views: Pick<RunViews, 'figures'>;
  /** Of the store, absolute. */
  readonly folder: string;
  readonly files: StoreFiles;
  readonly clock: Clock;
}

export function logsPath(folder: string): string {
  return join(folder, logsFolder);
}

/** What was derived of single runs. */
export function derivedPath(folder: string): string {
  return join(folder, derivedFolder);
}

/** An instant as part of a file's name: Windows allows no colons. */
export function timeInName(date: Date): string {
  return date.toISOString().replaceAll(':', '-');
}
