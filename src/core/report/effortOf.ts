import type { CandidateSummary } from '../../shared/model/comparison.ts';
import type { Candidate, ModelSpec, Suite } from '../../shared/model/suite.ts';

export function refOf({ provider, model }: Pick<CandidateSummary, 'provider' | 'model'>): string {
  return `${provider}/${model}`;
}

export function effortOf(candidate: CandidateSummary, suite: Pick<Suite, 'models'>): string | null {
  return paramsOf(candidate, suite)?.reasoningEffort ?? null;
}

/** What a candidate was asked with: of several entries of one model that of the one whose label it bears. */
export function paramsOf(
  candidate: Pick<Candidate, 'label' | 'provider' | 'model'>,
  { models }: Pick<Suite, 'models'>,
): ModelSpec['params'] | null {
  const entries = models.filter(({ ref }) => ref === refOf(candidate));
  // The longest: one label may begin with another, and a prompt's name may follow it.
  const bearing = entries
    .filter(({ label }) => candidate.label.startsWith(label))
    .toSorted((a, b) => b.label.length - a.label.length);
  return (bearing[0] ?? entries[0])?.params ?? null;
}
