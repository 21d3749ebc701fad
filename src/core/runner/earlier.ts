import type { RunId, SampleId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import type { ResumeWhat } from '../prepareResume.ts';
import type { Endpoint } from '../providers/spec.ts';
import { StoreError } from '../store/errors.ts';
import type { RunAccount } from './account.ts';
import type { EngineSpec } from './engine.ts';
import type { StoredAnswers } from './grading/grading.ts';
import { Tally } from './tally.ts';

export interface StoredRuns extends StoredAnswers {
  account(runId: RunId, what: ResumeWhat): Promise<RunAccount | null>;
}

/** What a run has to its account before its first call. */
export interface Earlier {
  /** The run as it had ended; `null` for a new one. */
  readonly ended: RunRecord | null;
  readonly tally: Tally;
  readonly spentUsd: number;
  readonly elapsedMs: number;
  /** Servers that have answered. */
  readonly answered: readonly Endpoint[];
  readonly isWanted: (id: SampleId) => boolean;
  /** Attempts of a sample that failed. */
  readonly triesBefore: (id: SampleId) => number;
}

export function nothingEarlier(planned: number): Earlier {
  const tally = new Tally(planned);
  return { ended: null, tally, spentUsd: 0, elapsedMs: 0, answered: [], isWanted: () => true, triesBefore: () => 0 };
}

/** Looks up what an ended run has. Rejects with `locked` where it goes on already: two windows may have been asked at once. */
export async function takeUp(spec: EngineSpec, planned: number, stored: StoredRuns): Promise<Earlier> {
  const { run, endpoints, goesOnWith = 'missing' } = spec;
  const account = await stored.account(run.id, goesOnWith);
  if (account === null) throw new StoreError('other', `“${run.name}” is not in the results any more.`);
  if (account.run.status === 'running') throw goesOnError(run.name);
  const kept = new Set(account.kept);
  const tries = new Map(account.tries);
  return {
    ended: account.run,
    tally: new Tally(planned, account.counts),
    spentUsd: account.spentUsd,
    elapsedMs: account.elapsedMs,
    answered: account.answered.flatMap((ref) => endpoints[ref] ?? []),
    // What failed has tries; what is missing may have none.
    isWanted: (id) => (goesOnWith === 'failed' ? tries.has(id) : !kept.has(id)),
    triesBefore: (id) => tries.get(id) ?? 0,
  };
}

export function goesOnError(name: string): StoreError {
  return new StoreError('locked', `“${name}” goes on already, in another window or on a command line: wait until it has ended.`);
}
