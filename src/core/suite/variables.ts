import type { Problem, TextRange } from '../../shared/model/problem.ts';
import { lookUp } from './caseVariables.ts';
import type { Dataset } from './dataset.ts';
import type { Expectation } from './expectSchema.ts';
import type { SuiteOutline } from './outline.ts';
import { error, nameList, quoted, warning } from './problems.ts';
import type { CaseEntry, SuiteFile } from './schema.ts';
import type { Path, SuiteSource } from './source.ts';
import { nearestName } from './suggest.ts';
import { templateVariables } from './template.ts';
import { columnUses, headOf, ownUses, promptsByCase, promptTexts, sharedUses } from './templates.ts';
import type { VariableUse } from './templates.ts';

/** The datasets by their entry's position in `cases`; `null` where files are not looked at. */
export type Datasets = ReadonlyMap<number, Dataset> | null;

/** Complaints about one missing variable, and about one suite: more would only bury them. */
const mostCases = 20;
const mostProblems = 200;

/** One entry of `cases`: the variables that it gives, and how messages call it. */
interface Scope {
  readonly entry: CaseEntry;
  readonly index: number;
  /** Names it gives; `null` for a dataset that was not read. */
  readonly names: readonly string[] | null;
  /** Of a dataset that was read. */
  readonly columns: readonly string[] | null;
  readonly title: string;
  readonly range: TextRange;
  readonly has: (name: string) => boolean;
}

/** Holds every `{{variable}}` against the cases that must give it, and every variable against the places that take it. */
export function checkVariables(file: SuiteFile, source: SuiteSource, outline: SuiteOutline, datasets: Datasets): Problem[] {
  const scopes = scopesOf(file, source, outline, datasets);
  const shared = sharedUses(file);
  const problems = [
    ...checkPrompts(file, source, scopes),
    ...checkShared(shared, scopes, source),
    ...scopes.flatMap((scope) => checkOwn(scope, source)).slice(0, mostProblems),
  ];
  // A variable may seem unused because the place that takes it misspells it.
  return problems.length > 0 ? problems : checkUnused(file, shared, scopes, source);
}

function scopesOf(file: SuiteFile, source: SuiteSource, outline: SuiteOutline, datasets: Datasets): Scope[] {
  const inline = new Map(outline.cases.map((item) => [item.index, item]));
  return file.cases.map((entry, index): Scope => {
    if (entry.dataset !== undefined) {
      const columns = datasets?.get(index)?.columns ?? null;
      const names = columns && [...new Set([...columns, ...Object.keys(entry.vars ?? {})])];
      const has = (name: string) => names === null || gives(names, name);
      const range = source.valueRange(['cases', index, 'dataset']);
      return { entry, index, names, columns, has, title: quoted(entry.dataset), range };
    }
    const vars: Readonly<Record<string, unknown>> = entry.vars ?? {};
    const range = inline.get(index)?.nameRange ?? source.valueRange(['cases', index]);
    const title = `The case ${quoted(inline.get(index)?.name ?? '')}`;
    const has = (name: string) => lookUp(vars, name) !== undefined;
    return { entry, index, names: Object.keys(vars), columns: null, title, range, has };
  });
}

function gives(names: readonly string[], name: string): boolean {
  return names.includes(name) || names.includes(headOf(name));
}

/** Either the suite has the prompt, or each case. */
function checkPrompts(file: SuiteFile, source: SuiteSource, scopes: readonly Scope[]): Problem[] {
  if (!promptsByCase(file)) {
    const own = scopes.filter(({ entry }) => entry.prompt !== undefined).slice(0, mostCases);
    return own.map(({ index }) => {
      return error('prompt-conflict', twoPrompts(file), source.keyRange(['cases', index, 'prompt']));
    });
  }
  const lacking = scopes.filter(({ entry, has }) => entry.prompt === undefined && !has('prompt'));
  if (lacking.length === scopes.length)
    return [error('missing-key', 'A suite needs `prompt`, or `prompts` to compare.', source.line(0))];
  return lacking.slice(0, mostCases).map(({ title, range, entry }) => {
    const own = entry.dataset === undefined ? 'give it one' : 'make it one of its columns, `vars: { prompt: "…" }`';
    return error('missing-prompt', `${title} has no prompt: ${own}, or give one to the suite.`, range);
  });
}

function twoPrompts(file: SuiteFile): string {
  const [taken] = promptTexts(file).flatMap(({ template }) => templateVariables(template));
  if (taken === undefined) {
    return 'The suite has a prompt already: remove it there, or write "{{question}}" there and `vars: { question: "…" }` here.';
  }
  return `The suite has a prompt already: remove it there, or write \`vars: { ${taken.name}: "…" }\` here.`;
}

