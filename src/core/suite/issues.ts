import * as z from 'zod';
import type { Problem } from '../../shared/model/problem.ts';
import { scorerKeys } from './expectSchema.ts';
import { error, nameList, quoted } from './problems.ts';
import { suiteSchema } from './schema.ts';
import { valueAt } from './source.ts';
import type { Path, SuiteSource } from './source.ts';
import { nearestName } from './suggest.ts';

/** More of them would only bury what matters; a file with that many is no suite. */
const mostProblems = 200;

type Issue = z.core.$ZodIssue;

/** The schema's complaints about a suite, in plain sentences and at their place in the text. */
export function schemaProblems(issues: readonly Issue[], source: SuiteSource): Problem[] {
  const plain = issues.flatMap((issue) => settleUnion(issue, []));
  const unknownAt = new Set(plain.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('\n')));
  // An entry whose scorer is misspelt also has no scorer: one complaint is enough.
  const telling = plain.filter((issue) => issue.code !== 'custom' || !unknownAt.has(issue.path.join('\n')));
  // Nor is a key missing that stands there misspelt.
  const meant = new Set(plain.flatMap((issue) => meantKeys(issue, source)));
  return telling
    .filter(({ path }) => !meant.has(path.join('\n')))
    .slice(0, mostProblems)
    .flatMap((issue) => problemsOf(issue, source));
}

/** Replaces "none of the forms fits" by the complaint of the form that was meant: the one of the value's type. */
function settleUnion(issue: Issue, base: readonly PropertyKey[]): Issue[] {
  const path = [...base, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ ...issue, path }];
  const meant = issue.errors.filter((branch) => !branch.some(isOfAnotherType)).toSorted((a, b) => a.length - b.length)[0];
  if (meant === undefined) return [{ ...issue, path }];
  return meant.flatMap((inner) => settleUnion(inner, path));
}

function isOfAnotherType(issue: Issue): boolean {
  return issue.path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code);
}

function problemsOf(issue: Issue, source: SuiteSource): Problem[] {
  const path = pathOf(issue);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, mostProblems).map((key) => unknownKey(key, path, source));
    case 'invalid_key':
      return [error('bad-key', issue.issues[0]?.message ?? issue.message, source.keyRange(path))];
    case 'custom':
      return [error('invalid', issue.message, source.keyRange(path))];
    case 'invalid_type':
    case 'invalid_union':
    case 'invalid_value':
      return [mismatch(issue, path, source)];
    case 'too_small':
    case 'too_big':
      return [error('out-of-range', boundMessage(issue, path, source), source.valueRange(path))];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
      return [error('invalid', issue.message, source.valueRange(path))];
  }
}

/** Where the misspelt keys of an object would stand. */
function meantKeys(issue: Issue, source: SuiteSource): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.slice(0, mostProblems).flatMap((key) => {
    const near = nearKey(key, pathOf(issue), source);
    return near === null ? [] : [[...issue.path, near].join('\n')];
  });
}

/** The key that was meant, of those that the object does not have yet. */
function nearKey(key: string, path: Path, source: SuiteSource): string | null {
  const given = valueAt(source.value, path);
  const free = objectAt(path).known.filter((name) => typeof given !== 'object' || given === null || !Object.hasOwn(given, name));
  return nearestName(key, free);
}

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function unknownKey(key: string, path: Path, source: SuiteSource): Problem {
  const { known: all, title } = objectAt(path);
  const isScorer = title === 'Expectation';
  const known = isScorer ? scorerKeys : all;
  const near = nearKey(key, path, source);
  const subject = isScorer ? `There is no scorer \`${key}\`.` : `${sentenceName(title, path)} has no key \`${key}\`.`;
  const advice = near === null ? `${isScorer ? 'Scorers' : 'Known keys'}: ${nameList(known, 24)}.` : `Did you mean \`${near}\`?`;
  const others = isScorer && near !== null ? ` Scorers: ${nameList(known, 24)}.` : '';
  const place = [...path, key];
  const fix = near === null ? null : source.keyFix(place, near);
  return error(isScorer ? 'unknown-scorer' : 'unknown-key', `${subject} ${advice}${others}`, source.keyRange(place), fix);
}

/** What stands there is not repeated in messages: somebody may have put a key there. */
const mayHoldKeys: readonly (string | number)[] = ['keyEnv', 'headers', 'baseUrl'];

