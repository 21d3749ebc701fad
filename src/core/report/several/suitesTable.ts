import type { Estimate } from '../../../shared/model/comparison.ts';
import type { ModelOverSuites, SuitesTable } from '../../../shared/model/runsComparison.ts';
import { pairedDifference, type CaseFigures } from '../../stats/paired.ts';
import { differenceOverStrata, meanOfStrata } from '../../stats/strata.ts';
import type { BaselineCase } from '../baseline/data.ts';
import { againstLeader } from '../comparison/contests.ts';
import type { RunData } from './data.ts';
import { byCase, meanQuality, qualityOf } from './figures.ts';

/** One model: the cases that all models of a suite have a quality for, suite by suite. */
interface Entrant {
  readonly label: string;
  readonly suites: readonly (readonly BaselineCase[])[];
  readonly figures: readonly CaseFigures[];
  readonly bySuite: readonly Estimate[];
  readonly overall: Estimate;
}

/** The latest run of each suite; `null` where all runs are of one. `runs`: the oldest first. */
export function suitesTable(runs: readonly RunData[]): SuitesTable | null {
  const latest = [...new Map(runs.map((run) => [run.run.suitePath, run])).values()];
  if (latest.length < 2) return null;
  const graded = latest.map(gradedCases);
  const every = [...new Set(latest.flatMap(({ candidates }) => candidates.map(({ model }) => model)))];
  const refs = refsOf(latest);
  const common = every.filter(
    (model) => refs.get(model)?.length === 1 && graded.every((models) => (models.get(model)?.size ?? 0) > 0),
  );
  const shared = graded.map((models) => sharedKeys(common.flatMap((model) => models.get(model) ?? [])));
  const entrants = common.flatMap((label) => entrantOf(label, graded, shared) ?? []);
  return {
    suites: latest.map(({ run }, i) => {
      return { runId: run.id, suiteName: run.suiteName, cases: entrants[0]?.suites[i]?.length ?? 0 };
    }),
    models: standings(entrants),
    leftOut: every.filter((model) => !entrants.some(({ label }) => label === model)),
  };
}

/** By label, what is called by it. */
export function refsOf(runs: readonly RunData[]): ReadonlyMap<string, readonly string[]> {
  const byLabel = Map.groupBy(
    runs.flatMap(({ candidates }) => candidates),
    ({ model }) => model,
  );
  return new Map([...byLabel].map(([label, all]) => [label, [...new Set(all.map(({ ref }) => ref))]]));
}

type Graded = ReadonlyMap<string, ReadonlyMap<string, BaselineCase>>;

/** By model: what it answered and was graded, by prompt and case. */
function gradedCases({ candidates }: RunData): Graded {
  const models = new Map<string, Map<string, BaselineCase>>();
  for (const { model, promptId, cases } of candidates) {
    const own = models.get(model) ?? new Map<string, BaselineCase>();
    models.set(model, own);
    for (const one of cases) {
      const answers = one.answers.filter(({ quality }) => quality !== null);
      if (answers.length > 0) own.set(JSON.stringify([promptId, one.caseId]), { ...one, answers });
    }
  }
  return models;
}

function sharedKeys(models: readonly ReadonlyMap<string, BaselineCase>[]): string[] {
  const [first, ...others] = models;
  return [...(first?.keys() ?? [])].filter((key) => others.every((cases) => cases.has(key)));
}

function entrantOf(label: string, graded: readonly Graded[], shared: readonly (readonly string[])[]): Entrant | null {
  const suites = graded.map((models, i) => merged((shared[i] ?? []).flatMap((key) => models.get(label)?.get(key) ?? [])));
  const bySuite = suites.flatMap((cases) => meanQuality(cases) ?? []);
  const overall = meanOfStrata(bySuite);
  if (!overall || bySuite.length < suites.length) return null;
  return { label, suites, figures: suites.map((cases) => byCase(cases, qualityOf)), bySuite, overall };
}

/** What was answered to a case under several prompts is of one case. */
function merged(cases: readonly BaselineCase[]): BaselineCase[] {
  return [...Map.groupBy(cases, ({ caseId }) => caseId).values()].flatMap((same) =>
    same.slice(0, 1).map((one) => ({ ...one, answers: same.flatMap(({ answers }) => answers) })),
  );
}

function standings(entrants: readonly Entrant[]): ModelOverSuites[] {
  const ranked = entrants.toSorted((a, b) => b.overall.value - a.overall.value);
  const [best] = ranked;
  if (!best) return [];
  const contests = againstLeader(best, ranked, compareOverall);
  return ranked.map((entrant) => {
    const { label, bySuite, overall } = entrant;
    const contest = contests.get(entrant);
    const standing = contest && {
      difference: contest.paired.difference,
      verdict: contest.verdict,
      pValue: contest.pValue,
    };
    return { label, bySuite, overall, standing: standing ?? null };
  });
}

function compareOverall(a: Entrant, b: Entrant): ReturnType<typeof differenceOverStrata> {
  const parts = a.figures.flatMap((figures, i) => pairedDifference(figures, b.figures[i] ?? []) ?? []);
  return parts.length < a.figures.length ? null : differenceOverStrata(parts);
}
