import assert from 'node:assert/strict';
import test from 'node:test';
import { json } from '../../../src/core/scorers/json.ts';
import { schemaProblem } from '../../../src/core/scorers/jsonSchema.ts';
import { answer } from './answers.ts';

const none = { schema: null, fields: null };

test('json: the answer or its first fenced block', () => {
  assert.equal(json.score(answer('{"a": 1}'), none).passed, true);
  assert.equal(json.score(answer('Here you are:\n```json\n{"a": 1}\n```\nEnjoy!'), none).passed, true);
  assert.equal(json.score(answer('null'), none).passed, true);
  assert.deepEqual(json.score(answer(''), none), { value: 0, passed: false, reason: 'not JSON' });
  assert.equal(json.score(answer('The answer is {"a": 1}'), none).passed, false);
});

test('json: fields by path, deep equality, partial value', () => {
  const text = '{"order": {"id": 7, "items": [{"sku": "x"}]}, "tags": ["a", "b"], "a.b": true}';
  const fields = { 'order.id': 7, 'order.items.0.sku': 'x', tags: ['a', 'b'], 'a.b': true };
  assert.deepEqual(json.score(answer(text), { schema: null, fields }), { value: 1, passed: true, reason: 'valid' });
  const verdict = json.score(answer(text), { schema: null, fields: { ...fields, tags: ['b', 'a'], 'order.total': 3 } });
  assert.equal(verdict.value, 3 / 5);
  assert.equal(verdict.passed, false);
  assert.equal(verdict.reason, 'tags is ["a","b"]; no order.total');
});

test('json: an expected text, as columns give it, stands for the number it spells; a found text for no number', () => {
  const value = (text: string, expected: unknown): number =>
    json.score(answer(text), { schema: null, fields: { n: expected } }).value;
  assert.equal(value('{"n": 42}', '42'), 1);
  assert.equal(value('{"n": true}', 'true'), 1);
  assert.equal(value('{"n": "42"}', 42), 0);
  assert.equal(value('{"n": 0}', ''), 0);
});

test('json: fields are own properties only', () => {
  assert.equal(json.score(answer('{}'), { schema: null, fields: { 'constructor.name': 'Object' } }).passed, false);
});

test('json: schema and fields count alike, and the fault is named at its place', () => {
  const schema = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'integer' }, when: { type: 'string', format: 'date' } },
  };
  const verdict = json.score(answer('{"id": "7", "when": "soon"}'), { schema, fields: { when: 'soon' } });
  assert.equal(verdict.value, 1 / 2);
  assert.match(verdict.reason, /id: Instance type "string" is invalid/);
  assert.equal(json.score(answer('{"id": 7, "when": "2026-11-20"}'), { schema, fields: null }).passed, true);
});

test('json: a pattern in a schema runs in linear time and does not shadow other formats', () => {
  const schema = { type: 'object', properties: { pattern: { type: 'string', pattern: '^(a+)+$' } } };
  assert.equal(json.score(answer(JSON.stringify({ pattern: 'a'.repeat(40) })), { schema, fields: null }).passed, true);
  const verdict = json.score(answer(JSON.stringify({ pattern: `${'a'.repeat(4000)}!` })), { schema, fields: null });
  assert.equal(verdict.passed, false);
  assert.match(verdict.reason, /pattern: String does not match pattern "\^\(a\+\)\+\$"/);
});

test('json: patterns in $defs, arrays and combinations are found; constants are left alone', () => {
  const schema = {
    $defs: { code: { pattern: '^[A-Z]{2}$' } },
    type: 'array',
    items: { anyOf: [{ $ref: '#/$defs/code' }, { const: { pattern: '(' } }] },
  };
  const passed = (value: unknown): boolean => json.score(answer(JSON.stringify(value)), { schema, fields: null }).passed;
  assert.equal(passed(['DE', { pattern: '(' }]), true);
  assert.equal(passed(['de']), false);
});

test('json: a format whose check could hang is not run', () => {
  const schema = { type: 'string', format: 'url' };
  assert.equal(
    typeof json.score(answer(JSON.stringify(`http://${'a'.repeat(60)}!`)), { schema, fields: null }).passed,
    'boolean',
  );
});

