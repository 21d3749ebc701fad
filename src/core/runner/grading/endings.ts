import { formatPlural } from '../../../shared/format.ts';

export function gradingBudgetMessage(cap: string, open: number): string {
  const left = open === 0 ? 'some judges were not asked.' : `${notGraded(open)}.`;
  return `One more call of a judge could have passed the budget of ${cap}: ${left}`;
}

export function gradingCancelMessage(open: number): string {
  return `Cancelled with ${formatPlural(open, 'answer')} not graded.`;
}

/** @param lost origins that cannot be reached any more */
export function gradingLostMessage(lost: readonly string[], open: number): string {
  return `${lostText(lost)}: ${notGraded(open)}.`;
}

export function lostText(lost: readonly string[]): string {
  return `${lost.join(' and ')} could not be reached any more`;
}

function notGraded(open: number): string {
  return `${formatPlural(open, 'answer was', 'answers were')} not graded`;
}
