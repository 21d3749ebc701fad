import { formatCount, formatPlural } from '../../shared/format.ts';
import type { CaseStanding, RunStanding, Standing, SuiteFigures } from '../../shared/model/suiteFigures.ts';
import { l10n } from '../words.ts';
import { figureParts, markText } from './caseMark.ts';

/** Last results as lenses, rows and test items say them. */

export function standingOf(figures: SuiteFigures | null, caseId: string): CaseStanding | null {
  return figures && Object.hasOwn(figures.cases, caseId) ? (figures.cases[caseId] ?? null) : null;
}

/** Whether a result is of another suite than the one that is written now. @param hash of that; `null`: it has errors */
export function isStale({ suiteHashes }: Pick<CaseStanding, 'suiteHashes'>, hash: string | null): boolean {
  return suiteHashes.some((own) => own !== hash);
}

/** Added to a result that the suite was edited since. */
export function staleParts(stale: boolean): string[] {
  return stale ? [l10n.t('before your edits')] : [];
}

/** `Last: 92 % · $0.004 · 1.2 s · 1 failed`, of a run that was not finished `Last: cancelled, 2 of 300 calls · 92 %`. @param stale the suite was edited since */
export function lastText(standing: Standing | RunStanding, stale: boolean): string {
  const { failed, answered } = standing;
  const figures = figureParts(standing);
  const parts = [
    ...('status' in standing ? unfinishedParts(standing) : []),
    ...(figures.length === 0 && answered > 0 ? [l10n.t('answered')] : figures),
    ...(failed === 0 ? [] : [l10n.t('{0} failed', formatCount(failed))]),
    ...staleParts(stale),
  ];
  return l10n.t('Last: {0}', parts.join(' · '));
}

/** Said before the figures of a run that was not finished: they are of what it came to. */
export function unfinishedParts({ status, answered, failed, plannedSamples }: RunStanding): string[] {
  if (status === 'finished') return [];
  return [l10n.t('{0}, {1} of {2}', status, formatCount(answered + failed), formatPlural(plannedSamples, 'call'))];
}

/** `✗ 1/3 · 1.2 s · before your edits`. @param hash of the suite as it is written now; `null`: it has errors */
export function caseText(standing: Pick<CaseStanding, 'models' | 'latencyP50Ms' | 'suiteHashes'>, hash: string | null): string {
  return [markText(standing), ...staleParts(isStale(standing, hash))].join(' · ');
}
