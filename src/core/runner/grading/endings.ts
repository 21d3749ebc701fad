import { formatPlural } from '../../../shared/format.ts';

export function gradingBudgetMessage(cap: string, open: number): string {
  const left = open === 0 ? 'some judges were not asked.' : `${formatPlural(open, 'answer')} were not graded.`;
  return `One more call of a judge could have passed the budget of ${cap}: ${left}`;
}

export function gradingCancelMessage(open: number): string {
  return `Cancelled with ${formatPlural(open, 'answer')} not graded.`;
}
