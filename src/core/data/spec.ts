/** What can be done with a store as a whole; in the store's thread. Paths are absolute. */

export interface StoreSize {
  readonly runs: number;
  readonly prunedRuns: number;
  readonly results: number;
  /** Bytes of the run logs, and of what was derived from them. */
  readonly logBytes: number;
  readonly derivedBytes: number;
}

export interface BackupReport {
  readonly path: string;
  readonly runs: number;
  readonly bytes: number;
}

/** What a backup says of itself. */
export interface BackupContents {
  /** ISO 8601. */
  readonly madeAt: string;
  readonly runs: number;
}

export interface RestoreReport {
  readonly runs: number;
  /** Where what was there before was saved to; `null` where there was nothing. */
  readonly savedTo: string | null;
}

export interface MergeReport {
  readonly added: number;
  /** Runs that were there, and are unchanged or went on since. */
  readonly known: number;
  readonly updated: number;
  /** Runs that were deleted here, and stay so. */
  readonly deletedHere: number;
}

/** A fault that a check found. */
export interface DataFault {
  readonly kind: 'damaged-line' | 'torn-line' | 'newer-line' | 'unreadable-file' | 'derived-differs' | 'no-record';
  /** File within the store, and what of it. */
  readonly where: string;
  readonly message: string;
  /** What was done about it, or can be. */
  readonly advice: string;
  /** Nothing is lost, and nothing is left to do. */
  readonly mended: boolean;
}

export interface CheckReport {
  readonly runs: number;
  readonly results: number;
  readonly lines: number;
  readonly bytes: number;
  readonly faults: readonly DataFault[];
}

export interface CompactReport {
  readonly before: StoreSize;
  readonly after: StoreSize;
}

export const wholeFormats = ['jsonl', 'csv', 'sqlite'] as const;
export type WholeFormat = (typeof wholeFormats)[number];

export interface ExportReport {
  readonly path: string;
  readonly runs: number;
  readonly results: number;
  readonly bytes: number;
}

export interface PruneReport {
  readonly pruned: number;
  readonly results: number;
}

export interface DataCalls {
  size(): Promise<StoreSize>;
  /** Writes everything into one new file. Goes on while others write: they lose nothing, and the file is whole. */
  backup(path: string): Promise<BackupReport>;
  /** Looks into a backup; nothing is changed. Rejects, in words for the user, where the file is none. */
  contents(path: string): Promise<BackupContents>;
  /** Makes the store what it was when the backup was made. What is there now is saved first. Rejects while anything runs. */
  restore(path: string): Promise<RestoreReport>;
  /** Takes in the runs of another store: its folder, or a backup of it. Nothing that is here is changed. */
  merge(path: string): Promise<MergeReport>;
  /** Reads every line and every derived table. Mends what can be made anew. */
  check(): Promise<CheckReport>;
  /** Rewrites the logs of ended runs without what later lines replaced, and takes leftovers away. */
  compact(): Promise<CompactReport>;
  /** Every run with every result and answer, in one file, the same bytes for the same results. */
  exportAll(path: string, format: WholeFormat): Promise<ExportReport>;
  /** What `prune` would drop. */
  prunable(before: string): Promise<PruneReport>;
  /** Keeps only the figures of runs that began before this instant (ISO 8601); baselines, pinned runs and what is under way are left alone. */
  prune(before: string): Promise<PruneReport>;
}
