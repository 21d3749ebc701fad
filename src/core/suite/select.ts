import type { RunPart, SuiteSelection } from '../../shared/model/selection.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { gradersOf } from './graders.ts';

/** A suite as far as it is to run, and how much of it that is. */
export interface SelectedSuite {
  /** Without cases, or without models, where the selection names none that the suite has. */
  readonly suite: Suite;
  /** `null`: all of it, as it is written. */
  readonly part: RunPart | null;
}

/** The part of a suite that a selection names, in the suite's order. Names that the suite does not have are not missed. */
export function selectFrom(suite: Suite, selection: SuiteSelection): SelectedSuite {
  const cases = kept(suite.cases, selection.cases, ({ id }) => id);
  const models = kept(suite.models, selection.models, ({ label }) => label);
  const timing = selection.timing === true && suite.timing === null;
  if (cases === suite.cases && models === suite.models && !timing) return { suite, part: null };
  const graders = cases === suite.cases ? suite.graders : gradersOf(cases);
  return {
    suite: { ...suite, cases, models, graders, ...(timing ? timingOf(suite) : {}) },
    part: {
      cases: cases.length,
      ofCases: suite.cases.length,
      models: models.length,
      ofModels: suite.models.length,
      timing,
    },
  };
}

/** The list itself where all of it is wanted. */
function kept<Item>(
  items: readonly Item[],
  wanted: readonly string[] | undefined,
  nameOf: (item: Item) => string,
): readonly Item[] {
  if (wanted === undefined) return items;
  const names = new Set(wanted);
  const found = items.filter((item) => names.has(nameOf(item)));
  return found.length === items.length ? items : found;
}

/** What `timing: true` in the suite's file would have made of it: one call at a time, after a warm-up. */
function timingOf({ warmup }: Suite): Pick<Suite, 'timing' | 'concurrency' | 'warmup'> {
  return { timing: { outputTokens: null }, concurrency: 1, warmup: Math.max(1, warmup) };
}
