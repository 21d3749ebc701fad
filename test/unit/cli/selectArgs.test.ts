import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../../src/core/cli/exitCode.ts';
import { selectionOf } from '../../../src/core/cli/selectArgs.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';

const suite = {
  cases: [
    { id: 'refund', name: 'refund' },
    { id: 'refund (2)', name: 'refund' },
    { id: 'a.b', name: 'a.b' },
    { id: 'odd*name', name: 'odd*name' },
  ],
  models: [
    { label: 'local', ref: 'ollama/llama3.2' },
    { label: 'openai/gpt-5', ref: 'openai/gpt-5' },
  ],
} as unknown as Suite;

const cases = (...wanted: string[]) => selectionOf(suite, { cases: wanted, models: [] }, 's.bench.yaml').cases;
const models = (...wanted: string[]) => selectionOf(suite, { cases: [], models: wanted }, 's.bench.yaml').models;

test('cases and models are named in full, by either of their names, or with *', () => {
  assert.deepEqual(cases('refund'), ['refund', 'refund (2)']);
  assert.deepEqual(cases('refund (2)'), ['refund (2)']);
  assert.deepEqual(cases('*b'), ['a.b']);
  assert.deepEqual(cases('odd*name'), ['odd*name']);
  assert.deepEqual(models('ollama/*'), ['local']);
  assert.deepEqual(models('*', 'local'), ['local', 'openai/gpt-5']);
  assert.equal(cases(), undefined);
});

test('what the suite does not have is refused, with the nearest name', () => {
  assert.throws(
    () => cases('refnud'),
    (error) =>
      error instanceof UsageError &&
      error.message === 's.bench.yaml has no case "refnud". Did you mean "refund"? It has: refund, refund (2), a.b, odd*name',
  );
  assert.throws(() => cases('aXb'), /has no case "aXb"/);
  assert.throws(() => models('openai/gpt5'), /Did you mean "openai\/gpt-5"\? It has: local, openai\/gpt-5$/);
});
