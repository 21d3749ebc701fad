import type { ScorerSpec } from '../../shared/model/scorer.ts';
import type { CaseSpec, GraderSpec } from '../../shared/model/suite.ts';

import type { Expectation } from './expectSchema.ts';
import { splitRef } from './models.ts';
import type { ModelPlace } from './models.ts';
import type { SuiteFile } from './schema.ts';
import type { Path } from './source.ts';

/** An expectation and where it stands, its scorer's key aside. */
export interface ExpectationPlace {
  readonly entry: Expectation;
  readonly path: Path;
}

export function expectationPlaces(file: SuiteFile): ExpectationPlace[] {
  const lists: [readonly Expectation[], Path][] = [
    [file.expect, ['expect']],
    ...file.cases.map(({ expect = [] }, index): [readonly Expectation[], Path] => [expect, ['cases', index, 'expect']]),
  ];
  return lists.flatMap(([entries, path]) => entries.map((entry, index) => ({ entry, path: [...path, index] })));
}

/** Every place that names a judge or an embedding model, the suite's own first. */
export function graderPlaces(file: SuiteFile): ModelPlace[] {
  return [
    ...judgesAt(file.judge, ['judge']),
    ...expectationPlaces(file).flatMap(({ entry: { judge, pairwise, similarity }, path }) => [
      ...(typeof judge === 'object' ? judgesAt(judge, [...path, 'judge']) : []),
      ...(typeof pairwise === 'object' ? judgesAt(pairwise, [...path, 'pairwise']) : []),
      ...(similarity?.model === undefined
        ? []
        : [{ ref: similarity.model, kind: 'embedding' as const, path: [...path, 'similarity', 'model'] }]),
    ]),
  ];
}

function judgesAt(given: SuiteFile['judge'], path: Path): ModelPlace[] {
  if (given === undefined) return [];
  if (typeof given === 'string') return [{ ref: given, kind: 'judge', path }];
  const one = given.model === undefined ? [] : [{ ref: given.model, path: [...path, 'model'] }];
  const several = (given.models ?? []).map((ref, index) => ({ ref, path: [...path, 'models', index] }));
  return [...one, ...several].map((place) => ({ ...place, kind: 'judge' }));
}

/** Every model that the cases ask to grade, once, in the order they ask. */
export function gradersOf(cases: readonly CaseSpec[]): GraderSpec[] {
  const graders = new Map<string, GraderSpec>();
  for (const { expect } of cases) {
    for (const { kind, ref } of expect.flatMap(asked)) {
      const key = `${kind} ${ref}`;
      const parts = splitRef(ref);
      if (parts && !graders.has(key)) graders.set(key, { ref, ...parts, kind });
    }
  }
  return [...graders.values()];
}

function asked(spec: ScorerSpec): Pick<GraderSpec, 'kind' | 'ref'>[] {
  if (spec.scorer === 'embedding') return [{ kind: 'embedding', ref: spec.args.model }];
  if (spec.scorer !== 'judge' && spec.scorer !== 'pairwise') return [];
  return spec.args.judges.map((ref) => ({ kind: 'judge', ref }));
}
