import type { AttemptRecord } from '../../shared/model/attempt.ts';
import type { SampleId } from '../../shared/model/ids.ts';
import type { ResumeWhat } from '../prepareResume.ts';
import { neverReached } from './reach.ts';

/**
 * What a sample came to. `unreached`: its call did not get to a server, and nothing did from then on, so that it is a failure of
 * the way there and no result; it may be made up for like one that was never made.
 */
export type SampleState = 'answered' | 'failed' | 'unreached';

/**
 * The attempt that each sample counts by: of its final ones the last, unless that was cut short and an earlier one was not.
 * @param attempts in order of finishing
 */
export function countedAttempts(attempts: readonly AttemptRecord[]): ReadonlyMap<SampleId, AttemptRecord> {
  const counted = new Map<SampleId, AttemptRecord>();
  for (const attempt of attempts) {
    if (!attempt.final || attempt.warmup) continue;
    if (attempt.status !== 'cancelled' || !counted.has(attempt.sampleId)) counted.set(attempt.sampleId, attempt);
  }
  return counted;
}

/** Of the samples that came to something: one that was cut short has no state. @param attempts in order of finishing */
export function sampleStates(attempts: readonly AttemptRecord[]): ReadonlyMap<SampleId, SampleState> {
  const lastReached = new Map<string, string>();
  for (const attempt of attempts) {
    const { provider, startedAt } = attempt;
    if (wasHeard(attempt) && startedAt > (lastReached.get(provider) ?? '')) lastReached.set(provider, startedAt);
  }
  const states = new Map<SampleId, SampleState>();
  for (const [id, { provider, status, error, startedAt }] of countedAttempts(attempts)) {
    if (status === 'ok') states.set(id, 'answered');
    if (status !== 'error') continue;
    const isLost = neverReached(error) && startedAt >= (lastReached.get(provider) ?? '');
    states.set(id, isLost ? 'unreached' : 'failed');
  }
  return states;
}

/** Whether the server said anything: a refusal is an answer, too. */
function wasHeard({ status, error }: AttemptRecord): boolean {
  return status === 'ok' || (error !== null && error.httpStatus !== null);
}

export function isWanted(what: ResumeWhat, state: SampleState | undefined): boolean {
  return what === 'failed' ? state === 'failed' || state === 'unreached' : state === undefined || state === 'unreached';
}
