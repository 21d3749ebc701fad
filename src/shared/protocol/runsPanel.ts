import type { RunId } from '../model/ids.ts';
import type { RunsComparison } from '../model/runsComparison.ts';

/** Messages between the host and the page of several runs. Both sides parse what they receive. */

export type ToRunsPanel = RunsUpdated | RunsMissing | RunsNotice;

/** At opening, and when one of the runs changed. */
export interface RunsUpdated {
  readonly type: 'runs-updated';
  readonly comparison: RunsComparison;
}

/** Fewer than two of them are left. */
export interface RunsMissing {
  readonly type: 'runs-missing';
  readonly message: string;
}

export interface RunsNotice {
  readonly type: 'runs-notice';
  readonly message: string;
}

export type FromRunsPanel = RunsReady | ReferenceChosen | RunsExport | RunOfThemOpened | RunLeftOut;

/** The page listens, and holds nothing. */
export interface RunsReady {
  readonly type: 'runs-ready';
}

/** Hold the others against this run. */
export interface ReferenceChosen {
  readonly type: 'reference-chosen';
  readonly runId: RunId;
}

export const runsExportFormats = ['md', 'csv', 'json'] as const;

export interface RunsExport {
  readonly type: 'runs-export';
  readonly format: (typeof runsExportFormats)[number];
}

/** Open the comparison of one run. */
export interface RunOfThemOpened {
  readonly type: 'one-opened';
  readonly runId: RunId;
}

/** Show the others without it. */
export interface RunLeftOut {
  readonly type: 'one-left-out';
  readonly runId: RunId;
}

/** What the page keeps for the time after a reload. */
export interface RunsState {
  readonly runIds: readonly RunId[];
  readonly reference: RunId | null;
}
