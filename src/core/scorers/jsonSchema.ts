import {
  format,
  ignoredKeyword,
  type OutputUnit,
  type Schema,
  schemaArrayKeyword,
  type SchemaDraft,
  schemaKeyword,
  schemaMapKeyword,
  Validator,
} from '@cfworker/json-schema';
import { RE2JS, RE2JSException } from 're2js';

/**
 * JSON Schema by @cfworker/json-schema, made safe: the library runs `pattern` on JavaScript's backtracking expressions,
 * with which a schema could hang a run. Each pattern becomes a format of its own, checked by RE2 in linear time.
 */
interface CompiledSchema {
  readonly validator: Validator;
  /** By format name. */
  readonly patterns: ReadonlyMap<string, RE2JS>;
  readonly steps: Steps;
}

/** What is still left of the work that one answer may take. */
interface Steps {
  left: number;
  /** The schema compares the items of a list, each with each. */
  comparesItems: boolean;
}

/** Parts of an answer held against parts of the schema: some hundredths of a second. Unions that hold themselves take powers of it. */
const mostSteps = 10_000;
/** Items of a list that `uniqueItems` compares, each with each. */
const mostItems = 1000;

/** A format name that no schema of the user's can hold by accident. */
const patternFormat = 'llm-bench:pattern:';

const compiledSchemas = new WeakMap<object, CompiledSchema>();

/** What is wrong with the instance; empty where it fits. Throws where the schema itself cannot be used. */
export function schemaErrors(schema: unknown, instance: unknown): readonly string[] {
  const { validator, patterns, steps } = compile(schema);
  steps.left = mostSteps;
  if (steps.comparesItems) refuseLongLists(instance);
  // The library knows formats by one table for all schemas: ours stand in it only while it runs.
  for (const [name, pattern] of patterns) format[name] = (text: string) => pattern.test(text);
  try {
    const { errors } = validator.validate(instance);
    const faults = errors.filter(({ keyword }) => !isContainer(keyword));
    return (faults.length > 0 ? faults : errors).map(describeError);
  } finally {
    for (const name of patterns.keys()) delete format[name];
  }
}

/** Why a schema cannot be used, in words for the Problems panel; `null` where it can. References show only when followed. */
export function schemaProblem(schema: unknown): string | null {
  try {
    compile(schema);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compile(schema: unknown): CompiledSchema {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw new Error('A JSON Schema must be an object.');
  const known = compiledSchemas.get(schema);
  if (known) return known;
  const patterns = new Map<string, RE2JS>();
  const steps = { left: mostSteps, comparesItems: false };
  const safe = safeSchema(schema, { patterns, steps });
  const fresh = { validator: new Validator(safe, draftOf(safe.$schema), false), patterns, steps };
  compiledSchemas.set(schema, fresh);
  return fresh;
}

function draftOf(uri: unknown): SchemaDraft {
  if (typeof uri !== 'string') return '2020-12';
  if (uri.includes('draft-04')) return '4';
  if (uri.includes('draft-07')) return '7';
  return uri.includes('2019-09') ? '2019-09' : '2020-12';
}

interface Making {
  readonly patterns: Map<string, RE2JS>;
  readonly steps: Steps;
}

/** A copy (the library writes into what it is given) without JavaScript patterns, that counts how often it is looked at. */
function safeSchema(schema: object, making: Making): Schema {
  const safe: Schema = counting(making.steps);
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === '__proto__') continue;
    if (keyword === 'patternProperties') throw new Error('The schema uses patternProperties, which is not supported here.');
    if (keyword !== 'pattern') safe[keyword] = safeKeyword(keyword, value, making);
  }
  if (!('pattern' in schema)) return safe;
  const check = { format: registerPattern(String(schema.pattern), making.patterns) };
  safe.allOf = [...(safe.allOf ?? []), check];
  return safe;
}

/** A schema that the library can hold against so many parts of an answer: it reads this keyword once each time. */
function counting(steps: Steps): Schema {
  let anchor: boolean | undefined;
  return Object.defineProperty({}, '$recursiveAnchor', {
    get: () => {
      if (steps.left-- <= 0) throw new Error('The answer is too long to be held against this schema.');
      return anchor;
    },
    set: (value: boolean) => {
      anchor = value;
    },
  });
}

function refuseLongLists(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const parts: readonly unknown[] = Object.values(value);
  if (Array.isArray(value) && parts.length > mostItems) {
    throw new Error(`The answer has a list of ${parts.length} items: \`uniqueItems\` compares up to ${mostItems}.`);
  }
  for (const part of parts) refuseLongLists(part);
}

function safeKeyword(keyword: string, value: unknown, making: Making): unknown {
  if (keyword === 'uniqueItems') making.steps.comparesItems ||= value === true;
  // The library's `url`, no format of JSON Schema's, backtracks for seconds on 30 characters.
  if (keyword === 'format') return value === 'url' ? 'uri' : value;
  const nested = (part: unknown): unknown => (isObject(part) ? safeSchema(part, making) : part);
  if (Array.isArray(value)) return Object.hasOwn(schemaArrayKeyword, keyword) ? value.map(nested) : structuredClone(value);
  if (!isObject(value)) return value;
  if (Object.hasOwn(schemaMapKeyword, keyword) || keyword === 'dependencies') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, nested(part)]));
  }
  // Whatever the library does not skip can be referred to, and is a schema then.
  return Object.hasOwn(ignoredKeyword, keyword) ? structuredClone(value) : nested(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function registerPattern(source: string, patterns: Map<string, RE2JS>): string {
  const name = patternFormat + source;
  try {
    patterns.set(name, RE2JS.compile(RE2JS.translateRegExp(source)));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new Error(`The schema's pattern ${source} is not RE2 syntax (no lookaround, no back-references).`, { cause: error });
  }
  return name;
}

/** Keywords that only say that something within them failed. */
function isContainer(keyword: string): boolean {
  return keyword in schemaKeyword || keyword in schemaArrayKeyword || keyword in schemaMapKeyword;
}

function describeError({ instanceLocation, error }: OutputUnit): string {
  const place = instanceLocation.replace(/^#\/?/, '');
  return (place === '' ? error : `${place}: ${error}`).replace(`format "${patternFormat}`, 'pattern "');
}
