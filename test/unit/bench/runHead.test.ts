import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runHead } from '../../../src/core/runHead.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { CaseSpec } from '../../../src/shared/model/suite.ts';
import { detail, makeRun } from '../store/fixtures.ts';

test('the head of a run has everything but the cases', async () => {
  const run = makeRun();
  const cases: readonly CaseSpec[] = [{ id: 'a', name: 'a', category: null, vars: { question: 'Why?' }, expect: [] }];
  const { cases: none, ...suite } = detail.suite;
  assert.deepEqual(none, []);
  const head = await runHead({ run: async () => ({ run, detail: { ...detail, suite: { ...suite, cases } } }) }, run.id);
  assert.deepEqual(head, { run, suite, candidates: detail.candidates });
  assert.equal(await runHead({ run: async () => null }, 'gone' as RunId), null);
});
