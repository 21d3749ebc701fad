import { modelFamily } from '../../shared/modelFamily.ts';
import type { Problem } from '../../shared/model/problem.ts';
import type { SuiteOptions } from './checks.ts';
import { expectationPlaces, graderPlaces } from './graders.ts';
import { checkModel, modelAt, splitRef } from './models.ts';
import type { ModelPlace } from './models.ts';
import { error, nameList, warning } from './problems.ts';
import type { SuiteFile } from './schema.ts';
import type { SuiteSource } from './source.ts';

/** Judges and embedding models: named where they are needed, names that are right, and judges without a stake. */
export function checkGraders(file: SuiteFile, source: SuiteSource, options: SuiteOptions): Problem[] {
  const places = graderPlaces(file);
  return [
    ...checkNamed(file, source),
    ...places.flatMap((place) => {
      const faults = checkModel(place, file, source, options);
      return faults.length > 0 || place.kind !== 'judge' ? faults : checkStake(place, file, source);
    }),
  ];
}

/** Whether somebody judges, wherever a judge is asked for; and whether anybody asks for the suite's. */
function checkNamed(file: SuiteFile, source: SuiteSource): Problem[] {
  const nameless = expectationPlaces(file).flatMap(({ entry, path }) =>
    (['judge', 'pairwise'] as const).filter((scorer) => isNameless(entry[scorer])).map((scorer) => ({ scorer, path })),
  );
  if (file.judge !== undefined) {
    if (nameless.length > 0) return [];
    const message = 'No expectation asks this judge: add one without a model of its own (`judge: "Polite"`), or remove it.';
    return [warning('unused-judge', message, source.keyRange(['judge']))];
  }
  return nameless.map(({ scorer, path }) => {
    const form = scorer === 'judge' ? '`judge: { rubric: …, model: … }`' : '`pairwise: { criteria: …, model: … }`';
    const message = `No model is named to judge. Name one: here, ${form}, or for the whole suite, \`judge: anthropic/claude-opus-4-5\`.`;
    return error('no-judge', message, source.keyRange([...path, scorer]));
  });
}

function isNameless(given: string | { model?: string | undefined; models?: readonly string[] | undefined } | undefined): boolean {
  if (typeof given !== 'object') return given !== undefined;
  return given.model === undefined && given.models === undefined;
}

/** A judge prefers its own answers, and those of its family. */
function checkStake({ ref, path }: ModelPlace, file: SuiteFile, source: SuiteSource): Problem[] {
  const compared = file.models.map((_, index) => modelAt(file, index).ref);
  const range = source.valueRange(path);
  if (compared.includes(ref)) {
    const message = `\`${ref}\` would judge its own answers, and judges prefer their own: take a model that is not compared.`;
    return [warning('self-judge', message, range)];
  }
  const family = familyOf(ref);
  const kin = compared.filter((model) => family !== null && familyOf(model) === family);
  if (kin.length === 0) return [];
  const message = `\`${ref}\` is of the ${family} family, as ${nameList([...new Set(kin)], 3)}: judges prefer their own kind. Take another judge, or a second one beside it.`;
  return [warning('kin-judge', message, range)];
}

function familyOf(ref: string): string | null {
  const parts = splitRef(ref);
  return parts && modelFamily(parts.provider, parts.model);
}
