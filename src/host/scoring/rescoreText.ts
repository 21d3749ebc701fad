import type { LeftOutCase, PreparedScoring } from '../../core/prepareScoring.ts';
import { formatPlural } from '../../shared/format.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { rangeText, unpricedLines } from '../run/costDetail.ts';

/** A dialog has room for few. */
const mostNamed = 5;

const reasons: Readonly<Record<LeftOutCase['why'], string>> = {
  new: 'not asked in this run',
  'question-changed': 'asked in other words since',
  gone: 'no longer in the suite',
};

type Plan = Pick<PreparedScoring, 'estimate' | 'leftOut'>;

/** Whether there is something to say before stored answers are scored again: cases that stay out, or calls. */
export function isToAsk({ estimate: { judging }, leftOut }: Plan): boolean {
  return judging !== null || leftOut.length > 0;
}

/** What will happen, one fact a line. @param source what it goes by: `expectations of support.bench.yaml` */
export function rescoreDetail({ estimate, leftOut }: Plan, source: string): string {
  return [
    `By the ${plainMessage(source)}. No model under test is called.`,
    ...leftOutLines(leftOut),
    ...gradingLines(estimate),
  ].join('\n');
}

function leftOutLines(leftOut: readonly LeftOutCase[]): string[] {
  return [...Map.groupBy(leftOut, ({ why }) => why)].map(([why, cases]) => {
    const named = cases.slice(0, mostNamed).map(({ caseId }) => plainName(caseId));
    const more = cases.length > mostNamed ? ` and ${cases.length - mostNamed} more` : '';
    return `${formatPlural(cases.length, 'case')} left out, ${reasons[why]}: ${named.join(', ')}${more}.`;
  });
}

function gradingLines({ judging, unknownModels }: PreparedScoring['estimate']): string[] {
  if (judging === null) return [];
  const { calls, costUsd } = judging;
  return [
    `To grade them takes ${formatPlural(calls, 'call')}${costUsd === null ? '' : `, ${rangeText(costUsd)}`}.`,
    ...unpricedLines(unknownModels),
  ];
}
