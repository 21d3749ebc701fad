import type { RunListItem } from './store/spec.ts';

/**
 * The run that says how a suite went as a whole: the newest finished one, which one of a part or one that was stopped after two
 * answers does not replace; where none was finished, the newest that has ended. `null`: there is none.
 * @param runs of one suite, newest first
 */
export function lastWholeRun(runs: readonly RunListItem[]): RunListItem | null {
  const whole = runs.filter(({ run }) => !run.part && run.status !== 'running');
  return whole.find(({ run }) => run.status === 'finished') ?? whole[0] ?? null;
}

/** The same for who needs answers: of a run in which every call failed there are none. */
export function lastAnsweredRun(runs: readonly RunListItem[]): RunListItem | null {
  return lastWholeRun(runs.filter(({ samplesDone, failed }) => samplesDone > failed));
}
