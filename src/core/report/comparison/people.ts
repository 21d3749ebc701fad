import type { HumanSummary } from '../../../shared/model/comparison.ts';
import type { AttemptId } from '../../../shared/model/ids.ts';
import type { Rating } from '../../../shared/model/scoring.ts';
import { unitMeanEstimate } from '../../stats/mean.ts';
import { agreementOf, answerOf, passes } from './agreement.ts';
import type { CandidateGroup, Outcome } from './group.ts';

/** Ratings of answers on 0–1, by attempt. */
export type Rated = ReadonlyMap<AttemptId, number>;

/** Stars say more than a thumb; a note alone is no figure. */
export function ratedAnswers(ratings: readonly Rating[]): Rated {
  return new Map(
    ratings.flatMap(({ attemptId, stars, thumb }) => {
      if (stars !== null) return [[attemptId, (stars - 1) / 4] as const];
      return thumb === null ? [] : [[attemptId, thumb === 'up' ? 1 : 0] as const];
    }),
  );
}

/** `null` where nobody rated an answer of this run. */
export function peopleOf(groups: readonly CandidateGroup[], rated: Rated): HumanSummary | null {
  const found = groups.map(({ candidate, outcomes }) => ({ id: candidate.id, answers: ratedOutcomes(outcomes, rated) }));
  const all = found.flatMap(({ answers }) => answers);
  if (all.length === 0) return null;
  return {
    rated: all.length,
    byCandidate: found.flatMap(({ id, answers }) => {
      const values = answers.map(({ rating }) => rating);
      const estimate = unitMeanEstimate({ values, clusters: answers.map(({ outcome }) => outcome.caseIndex) });
      return estimate ? [{ id, rating: estimate }] : [];
    }),
    agreement: agreementOf(
      all.flatMap(({ outcome: { record }, rating }) =>
        record.passed === null ? [] : [{ pair: [record.passed, passes(rating)], answerOf: answerOf(record) }],
      ),
    ),
  };
}

function ratedOutcomes(outcomes: readonly Outcome[], rated: Rated): { outcome: Outcome; rating: number }[] {
  return outcomes.flatMap((outcome) => {
    const rating = rated.get(outcome.record.id);
    return outcome.record.status !== 'ok' || rating === undefined ? [] : [{ outcome, rating }];
  });
}
