import type { SuiteSelection } from '../../shared/model/selection.ts';

/** What of one suite a user has picked in the Test Explorer. */
export type Pick =
  | { readonly kind: 'suite' }
  | { readonly kind: 'cases'; readonly ids: readonly string[] }
  | { readonly kind: 'model'; readonly caseId: string; readonly label: string };

/** Ids of a suite's cases and labels of its models, in its order. */
export interface SuiteNames {
  readonly cases: readonly string[];
  readonly models: readonly string[];
}

export interface Picked {
  readonly include: readonly Pick[];
  readonly exclude: readonly Pick[];
  /** What a run profile leaves of them. */
  readonly keeps: (caseId: string, label: string) => boolean;
}

/**
 * The runs that make exactly what was picked, at most one for each model: what a selection names is run by all of its models,
 * and nothing is to be paid for that nobody asked for.
 */
export function selectionsOf(names: SuiteNames, { include, exclude, keeps }: Picked): SuiteSelection[] {
  const included = cells(names, include);
  const excluded = cells(names, exclude);
  const groups = new Map<string, { readonly cases: readonly string[]; readonly models: string[] }>();
  for (const label of names.models) {
    const cases = names.cases.filter((id) => included(id, label) && !excluded(id, label) && keeps(id, label));
    if (cases.length === 0) continue;
    const key = JSON.stringify(cases);
    const group = groups.get(key) ?? { cases, models: [] };
    groups.set(key, group);
    group.models.push(label);
  }
  return [...groups.values()].map(({ cases, models }) => ({
    ...(cases.length === names.cases.length ? {} : { cases }),
    ...(models.length === names.models.length ? {} : { models }),
  }));
}

function cells({ models }: SuiteNames, picks: readonly Pick[]): (caseId: string, label: string) => boolean {
  if (picks.some(({ kind }) => kind === 'suite')) return () => true;
  const whole = new Set(picks.flatMap((pick) => (pick.kind === 'cases' ? pick.ids : [])));
  const byModel = new Map(models.map((label) => [label, new Set<string>()]));
  for (const pick of picks) if (pick.kind === 'model') byModel.get(pick.label)?.add(pick.caseId);
  return (caseId, label) => whole.has(caseId) || byModel.get(label)?.has(caseId) === true;
}
