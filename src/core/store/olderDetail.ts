import type { RunDetail } from '../../shared/model/run.ts';
import type { ScorerSpec } from '../../shared/model/scorer.ts';

/** A run's detail as a log holds it: earlier versions knew neither graders nor a margin, and fewer arguments of scorers. */
export function currentDetail(detail: RunDetail): RunDetail {
  const suite: Partial<RunDetail['suite']> = detail.suite;
  if (suite.margin !== undefined) return detail;
  const cases = detail.suite.cases.map((spec) => ({ ...spec, expect: spec.expect.map(currentScorer) }));
  return { ...detail, suite: { ...detail.suite, cases, graders: [], margin: earlierMargin } };
}

/** By which those versions compared. */
const earlierMargin = 0.03;

function currentScorer(spec: ScorerSpec): ScorerSpec {
  if (spec.scorer === 'number') return { ...spec, args: { ...spec.args, relative: false, unit: null } };
  if (spec.scorer === 'similarity') return { ...spec, args: { ...spec.args, metric: 'levenshtein' } };
  return spec;
}
