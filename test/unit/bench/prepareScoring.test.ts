import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import type { PrepareContext } from '../../../src/core/prepareRun.ts';
import { matchCases, prepareScoring } from '../../../src/core/prepareScoring.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { suite, testCase } from '../runner/fakes.ts';
import { makeRun } from '../store/fixtures.ts';

const judge = (...judges: string[]): ScorerSpec => ({
  scorer: 'judge',
  args: { rubric: 'polite', judges, reference: null, threshold: 0.75 },
  weight: 1,
  not: false,
});
const exact: ScorerSpec = { scorer: 'exact', args: { value: 'yes', ignoreCase: true }, weight: 1, not: false };

const prompts = [
  { id: 'plain', template: 'Q: {{q}}' },
  { id: 'strict', system: 'Be brief.', template: '{{q}}' },
];
const asked = suite({ prompts, cases: ['one', 'two', 'three'].map((id) => testCase(id)) });

function leftOutOf(now: Partial<Suite>): string[] {
  return matchCases(asked, { ...asked, ...now }).leftOut.map(({ caseId, why }) => `${caseId} ${why}`);
}

test('cases are found again by id, and those that are new or gone are named', () => {
  const cases = ['two', 'four'].map((id) => testCase(id));
  assert.deepEqual(leftOutOf({ cases }), ['four new', 'one gone', 'three gone']);
  assert.deepEqual(leftOutOf({}), []);
});

test('a question asked in other words since is left out, whatever of it changed', () => {
  const [plain, strict] = prompts as [Suite['prompts'][number], Suite['prompts'][number]];
  const all = ['one', 'two', 'three'].map((id) => `${id} question-changed`);
  const cases = [{ ...testCase('one'), vars: { q: 'uno' } }, testCase('two'), testCase('three')];
  assert.deepEqual(leftOutOf({ cases }), ['one question-changed']);
  assert.deepEqual(leftOutOf({ prompts: [{ ...plain, template: 'Question: {{q}}' }, strict] }), all);
  assert.deepEqual(leftOutOf({ prompts: [plain, { ...strict, system: 'Be very brief.' }] }), all);
  assert.deepEqual(leftOutOf({ prompts: [{ ...plain, id: 'renamed' }] }), all, 'none of the variants is known');
});

test('what was not sent says nothing against an answer', () => {
  const cases = asked.cases.map((spec) => ({ ...spec, vars: { ...spec.vars, expected: 'mended' }, expect: [exact] }));
  assert.deepEqual(leftOutOf({ cases }), []);
  assert.deepEqual(leftOutOf({ prompts: prompts.slice(0, 1) }), [], 'a variant that was dropped');
  assert.deepEqual(leftOutOf({ prompts: prompts.map((prompt) => ({ ...prompt, system: prompt.system ?? '' })) }), []);
});

const context: PrepareContext = {
  keys: { key: async () => null },
  user: noUserProviders,
  at: new Date('2026-03-01T00:00:00.000Z'),
  demoOrigin: 'http://127.0.0.1:1',
  editorModels: false,
  listPrice: async () => null,
};

const stored = { run: makeRun({ status: 'finished' }), detail: { suite: asked, candidates: [], prices: {} } };
const gradable = { one: 1, two: 1, three: 1 };

test('the answers to cases that expect something are scored, and only judges that they name are prepared', async () => {
  const graders = ['demo/atlas-large', 'openai/gpt-5'].map((ref) => {
    const [provider = '', model = ''] = ref.split('/');
    return { ref, provider, model, kind: 'judge' } as const;
  });
  const expects = [[exact, judge('demo/atlas-large')], [], [exact]];
  const cases = asked.cases.map((spec, index) => ({ ...spec, expect: expects[index] ?? [] }));
  // The only case that this judge is asked about is not one of the run's.
  const added = { ...testCase('four'), expect: [judge('openai/gpt-5')] };
  const prepared = await prepareScoring(stored, gradable, { ...asked, cases: [...cases, added], graders }, context);
  assert.deepEqual(Object.keys(prepared.expect), ['one', 'three']);
  assert.equal(prepared.answers, 2);
  assert.deepEqual(prepared.leftOut, [{ caseId: 'four', why: 'new' }]);
  assert.deepEqual(Object.keys(prepared.endpoints), ['demo/atlas-large']);
  assert.deepEqual([prepared.missingKeys, prepared.problems], [[], []]);
  assert.ok((prepared.estimate.judging?.calls ?? 0) > 0);
});

test('the estimate counts the answers that there are, whatever models the suite has now', async () => {
  const graders = [{ ref: 'demo/atlas-large', provider: 'demo', model: 'atlas-large', kind: 'judge' } as const];
  const cases = asked.cases.map((spec) => ({ ...spec, expect: [judge('demo/atlas-large')] }));
  const now = { ...asked, cases, graders, repeats: 50, models: [...asked.models, ...asked.models] };
  const { answers, estimate } = await prepareScoring(stored, gradable, now, context);
  assert.deepEqual([answers, estimate.judging?.calls], [3, 3]);
});

test('expectations without judges need no key and no server', async () => {
  const cases = asked.cases.map((spec) => ({ ...spec, expect: [exact] }));
  const prepared = await prepareScoring(stored, gradable, { ...asked, cases }, context);
  assert.deepEqual([prepared.endpoints, prepared.missingKeys, prepared.problems], [{}, [], []]);
  assert.equal(prepared.estimate.judging, null);
  assert.equal(prepared.answers, 3);
});

test('a judge whose key is missing is asked for', async () => {
  const cases = asked.cases.map((spec) => ({ ...spec, expect: [judge('openai/gpt-5')] }));
  const { missingKeys } = await prepareScoring(stored, gradable, { ...asked, cases }, context);
  assert.deepEqual(
    missingKeys.map(({ origin }) => origin),
    ['https://api.openai.com'],
  );
});
