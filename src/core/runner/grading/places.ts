import { scorerPlaces, type ScorerPlace, type ScorerSpec } from '../../../shared/model/scorer.ts';

export function placeOf({ scorer }: ScorerSpec): ScorerPlace {
  return scorerPlaces[scorer];
}

/** Whether an answer is graded later than it comes: by a thread or a model. */
export function isDeferred(expect: readonly ScorerSpec[]): boolean {
  return expect.some((spec) => placeOf(spec) !== 'inline');
}

/** Whether grading an answer calls a model. */
export function asksModels(expect: readonly ScorerSpec[]): boolean {
  return expect.some((spec) => placeOf(spec) === 'model');
}