/** A variable of the suite's own texts: unknown where no case gives it, missing where only some do not. */
function checkShared(uses: readonly VariableUse[], scopes: readonly Scope[], source: SuiteSource): Problem[] {
  const given = new Set(scopes.flatMap(({ names }) => names ?? []));
  const allRead = scopes.every(({ names }) => names !== null);
  const problems: Problem[] = [];
  for (const [name, places] of Map.groupBy(uses, (use) => use.name)) {
    if (problems.length >= mostProblems) break;
    const lacking = firstLacking(name, scopes);
    const [first] = places;
    if (lacking.length === 0 || first === undefined) continue;
    if (allRead && !given.has(name) && !given.has(headOf(name))) {
      const names = [...given];
      problems.push(...places.slice(0, mostProblems).map((use) => unknownVariable(use, names, 'The cases give', source)));
      continue;
    }
    const where = `\`${String(first.path.find((step) => typeof step === 'string'))}\``;
    problems.push(...lacking.map((scope) => missingVariable(name, where, scope)));
  }
  return problems;
}

function firstLacking(name: string, scopes: readonly Scope[]): Scope[] {
  const lacking: Scope[] = [];
  for (const scope of scopes) {
    if (!scope.has(name)) lacking.push(scope);
    if (lacking.length === mostCases) break;
  }
  return lacking;
}

function missingVariable(name: string, where: string, { title, range, names, entry }: Scope): Problem {
  const kind = entry.dataset === undefined ? 'variable' : 'column';
  const has = (names ?? []).length === 0 ? '' : `; it has ${nameList(names ?? [])}`;
  const [column] = entry.dataset === undefined ? [] : (names ?? []);
  const advice = column === undefined ? '' : ` Make it of these: \`vars: { ${name}: "{{${column}}}" }\`.`;
  return error('missing-variable', `${title} has no ${kind} \`${name}\`, which ${where} takes${has}.${advice}`, range);
}

function checkOwn({ entry, index, names, columns, has, title }: Scope, source: SuiteSource): Problem[] {
  const unknown = ownUses(entry, index).filter(({ name }) => !has(name));
  const noColumn = columns === null ? [] : columnUses(entry, index).filter(({ name }) => !gives(columns, name));
  return [
    ...unknown.map((use) => unknownVariable(use, names ?? [], `${title} has`, source)),
    ...noColumn.map((use) => unknownVariable(use, columns ?? [], `${title} has the columns`, source)),
  ];
}

function unknownVariable(use: VariableUse, names: readonly string[], having: string, source: SuiteSource): Problem {
  const near = nearestName(use.name, names);
  const range = source.variableRange(use.path, use.index);
  const known = names.length === 0 ? `${having} no variables` : `${having} ${nameList(names)}`;
  // What is no name was probably not meant as a variable.
  const braces = /^[\p{L}\p{N}_ .-]+$/u.test(use.name) ? '' : ' To write two braces as such, put a backslash before them: \\{{.';
  const message = `There is no variable \`${use.name}\`. ${known}.${braces}`;
  const fix = near === null ? null : { title: `Change to {{${near}}}`, newText: `{{${near}}}` };
  return error('unknown-variable', message, range, fix);
}

/** Once for each name: the cases of a suite have the same variables as a rule. */
function checkUnused(file: SuiteFile, shared: readonly VariableUse[], scopes: readonly Scope[], source: SuiteSource): Problem[] {
  const taken = new Set(shared.flatMap(({ name }) => [name, headOf(name)]));
  if (promptsByCase(file)) taken.add('prompt');
  const unused = new Map<string, Path>();
  if (file.expect.some(readsVariables)) return [];
  for (const { entry, index } of scopes) {
    if (entry.expect?.some(readsVariables) === true) continue;
    const own = new Set(ownUses(entry, index).flatMap(({ name }) => [name, headOf(name)]));
    for (const name of Object.keys(entry.vars ?? {})) {
      if (!taken.has(name) && !own.has(name) && !unused.has(name)) unused.set(name, ['cases', index, 'vars', name]);
    }
  }
  return [...unused].slice(0, mostProblems).map(([name, path]) => {
    return warning('unused-variable', `No prompt and no expectation takes the variable \`${name}\`.`, source.keyRange(path));
  });
}

/** Which of them a script reads shows only when it runs. */
function readsVariables({ javascript }: Expectation): boolean {
  const code = typeof javascript === 'object' ? javascript.code : (javascript ?? '');
  return /\bvars\b/.test(code);
}
