import type { TextRange } from '../../shared/model/problem.ts';
import { inlineVariables, nameFrom } from './caseVariables.ts';
import type { Path, SuiteSource } from './source.ts';
import { UniqueIds } from './uniqueIds.ts';

/** What stands where in a suite file, for gutters, trees and the Test Explorer. Made of whatever is readable, faults or not. */
export interface SuiteOutline {
  readonly name: { readonly text: string; readonly range: TextRange } | null;
  readonly models: readonly { readonly ref: string; readonly range: TextRange }[];
  /** By the ids that the suite's prompts have. */
  readonly prompts: readonly { readonly id: string; readonly range: TextRange }[];
  /** The cases written in the file; those of datasets are known once the files are read. Ids are the suite's. */
  readonly cases: readonly OutlineCase[];
  readonly datasets: readonly { readonly path: string; readonly range: TextRange }[];
}

export interface OutlineCase {
  readonly id: string;
  readonly name: string;
  readonly range: TextRange;
  /** Where to point at the case: its name, or its first line. */
  readonly nameRange: TextRange;
  /** Position in the file's list of cases. */
  readonly index: number;
}

export function outlineOf(source: SuiteSource): SuiteOutline {
  const file = asRecord(source.value);
  const prompts = file.prompt === undefined ? asList(file.prompts) : [file.prompt];
  return {
    name: typeof file.name === 'string' ? { text: file.name, range: source.valueRange(['name']) } : null,
    models: asList(file.models).flatMap((entry, index) => {
      const ref = typeof entry === 'string' ? entry : asRecord(entry).model;
      const path = typeof entry === 'string' ? ['models', index] : ['models', index, 'model'];
      return typeof ref === 'string' ? [{ ref, range: source.valueRange(path) }] : [];
    }),
    prompts: prompts.map((entry, index) => {
      const range = source.fullRange(file.prompt === undefined ? ['prompts', index] : ['prompt']);
      return { id: promptId(asRecord(entry).id, index), range };
    }),
    cases: outlineCases(asList(file.cases), source),
    datasets: asList(file.cases).flatMap((entry, index) => {
      const { dataset } = asRecord(entry);
      return typeof dataset === 'string' ? [{ path: dataset, range: source.valueRange(['cases', index, 'dataset']) }] : [];
    }),
  };
}

export function promptId(given: unknown, index: number): string {
  return typeof given === 'string' ? given : `prompt ${index + 1}`;
}

function outlineCases(entries: readonly unknown[], source: SuiteSource): OutlineCase[] {
  const ids = new UniqueIds();
  return entries.flatMap((entry, index) => {
    const { dataset, name: given, vars } = asRecord(entry);
    if (dataset !== undefined) return [];
    const path: Path = ['cases', index];
    const written = typeof given === 'string' ? given : source.written([...path, 'name']);
    const variables = inlineVariables(asRecord(vars), [...path, 'vars'], source);
    const name = given === undefined || written === null ? `case ${index + 1}` : nameFrom(variables, written);
    const nameRange = source.valueRange(given === undefined ? path : [...path, 'name']);
    return [{ id: ids.take(name), name, range: source.fullRange(path), nameRange, index }];
  });
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
