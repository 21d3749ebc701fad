import type { CandidateSummary } from '../../shared/model/comparison.ts';
import type { Suite } from '../../shared/model/suite.ts';

export function refOf({ provider, model }: Pick<CandidateSummary, 'provider' | 'model'>): string {
  return `${provider}/${model}`;
}

/** The effort that a candidate was asked with: of several entries of one model that of the one whose label it bears. */
export function effortOf(candidate: CandidateSummary, { models }: Pick<Suite, 'models'>): string | null {
  const entries = models.filter(({ ref }) => ref === refOf(candidate));
  // The longest: one label may begin with another, and a prompt's name may follow it.
  const bearing = entries
    .filter(({ label }) => candidate.label.startsWith(label))
    .toSorted((a, b) => b.label.length - a.label.length);
  return (bearing[0] ?? entries[0])?.params.reasoningEffort ?? null;
}
