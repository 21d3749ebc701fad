import { errorTitles } from '../../shared/errorTitles.ts';
import { formatPlural } from '../../shared/format.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import { plainName } from '../plainMessage.ts';
import { l10n } from '../words.ts';

/** A notification has room for few; the panel has them all. */
const most = 3;

/** Of a run that ended while its answers were being graded: how the rest is. */
export function ungradedText({ scoring: { open } }: Pick<Comparison, 'scoring'>): string {
  return open === 0 ? '' : l10n.t('“Re-Score Answers…” grades them without asking the models again.');
}

/** `12 calls failed: groq/gone (model not found), vscode/spent (quota used up).`; empty where none did. */
export function failureText({ candidates, totals: { failed } }: Pick<Comparison, 'candidates' | 'totals'>): string {
  if (failed === 0) return '';
  const failing = candidates.filter((candidate) => candidate.failed > 0).toSorted((a, b) => b.failed - a.failed);
  const named = failing.slice(0, most).map(({ label, errors: [worst] }) => {
    return worst ? `${plainName(label)} (${errorTitles[worst.kind]})` : plainName(label);
  });
  const more = failing.length > most ? l10n.t(' and {0} more', failing.length - most) : '';
  return l10n.t('{0} failed: {1}{2}.', formatPlural(failed, 'call'), named.join(', '), more);
}
