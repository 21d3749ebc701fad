import type { Estimate, Verdict } from './comparison.ts';
import type { RunId } from './ids.ts';
import type { RunRecord } from './run.ts';

export const fewestRuns = 2;
export const mostRuns = 8;

/** Several runs side by side. Bounded in size however many cases there are. */
export interface RunsComparison {
  /** The oldest first. */
  readonly runs: readonly RunBesideOthers[];
  /** Whom the changes are against. */
  readonly reference: RunId;
  /** What got better or worse, or that nothing can be told. */
  readonly headline: string;
  /** What it rests on and what it leaves out, a sentence each. */
  readonly details: readonly string[];
  /** In the order of the reference, then those that it does not have. */
  readonly models: readonly ModelOverRuns[];
  /** `null` where all runs are of one suite. */
  readonly suites: SuitesTable | null;
}

export type RunBesideOthers = Required<
  Pick<RunRecord, 'id' | 'name' | 'suiteName' | 'suitePath' | 'startedAt' | 'status' | 'part'>
>;

/** One model, under one prompt, in each of the runs that have it. */
export interface ModelOverRuns {
  readonly label: string;
  /** Cases that the reference and every run compared with it asked alike and had answered; 0: nothing is compared. */
  readonly shared: number;
  /** In the order of the runs. */
  readonly runs: readonly ModelInRun[];
}

export interface ModelInRun {
  readonly runId: RunId;
  /** `shared`: its figures are of the shared cases; `own`: of all that it answered there, and not to be held against others. */
  readonly basis: 'shared' | 'own';
  /** Behind its figures. */
  readonly cases: number;
  readonly answers: number;
  /** Samples of the whole run without an answer: they are in no figure. */
  readonly failed: number;
  readonly quality: Estimate | null;
  readonly passRate: Estimate | null;
  /** USD; `null` as soon as one answer's is unknown. */
  readonly costPerSample: Estimate | null;
  readonly latencyP50: Estimate | null;
  readonly latencyP95: Estimate | null;
  /** Against the reference; `null` for the reference itself and where the basis is `own`. */
  readonly change: RunChange | null;
}

/** This run against the reference, paired by case. */
export interface RunChange {
  /** p is corrected by Holm over all models and runs that are shown. `null` where nothing was graded. */
  readonly quality: SettledDifference | null;
  /** This run ÷ reference. */
  readonly costRatio: Estimate | null;
  readonly latencyRatio: Estimate | null;
  /** Calls in flight at the reference and at this run, where they differ so much that the latency ratio says little; else `null`. */
  readonly timedApart: readonly [number, number] | null;
}

export interface SettledDifference {
  readonly difference: Estimate;
  readonly verdict: Verdict;
  readonly pValue: number | null;
}

/** Quality of the models that all suites have, suite by suite. */
export interface SuitesTable {
  readonly suites: readonly SuiteInTable[];
  /** The best over all suites first; empty where no model is common to all. */
  readonly models: readonly ModelOverSuites[];
  /** Labels of models that some suite lacks or has no grade for, or that are not one model in all suites. */
  readonly leftOut: readonly string[];
}

export interface SuiteInTable {
  /** The latest of its runs. */
  readonly runId: RunId;
  readonly suiteName: string;
  /** Cases that every one of the models has a quality for. */
  readonly cases: number;
}

export interface ModelOverSuites {
  readonly label: string;
  /** In the order of the suites. */
  readonly bySuite: readonly Estimate[];
  /** Mean over the suites, each of which weighs the same. */
  readonly overall: Estimate;
  /** Against the first of the table, Holm over all pairs; `null` for that one itself. */
  readonly standing: SettledDifference | null;
}
