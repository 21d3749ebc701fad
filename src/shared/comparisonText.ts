import { intervalText } from './estimateText.ts';
import {
  formatCost,
  formatCount,
  formatInstant,
  formatPercent,
  formatPlural,
  formatQuality,
  formatRunCost,
  notApplicableText,
} from './format.ts';
import type {
  Agreement,
  BaselineComparison,
  CandidateSummary,
  CaseChange,
  Comparison,
  JudgeSummary,
  Marked,
} from './model/comparison.ts';

/** What the panel and the reports say alike of a comparison. */

/** Names in a sentence; what is too many is counted. */
export function listText(names: readonly string[], most = 4): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** What the run cost and, since that is in no model's cost, what its judging did: `$0.31`, or `$0.31 without judging`, `judging $0.012`. */
export function runCostTexts({ totals, candidates, judging }: Pick<Comparison, 'totals' | 'candidates' | 'judging'>): string[] {
  const calls = totals.done === 0 ? [] : [formatRunCost({ totals, candidates })];
  if (judging === null) return calls;
  return [...calls.map((text) => `${text} without judging`), `judging ${formatCost(judging.cost)}`];
}

/** `88 % of 72 answers (79 to 93 %), kappa 0.71`. */
export function agreementText({ share, kappa }: Agreement): string {
  const interval = intervalText(share, formatPercent);
  const beyondChance = kappa === null ? '' : `, kappa ${kappa < 0 ? '−' : ''}${Math.abs(kappa).toFixed(2)}`;
  return `${formatPercent(share.value)} of ${formatPlural(share.n, 'answer')}${interval && ` (${interval})`}${beyondChance}`;
}

/** With the answers behind it where those are not all that came: others may have passed on more. */
export function passRateText({ passRate, ok }: Pick<CandidateSummary, 'passRate' | 'ok'>): string {
  if (passRate === null) return notApplicableText;
  return formatPercent(passRate.value) + (passRate.n < ok ? ` (n = ${formatCount(passRate.n)})` : '');
}

/** Whom a judge may favour: itself before its family. */
export function judgeWarnings({ itself, family }: JudgeSummary): readonly string[] {
  return [
    ...(itself.length > 0 ? [`judges its own answers: ${listText(itself)}`] : []),
    ...(family.length > 0 ? [`of the same family as ${listText(family)}`] : []),
  ];
}

export function baselineName({ name, startedAt }: BaselineComparison): string {
  return `${name}, ${formatInstant(startedAt)}`;
}

/** What could not be compared, a sentence each. */
export function notCompared({ onlyNow, onlyThen, casesLeftOut }: BaselineComparison): readonly string[] {
  return [
    ...(casesLeftOut > 0
      ? [`${formatPlural(casesLeftOut, 'case')} not compared: new, or with another question or other expectations.`]
      : []),
    ...(onlyNow.length > 0 ? [`Not in the baseline: ${listText(onlyNow, 8)}.`] : []),
    ...(onlyThen.length > 0 ? [`Only in the baseline: ${listText(onlyThen, 8)}.`] : []),
  ];
}

/** Order of changes of cases: what is shown before what may be chance, then the greatest first. */
export function mostTellingFirst(a: CaseChange, b: CaseChange): number {
  const size = ({ before, after }: CaseChange): number => Math.abs(after - before);
  return Number(b.significant) - Number(a.significant) || size(b) - size(a);
}

/** `3 answers each`, `3 and 2 answers`. */
export function answersBehind({ answersBefore, answersAfter }: CaseChange): string {
  return answersBefore === answersAfter
    ? `${formatPlural(answersAfter, 'answer')} each`
    : `${answersBefore} and ${formatPlural(answersAfter, 'answer')}`;
}

/** A candidate whose own mean quality misleads, since the cases that it has one for are not everyone's. */
export interface Misleading {
  readonly candidate: CandidateSummary;
  /** `failed on cases that others found hard`. */
  readonly why: string;
  /** Its quality over every case, as a text. */
  readonly standsAt: string;
}

/** Where one that is not the best has the higher mean: it, and the best itself, as far as the cases make the difference. */
export function misleadingQualities({
  candidates,
  replicates,
  recommendation: { bestQuality },
}: Pick<Comparison, 'candidates' | 'replicates' | 'recommendation'>): readonly Misleading[] {
  const best = candidates.find(({ id }) => id === bestQuality);
  const higher = candidates.filter(({ quality }) => quality && best?.quality && quality.value > best.quality.value);
  if (!best || higher.length === 0) return [];
  return [...higher, best].flatMap((candidate) => {
    const level = replicates?.candidates.find(({ id }) => id === candidate.id)?.level?.quality ?? null;
    const own = candidate.quality?.value ?? null;
    if (level === null || own === null || formatQuality(level) === formatQuality(own)) return [];
    const lacks = candidate.failed > 0 ? 'failed on' : 'has no grade for';
    const why = `${lacks} cases that others found ${level < own ? 'hard' : 'easy'}`;
    return [{ candidate, why, standsAt: formatQuality(level) }];
  });
}

/** What so many cases can show: a difference of qualities, 0–1. Empty where nobody knows. */
export function detectableText({ detectable, matrixTotal }: Pick<Comparison, 'detectable' | 'matrixTotal'>): string {
  if (detectable === null) return '';
  return `With ${formatPlural(matrixTotal, 'case')}, a difference of ${detectable.toFixed(2)} or more shows reliably (80 % power).`;
}

/** A planning figure is no better than two digits: `about 120`. */
export function about(count: number): string {
  return `about ${Number(count.toPrecision(2)).toLocaleString('en-US')}`;
}

/** What stands at the candidate that is marked, the same in tables, charts and views. */
export const markWords: Readonly<Record<Marked['as'], string>> = {
  recommended: 'recommended',
  highest: 'highest so far',
};
