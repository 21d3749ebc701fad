import type { Path, SuiteSource } from './source.ts';
import { fillTemplate, templateVariables } from './template.ts';

/** The variables of one case: as given, and as the text that templates take. */
export interface CaseVariables {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly texts: Readonly<Record<string, string>>;
}

export function inlineVariables(vars: Readonly<Record<string, unknown>>, path: Path, source: SuiteSource): CaseVariables {
  const texts = Object.entries(vars).map(([name, value]): [string, string] => {
    const asWritten = typeof value === 'number' || typeof value === 'boolean' ? source.written([...path, name]) : null;
    return [name, asWritten ?? variableText(value)];
  });
  return { raw: vars, texts: Object.fromEntries(texts) };
}

export function rowVariables(row: Readonly<Record<string, unknown>>): CaseVariables {
  return { raw: row, texts: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, variableText(value)])) };
}

/** With the variables that a suite makes of a row's columns; one of a column's name takes its place. */
export function withMade(columns: CaseVariables, vars: CaseVariables): CaseVariables {
  const made = Object.entries(vars.raw).map(([name, value]): [string, unknown, string] => {
    const filled = fillValue(value, columns);
    return [
      name,
      filled,
      typeof value === 'object' || typeof value === 'string' ? variableText(filled) : (vars.texts[name] ?? ''),
    ];
  });
  return {
    raw: { ...columns.raw, ...Object.fromEntries(made) },
    texts: { ...columns.texts, ...Object.fromEntries(made.map(([name, , text]) => [name, text])) },
  };
}

/** Fills texts at any depth. A text that is one variable and nothing else takes its value, type and all. */
export function fillValue(value: unknown, variables: CaseVariables): unknown {
  if (typeof value === 'string') {
    const [only] = templateVariables(value);
    return only?.length === value.length ? lookUp(variables.raw, only.name) : fillFrom(variables, value);
  }
  if (Array.isArray(value)) return value.map((item) => fillValue(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillValue(inner, variables)]));
}

/** Strings as they are, everything else as JSON. */
export function variableText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The value of `name`: a variable of that very name, else a path `a.b` into one. `undefined` where there is none. */
export function lookUp(raw: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(raw, name)) return raw[name];
  let value: unknown = raw;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

export function textOf({ raw, texts }: CaseVariables, name: string): string | undefined {
  if (Object.hasOwn(texts, name)) return texts[name];
  const value = lookUp(raw, name);
  return value === undefined ? undefined : variableText(value);
}

const longestName = 200;

/** A case's name or category: short, whatever is put into it. */
export function nameFrom(variables: CaseVariables, template: string): string {
  const filled = fillTemplate(template.slice(0, 2 * longestName), (name) => textOf(variables, name)?.slice(0, longestName));
  return filled.length > longestName ? `${filled.slice(0, longestName - 1)}…` : filled;
}

/** Fills a template from a case's variables, paths included; places without a value stay as written. */
export function fillFrom(variables: CaseVariables, template: string): string {
  return fillTemplate(template, (name) => textOf(variables, name));
}
