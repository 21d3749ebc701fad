import type { Judgement, Outcome } from '../../../shared/model/scoring.ts';
import type { Asked } from './judgeDesk.ts';
import { sumOfCosts } from './costs.ts';

/** What a scorer that asks models makes of an answer, before `not`. */
export interface ModelVerdict {
  /** `null`: the scorer failed. */
  readonly value: number | null;
  readonly passed: boolean | null;
  readonly reason: string;
  readonly judgements: readonly Judgement[];
  readonly outcomes?: readonly Outcome[];
  readonly asked: readonly Asked[];
}

/** Rounding in a mean must not fail what meets its threshold. */
const rounding = 1e-9;

/** The mean of those who gave a value counts; with none the scorer has failed. */
export function verdictOf(
  threshold: number,
  judgements: readonly Judgement[],
  asked: readonly Asked[],
  value: number | null = meanOf(judgements.map((judgement) => judgement.value)),
): ModelVerdict {
  const told = judgements.map(({ judge, reason }) => (judgements.length === 1 ? reason : `${judge}: ${reason}`));
  return { value, passed: value === null ? null : value >= threshold - rounding, reason: told.join('; '), judgements, asked };
}

export function judgementOf(judge: string, value: number | null, reason: string, asked: readonly Asked[]): Judgement {
  return { judge, value, reason, cost: sumOfCosts(asked.map(({ share }) => share)) };
}

/** `null` where none is known. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
