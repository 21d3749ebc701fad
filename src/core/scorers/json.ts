import { isDeepStrictEqual } from 'node:util';
import { schemaErrors } from './jsonSchema.ts';
import type { Scorer } from './spec.ts';
import { excerpt } from './text.ts';

/** The schema and every field count alike; the value is the share of them that is right. Valid JSON with nothing more asked is 1. */
export const json: Scorer<'json'> = {
  name: 'json',
  describe({ schema, fields }) {
    const parts = [...(hasSchema(schema) ? ['schema'] : []), ...Object.keys(fields ?? {})];
    return parts.length === 0 ? 'json' : `json (${excerpt(parts.join(', '))})`;
  },
  score(answer, { schema, fields }) {
    const parsed = parseAnswer(answer.text);
    if (parsed === null) return { value: 0, passed: false, reason: 'not JSON' };
    const wrong = fieldFaults(parsed.value, fields ?? {});
    const misfits = hasSchema(schema) ? schemaErrors(schema, parsed.value) : [];
    const checks = Object.keys(fields ?? {}).length + (hasSchema(schema) ? 1 : 0);
    const failed = wrong.length + (misfits.length > 0 ? 1 : 0);
    const reason = [...misfits.slice(0, 2), ...wrong.slice(0, 3)].join('; ');
    return { value: checks === 0 ? 1 : 1 - failed / checks, passed: failed === 0, reason: reason || 'valid' };
  },
};

function hasSchema(schema: unknown): boolean {
  return schema !== null && schema !== undefined;
}

/** The whole answer, or its first fenced block: models wrap JSON in one unasked. */
function parseAnswer(text: string): { readonly value: unknown } | null {
  return tryParse(text) ?? tryParse(firstFenced(text));
}

/** What stands between the first line with ``` and the next ```; by hand, for a pattern would scan a text of fences anew from each. */
function firstFenced(text: string): string {
  const start = text.indexOf('\n', text.indexOf('```')) + 1;
  const end = text.indexOf('```', start);
  return text.includes('```') && start > 0 && end !== -1 ? text.slice(start, end) : '';
}

function tryParse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text.trim()) as unknown };
  } catch {
    return null;
  }
}

function fieldFaults(root: unknown, fields: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(fields).flatMap(([path, expected]) => {
    const found = valueAt(root, path);
    if (found === undefined) return [`no ${path}`];
    return equals(found, expected) ? [] : [`${path} is ${excerpt(JSON.stringify(found))}`];
  });
}

/** `items.0.price`; a key that itself has dots is found under its whole name. */
function valueAt(root: unknown, path: string): unknown {
  const whole = ownValue(root, path);
  if (whole !== undefined) return whole;
  return path.split('.').reduce<unknown>(ownValue, root);
}

function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return (holder as Readonly<Record<string, unknown>>)[key];
}

/** Deep equality. Columns of a dataset are text, so an expected text also stands for the number or boolean it spells. */
function equals(found: unknown, expected: unknown): boolean {
  if (typeof expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    const text = expected.trim();
    return text === String(found) || (text !== '' && Number(text) === found);
  }
  return isDeepStrictEqual(found, expected);
}
