import { isDeepStrictEqual } from 'node:util';
import { jsonAnswer } from './jsonAnswer.ts';
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
    const parsed = jsonAnswer(answer.text);
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