function mismatch(issue: Issue, path: Path, source: SuiteSource): Problem {
  const value = valueAt(source.value, path);
  const name = pathName(path);
  if (value === undefined) {
    const owner = path.slice(0, -1);
    const message = `${sentenceName(objectAt(owner).title, owner)} needs ${name}.`;
    return error('missing-key', message, owner.length === 0 ? source.line(0) : source.keyRange(owner));
  }
  if (value === null && path.length === 0)
    return error('no-value', 'The suite is empty: give it `models`, a `prompt` and `cases`.', source.line(0));
  if (value === null) return error('no-value', `${name} has no value: give it one, or remove the key.`, source.keyRange(path));
  const choices = expected(issue);
  const near = typeof value === 'string' && issue.code === 'invalid_value' ? nearestName(value, issue.values.map(String)) : null;
  const found = path.some((step) => mayHoldKeys.includes(step)) ? '' : `, not ${describe(value)}`;
  const isMapping = path.length > 0 && choices.length === 1 && choices[0] === 'a mapping';
  const keys = isMapping ? objectAt(path).known : [];
  const example = keys.length === 0 ? '' : ` Its keys: ${nameList(keys)}.`;
  const message = `${name} must be ${listOr(choices)}${found}.${example}`;
  return error('wrong-type', message, source.valueRange(path), near === null ? null : source.valueFix(path, near));
}

function boundMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, path: Path, source: SuiteSource): string {
  const small = issue.code === 'too_small';
  const bound = Number(small ? issue.minimum : issue.maximum);
  const name = pathName(path);
  if (issue.origin === 'string') {
    return small ? `${name} must not be empty.` : `${name} must have at most ${bound} characters.`;
  }
  if (issue.origin === 'array') {
    const least = bound === 1 ? 'one entry' : `${bound} entries`;
    return small ? `${name} needs at least ${least}.` : `${name} must have at most ${bound} entries.`;
  }
  const relation = issue.inclusive === false ? (small ? 'more than' : 'less than') : small ? 'at least' : 'at most';
  return `${name} must be ${relation} ${bound}, not ${describe(valueAt(source.value, path))}.`;
}

/** What the schema would take, in words. */
function expected(issue: Issue): string[] {
  if (issue.code === 'invalid_union') {
    const words = [...new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).flatMap(expected)))];
    // Where text will do, a number or `true` is taken as the text it is written as.
    return words.includes('text') ? words.filter((word) => word !== 'a number' && word !== 'true or false') : words;
  }
  if (issue.code === 'invalid_value')
    return issue.values.map((value) => (typeof value === 'string' ? `\`${value}\`` : String(value)));
  if (issue.code !== 'invalid_type') return [];
  return [typeWords[issue.expected] ?? issue.expected];
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function describe(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value);
}

function listOr(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? 'something else') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `` `repeats` ``, or `` Entry 3 of `models` ``. */
function pathName(path: Path): string {
  const last = path.at(-1);
  if (typeof last === 'string') return `\`${last}\``;
  return last === undefined ? 'The suite' : `Entry ${last + 1} of ${pathName(path.slice(0, -1))}`;
}

function sentenceName(title: string | null, path: Path): string {
  if (title === null) return pathName(path);
  return `${/^[AEIOU]/.test(title) ? 'An' : 'A'} ${title.toLowerCase()}`;
}

/** The keys that the schema has at a place, and the name of what they describe. */
function objectAt(path: Path): { known: string[]; title: string | null } {
  let schemas = unwrap(suiteSchema);
  for (const step of path) schemas = schemas.flatMap((schema) => inside(schema, step)).flatMap(unwrap);
  const objects = schemas.filter((schema) => schema instanceof z.ZodObject);
  return {
    known: [...new Set(objects.flatMap((schema) => Object.keys(schema.shape)))],
    title: objects.map((schema) => schema.meta()?.title).find((title) => title !== undefined) ?? null,
  };
}

function inside(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, step) ? [schema.shape[step]] : [];
  if (schema instanceof z.ZodArray) return [schema.element];
  return schema instanceof z.ZodRecord ? [schema.valueType] : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrap);
  const optional = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return optional ? unwrap(schema.unwrap()) : [schema];
}