test('json: a schema that cannot be used says why', () => {
  assert.match(schemaProblem({ pattern: '(?=x)' }) ?? '', /RE2/);
  assert.match(schemaProblem({ patternProperties: { '^x': {} } }) ?? '', /patternProperties/);
  assert.match(schemaProblem([]) ?? '', /object/);
  assert.equal(schemaProblem({ type: 'object' }), null);
  assert.throws(() => json.score(answer('1'), { schema: { $ref: '#/$defs/x' }, fields: null }), /Unresolved \$ref/);
});

test('json: the schema of the suite is not written into', () => {
  const schema = Object.freeze({ type: 'string', pattern: 'x' });
  assert.equal(json.score(answer('"x"'), { schema, fields: null }).passed, true);
});

test('json: fences without an end are looked through once', { timeout: 20_000 }, () => {
  assert.equal(json.score(answer('`'.repeat(2_000_000)), none).passed, false);
  assert.equal(json.score(answer('```\n'.repeat(300_000)), none).passed, false);
  assert.equal(json.score(answer('```json\n{}'), none).passed, false);
  assert.equal(json.score(answer('```js``` then\n{"a":1}\n```'), none).passed, true);
});

test('json: patterns are RE2 wherever a reference may find them', { timeout: 60_000 }, () => {
  const x = { x: `${'a'.repeat(40)}b` };
  for (const text of [
    '{"own": {"pattern": "^(a+)+$"}, "properties": {"x": {"$ref": "#/own"}}}',
    '{"properties": {"x": {"__proto__": {"pattern": "^(a+)+$"}, "pattern": "^(a+)+$"}}}',
  ]) {
    const schema: unknown = JSON.parse(text);
    const { value, reason } = json.score(answer(JSON.stringify(x)), { schema, fields: null });
    assert.equal(value, 0);
    assert.match(reason, /x: String does not match pattern/);
  }
});

test('json: what would take powers of the answer’s depth, or of the schema’s, ends as a failure', { timeout: 60_000 }, () => {
  const { $defs, answered } = expressions(20);
  const union = { $ref: '#/$defs/any', $defs };
  assert.throws(() => json.score(answer(answered), { schema: union, fields: null }), /too long to be held against this schema/);
  assert.equal(json.score(answer(expressions(3).answered), { schema: union, fields: null }).passed, true);
  const twice = (index: number) => ({ allOf: [{ $ref: `#/$defs/d${index}` }, { $ref: `#/$defs/d${index}` }] });
  const doubled = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`d${index}`, index === 39 ? {} : twice(index + 1)]),
  );
  const schema = { $ref: '#/$defs/d0', $defs: doubled };
  assert.throws(() => json.score(answer('1'), { schema, fields: null }), /too long to be held against this schema/);
});

test('json: uniqueItems compares no more items than it can in time', () => {
  const schema = { type: 'array', uniqueItems: true };
  const list = (length: number) => JSON.stringify(Array.from({ length }, (_, index) => index));
  assert.equal(json.score(answer(list(1000)), { schema, fields: null }).passed, true);
  assert.equal(json.score(answer('[1, 2, 1]'), { schema, fields: null }).passed, false);
  assert.throws(() => json.score(answer(list(100_000)), { schema, fields: null }), /list of 100000 items/);
  assert.equal(json.score(answer(list(5000)), { schema: { type: 'array' }, fields: null }).passed, true);
});

/** A grammar of four operators, each of which holds two of the whole, and an answer in it. */
function expressions(depth: number) {
  const binary = (op: string) => ({
    type: 'object',
    properties: { op: { const: op }, left: { $ref: '#/$defs/any' }, right: { $ref: '#/$defs/any' } },
  });
  const $defs = { any: { anyOf: [{ type: 'number' }, ...['-', '*', '/', '+'].map(binary)] } };
  const answered = `${'{"op": "+", "left": '.repeat(depth)}1${', "right": 2}'.repeat(depth)}`;
  return { $defs, answered };
}
