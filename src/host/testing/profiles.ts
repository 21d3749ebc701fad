import type { KnownSuite } from './testTree.ts';

/** What a run profile leaves of what was picked. */
export interface Profile {
  readonly timing: boolean;
  /** Which answers of a suite are wanted; `null`: the user wants none after all. */
  keepsOf(suite: KnownSuite): Promise<Keeps | null>;
}

export type Keeps = (caseId: string, label: string) => boolean;

export const allModels: Profile = { timing: false, keepsOf: () => Promise.resolve(() => true) };
export const timingProfile: Profile = { ...allModels, timing: true };
