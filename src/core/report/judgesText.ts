import { agreementText, judgeWarnings } from '../../shared/comparisonText.ts';
import { formatCost, formatPlural } from '../../shared/format.ts';
import type { Comparison, HumanSummary, JudgeSummary, JudgingSummary } from '../../shared/model/comparison.ts';

/** The cost of judging as a line of its own. */
export function judgingLine({ calls, cost, agreement }: JudgingSummary): string {
  const agreed = agreement === null ? '' : ` The judges agree with each other on ${agreementText(agreement)}.`;
  return `Judging cost ${formatCost(cost)} in ${formatPlural(calls, 'call')}, which is in no model’s cost.${agreed}`;
}

export function peopleLine({ rated, agreement }: HumanSummary): string {
  const agreed = agreement === null ? '' : ` All scorers together say the same as people on ${agreementText(agreement)}.`;
  return `People rated ${formatPlural(rated, 'answer')}.${agreed}`;
}

/** What was judged, where that failed, at what cost, and how far people say the same. */
export function judgeFigures({ judged, failed, cost, agreement }: JudgeSummary): readonly string[] {
  const agreed = agreement === null ? 'no ratings' : agreementText(agreement);
  return [String(judged), String(failed), formatCost(cost), agreed];
}

export const judgeFigureTitles = ['Judged', 'Failed', 'Cost', 'Agrees with people on'] as const;

export function judgingLines({ judging, people }: Comparison): readonly string[] {
  const warnings = (judging?.judges ?? []).flatMap((judge) =>
    judgeWarnings(judge).map((warning) => `${judge.judge}: ${warning}. A judge tends to favour its own.`),
  );
  return [...(judging ? [judgingLine(judging)] : []), ...warnings, ...(people ? [peopleLine(people)] : [])];
}
