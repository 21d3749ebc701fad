import { scorerKeysOf } from './expectSchema.ts';
import type { Expectation } from './expectSchema.ts';
import type { CaseEntry, SuiteFile } from './schema.ts';
import type { Path } from './source.ts';
import { templateVariables } from './template.ts';

/** A `{{name}}` of a suite: in which text, and which of that text's variables. */
export interface VariableUse {
  readonly name: string;
  readonly path: Path;
  readonly index: number;
  /** Length of the text, told with its first variable only, so that a sum counts it once. */
  readonly textLength: number;
}

/** A prompt variant as written, and where. */
export interface PromptText {
  readonly template: string;
  readonly path: Path;
  readonly id: string | null;
  readonly system: string | null;
}

/** The suite's prompts; none where each case brings its own. */
export function promptTexts(file: SuiteFile): PromptText[] {
  const system = file.system ?? null;
  if (file.prompt !== undefined) return [{ template: file.prompt, path: ['prompt'], id: null, system }];
  return (file.prompts ?? []).map((entry, index) => {
    if (typeof entry === 'string') return { template: entry, path: ['prompts', index], id: null, system };
    const path = ['prompts', index, 'template'];
    return { template: entry.template, path, id: entry.id ?? null, system: entry.system ?? system };
  });
}

/** The variables that every case must give. */
export function sharedUses(file: SuiteFile): VariableUse[] {
  const systems = (file.prompts ?? []).map((entry, index) => {
    return usesIn(typeof entry === 'object' ? entry.system : undefined, ['prompts', index, 'system']);
  });
  return [
    usesIn(file.system, ['system']),
    ...promptTexts(file).map(({ template, path }) => usesIn(template, path)),
    ...systems,
    expectUses(file.expect, ['expect']),
  ].flat();
}

/** The variables that one case's own texts take. */
export function ownUses(entry: CaseEntry, index: number): VariableUse[] {
  const path = ['cases', index];
  return [
    usesIn(entry.name, [...path, 'name']),
    usesIn(entry.category, [...path, 'category']),
    usesIn(entry.prompt, [...path, 'prompt']),
    expectUses(entry.expect ?? [], [...path, 'expect']),
  ].flat();
}

/** What the variables of a dataset's entry are made of: columns. Those of a case are texts as they stand. */
export function columnUses({ dataset, vars }: CaseEntry, index: number): VariableUse[] {
  return dataset === undefined ? [] : usesWithin(vars, ['cases', index, 'vars'], []);
}

/** Arguments that are taken as they stand: schemas and code have braces of their own, the others name something. */
const verbatim: Readonly<Record<string, readonly string[]>> = {
  json: ['schema'],
  number: ['tolerance', 'unit'],
  similarity: ['metric', 'model'],
  judge: ['model', 'models'],
  pairwise: ['model', 'models', 'against'],
  latency: ['metric'],
};

/** The variables of a list of expectations. */
function expectUses(entries: readonly Expectation[], path: Path): VariableUse[] {
  return entries.flatMap((entry, index) => {
    const [scorer] = scorerKeysOf(entry);
    if (scorer === undefined || scorer === 'javascript') return [];
    return usesWithin(entry[scorer], [...path, index, scorer], verbatim[scorer] ?? []);
  });
}

function usesWithin(value: unknown, path: Path, except: readonly string[]): VariableUse[] {
  if (typeof value !== 'object' || value === null) return usesIn(value, path);
  if (Array.isArray(value)) return value.flatMap((item, index) => usesWithin(item, [...path, index], []));
  const filled = Object.entries(value).filter(([key]) => !except.includes(key));
  return filled.flatMap(([key, inner]) => usesWithin(inner, [...path, key], []));
}

function usesIn(template: unknown, path: Path): VariableUse[] {
  if (typeof template !== 'string') return [];
  return templateVariables(template).map(({ name }, index) => {
    return { name, path, index, textLength: index === 0 ? template.length : 0 };
  });
}

/** The variable itself, or the one that `a.b` looks into. */
export function headOf(name: string): string {
  return name.split('.', 1)[0] ?? name;
}

/** Whether the suite leaves the prompt to its cases. */
export function promptsByCase(file: SuiteFile): boolean {
  return file.prompt === undefined && file.prompts === undefined;
}
