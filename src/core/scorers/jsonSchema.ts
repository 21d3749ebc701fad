import {
  format,
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
}

/** A format name that no schema of the user's can hold by accident. */
const patternFormat = 'llm-bench:pattern:';

const compiledSchemas = new WeakMap<object, CompiledSchema>();

/** What is wrong with the instance; empty where it fits. Throws where the schema itself cannot be used. */
export function schemaErrors(schema: unknown, instance: unknown): readonly string[] {
  const { validator, patterns } = compile(schema);
  // The library knows formats by one table for all schemas: ours stand in it only while it runs.
  for (const [name, pattern] of patterns) format[name] = (text: string) => pattern.matcher(text).find();
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
  const safe = safeSchema(schema, patterns);
  const fresh = { validator: new Validator(safe, draftOf(safe.$schema), false), patterns };
  compiledSchemas.set(schema, fresh);
  return fresh;
}

function draftOf(uri: unknown): SchemaDraft {
  if (typeof uri !== 'string') return '2020-12';
  if (uri.includes('draft-04')) return '4';
  if (uri.includes('draft-07')) return '7';
  return uri.includes('2019-09') ? '2019-09' : '2020-12';
}

/** A copy (the library writes into what it is given) without JavaScript patterns. */
function safeSchema(schema: object, patterns: Map<string, RE2JS>): Schema {
  const safe: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'patternProperties') throw new Error('The schema uses patternProperties, which is not supported here.');
    if (keyword !== 'pattern') safe[keyword] = safeKeyword(keyword, value, patterns);
  }
  if (!('pattern' in schema)) return safe;
  const check = { format: registerPattern(String(schema.pattern), patterns) };
  return { ...safe, allOf: [...(safe.allOf ?? []), check] };
}

function safeKeyword(keyword: string, value: unknown, patterns: Map<string, RE2JS>): unknown {
  // The library's `url`, no format of JSON Schema's, backtracks for seconds on 30 characters.
  if (keyword === 'format') return value === 'url' ? 'uri' : value;
  const nested = (part: unknown): unknown => (isObject(part) ? safeSchema(part, patterns) : part);
  if (Array.isArray(value)) return keyword in schemaArrayKeyword ? value.map(nested) : structuredClone(value);
  if (!isObject(value)) return value;
  if (keyword in schemaKeyword) return nested(value);
  if (keyword in schemaMapKeyword || keyword === 'dependencies') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, nested(part)]));
  }
  return structuredClone(value);
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
