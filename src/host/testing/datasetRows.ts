import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import type { CaseSpec } from '../../shared/model/suite.ts';

/** The cases that each dataset of a suite gives, in the order of the file. Those that are written in it have ids of their own. */
export function datasetRows({
  suite,
  outline,
  datasetCases,
}: Pick<LoadedSuite, 'suite' | 'outline' | 'datasetCases'>): CaseSpec[][] {
  const written = new Set(outline.cases.map(({ id }) => id));
  const rows = (suite?.cases ?? []).filter(({ id }) => !written.has(id));
  let from = 0;
  return datasetCases.map((count) => rows.slice(from, (from += count)));
}
