import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { Agreement } from '../../../shared/model/comparison.ts';
import { estimate } from '../../stats/interval.ts';
import { cohensKappa } from '../../stats/kappa.ts';
import { wilson } from '../../stats/wilson.ts';

/** Two graders' words on one answer: passed or not. */
export interface Said {
  readonly pair: readonly [boolean, boolean];
  /** Repeats of a candidate's case are one and the same here: they are not independent. */
  readonly answerOf: string;
}

export function answerOf({ candidateId, caseId }: Pick<AttemptRecord, 'candidateId' | 'caseId'>): string {
  return `${candidateId}/${caseId}`;
}

/** Grades of 4 and 5 pass, for judges as for people: five steps mean the same for both, whatever threshold a suite sets. */
export function passes(value: number): boolean {
  return value >= 0.75;
}

export function agreementOf(said: readonly Said[]): Agreement | null {
  const share = shareOf(said);
  return share && { share, kappa: cohensKappa(said.map(({ pair }) => pair)) };
}

/** Of several pairs of graders together: Cohen's kappa as the mean over the pairs (Light 1971, Psychological Bulletin 76:365). */
export function agreementOfMany(pairs: readonly (readonly Said[])[]): Agreement | null {
  const share = shareOf(pairs.flat());
  const kappas = pairs.flatMap((said) => cohensKappa(said.map(({ pair }) => pair)) ?? []);
  const kappa = kappas.length === 0 ? null : kappas.reduce((sum, k) => sum + k, 0) / kappas.length;
  return share && { share, kappa };
}

function shareOf(said: readonly Said[]): Agreement['share'] | null {
  if (said.length === 0) return null;
  const same = said.filter(({ pair: [a, b] }) => a === b).length / said.length;
  const independent = new Set(said.map(({ answerOf }) => answerOf)).size;
  return estimate(same, wilson(same, independent), said.length, independent);
}
