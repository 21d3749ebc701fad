import type { LeftOutCase, PreparedScoring } from '../../core/prepareScoring.ts';
import { formatPlural } from '../../shared/format.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { rangeText, unpricedLines } from '../run/costDetail.ts';
import { l10n } from '../words.ts';

/** A dialog has room for few. */
const mostNamed = 5;

const reasons: Readonly<Record<LeftOutCase['why'], string>> = {
  new: l10n.t('not asked in this run'),
  'question-changed': l10n.t('asked in other words since'),
  gone: l10n.t('no longer in the suite'),
};

type Plan = Pick<PreparedScoring, 'estimate' | 'leftOut'>;

/** Whether there is something to say before stored answers are scored again: cases that stay out, or calls. */
export function isToAsk({ estimate: { judging }, leftOut }: Plan): boolean {
  return judging !== null || leftOut.length > 0;
}

/** What will happen, one fact a line. @param source what it goes by: `expectations of support.bench.yaml` */
export function rescoreDetail({ estimate, leftOut }: Plan, source: string): string {
  return [
    l10n.t('By the {0}. No model under test is called.', plainMessage(source)),
    ...leftOutLines(leftOut),
    ...gradingLines(estimate),
  ].join('\n');
}

function leftOutLines(leftOut: readonly LeftOutCase[]): string[] {
  return [...Map.groupBy(leftOut, ({ why }) => why)].map(([why, cases]) => {
    const named = cases.slice(0, mostNamed).map(({ caseId }) => plainName(caseId));
    const more = cases.length > mostNamed ? l10n.t(' and {0} more', cases.length - mostNamed) : '';
    return l10n.t('{0} left out, {1}: {2}{3}.', formatPlural(cases.length, 'case'), reasons[why], named.join(', '), more);
  });
}

function gradingLines({ judging, unknownModels }: PreparedScoring['estimate']): string[] {
  if (judging === null) return [];
  const { calls, costUsd } = judging;
  return [
    l10n.t('To grade them takes {0}{1}.', formatPlural(calls, 'call'), costUsd === null ? '' : `, ${rangeText(costUsd)}`),
    ...unpricedLines(unknownModels),
  ];
}
