import type { Classification } from '../../../shared/model/comparison.ts';
import { labelFigures, macroF1 } from '../../stats/labels.ts';
import type { Outcome } from './group.ts';

/** Over every `classify` expectation of the suite; `null` where it has none. */
export function classificationOf(answered: readonly Outcome[]): Classification | null {
  const found = answered.flatMap(({ record, caseIndex }) =>
    record.scores.flatMap(({ label }) => (label ? [{ ...label, cluster: caseIndex }] : [])),
  );
  const overall = macroF1(found);
  return overall && { macroF1: overall, labels: labelFigures(found) };
}
