import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { attemptLine } from '../../../src/host/testing/attemptLine.ts';
import { datasetRows } from '../../../src/host/testing/datasetRows.ts';
import { selectionsOf, type Pick } from '../../../src/host/testing/picks.ts';
import { highestUsd, spentOf, WatchSum, within } from '../../../src/host/testing/saveGuard.ts';
import { expectedText, verdictOf, worstOf } from '../../../src/host/testing/verdict.ts';
import type { PreparedRun } from '../../../src/core/prepareRun.ts';
import type { AttemptRecord, Score } from '../../../src/shared/model/attempt.ts';
import type { CallError } from '../../../src/shared/model/errors.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import { memoryReader, options } from '../suite/helpers.ts';

const names = { cases: ['a', 'b', 'c'], models: ['x', 'y', 'z'] };
const all = () => true;
const cases = (...ids: string[]): Pick => ({ kind: 'cases', ids });
const model = (caseId: string, label: string): Pick => ({ kind: 'model', caseId, label });

test('a picked suite is one run of all of it, a picked case one of all models', () => {
  assert.deepEqual(selectionsOf(names, { include: [{ kind: 'suite' }], exclude: [], keeps: all }), [{}]);
  assert.deepEqual(selectionsOf(names, { include: [cases('b')], exclude: [], keeps: all }), [{ cases: ['b'] }]);
});

test('models picked at the same cases share a run, hidden items are left out, and a profile narrows what is left', () => {
  const include = [model('a', 'x'), model('a', 'z'), model('b', 'y')];
  assert.deepEqual(selectionsOf(names, { include, exclude: [], keeps: all }), [
    { cases: ['a'], models: ['x', 'z'] },
    { cases: ['b'], models: ['y'] },
  ]);
  assert.deepEqual(selectionsOf(names, { include: [{ kind: 'suite' }], exclude: [cases('a'), model('b', 'y')], keeps: all }), [
    { cases: ['b', 'c'], models: ['x', 'z'] },
    { cases: ['c'], models: ['y'] },
  ]);
  const keeps = (caseId: string, label: string) => caseId === 'c' && label !== 'x';
  assert.deepEqual(selectionsOf(names, { include: [{ kind: 'suite' }], exclude: [], keeps }), [
    { cases: ['c'], models: ['y', 'z'] },
  ]);
});

test('what was picked is run, once, and nothing else', () => {
  const caseId = fc.constantFrom(...names.cases, 'gone');
  const pick: fc.Arbitrary<Pick> = fc.oneof(
    fc.record({ kind: fc.constant('cases' as const), ids: fc.array(caseId) }),
    fc.record({ kind: fc.constant('model' as const), caseId, label: fc.constantFrom(...names.models) }),
  );
  fc.assert(
    fc.property(fc.array(pick), fc.array(pick), (include, exclude) => {
      const has = (picks: readonly Pick[], id: string, label: string) =>
        picks.some((one) =>
          one.kind === 'cases' ? one.ids.includes(id) : one.kind === 'model' && one.caseId === id && one.label === label,
        );
      const wanted = names.models.flatMap((label) =>
        names.cases.filter((id) => has(include, id, label) && !has(exclude, id, label)).map((id) => `${id} ${label}`),
      );
      const selections = selectionsOf(names, { include, exclude, keeps: all });
      const run = selections.flatMap((one) =>
        (one.models ?? names.models).flatMap((label) => (one.cases ?? names.cases).map((id) => `${id} ${label}`)),
      );
      assert.deepEqual(run.toSorted(), wanted.toSorted());
      assert.ok(selections.length <= names.models.length);
    }),
  );
});

const score = (fields: Partial<Score>): Score => ({
  ...{ name: 'contains "30 days"', scorer: 'contains', value: 0, passed: false, weight: 1, reason: 'It is not there.' },
  ...fields,
});
const contains = (value: string, not = false): ScorerSpec => ({
  ...{ scorer: 'contains', args: { values: [value], mode: 'any', ignoreCase: false }, not, weight: 1 },
});
const ok = { status: 'ok', error: null } as const;

test('an answer that misses a text is held against that text, each expectation against its own', () => {
  const expect = [contains('14 days'), contains('30 days')];
  const scores = [score({ passed: true }), score({})];
  assert.deepEqual(verdictOf({ record: ok, passed: false, scores, expect }), {
    state: 'failed',
    complaints: [{ text: 'contains "30 days": It is not there.', expected: '30 days' }],
  });
  assert.equal(expectedText(contains('x', true)), null, 'what must not be there is no text to compare with');
});

test('a failed call and a failed scorer are errors, not wrong answers; nothing expected is passed', () => {
  const error: CallError = {
    ...{ kind: 'quota', stage: 'headers', message: 'No credit', advice: 'Add credit.', retryable: false, retryAfterMs: null },
    ...{ httpStatus: 429, providerCode: null, requestId: null },
  };
  assert.deepEqual(verdictOf({ record: { status: 'error', error }, passed: null, scores: [], expect: [] }), {
    state: 'errored',
    complaints: [{ text: 'quota used up: No credit. Add credit.', expected: null }],
  });
  const broken = [score({ passed: null, value: null, reason: 'The judge did not answer.' })];
  assert.deepEqual(verdictOf({ record: ok, passed: null, scores: broken, expect: [contains('x')] }), {
    state: 'errored',
    complaints: [{ text: 'contains "30 days": The judge did not answer.', expected: null }],
  });
  assert.deepEqual(verdictOf({ record: ok, passed: null, scores: [], expect: [] }), { state: 'passed' });
  assert.deepEqual(verdictOf({ record: { status: 'cancelled', error: null }, passed: null, scores: [], expect: [] }), {
    state: 'skipped',
  });
});

test('of several answers the worst tells: wrong before unknown before missing', () => {
  assert.equal(worstOf(['passed', 'errored', 'failed']), 'failed');
  assert.equal(worstOf(['passed', 'skipped', 'errored']), 'errored');
  assert.equal(worstOf(['passed', 'skipped']), 'skipped');
  assert.equal(worstOf(['passed', 'passed']), 'passed');
});

test('an attempt is one line of output, however the answer is written', () => {
  const record = {
    ...{ candidateId: 'atlas', caseId: 'refund', repeat: 2, attempt: 1, status: 'ok', passed: false, error: null, final: true },
    timing: { e2eMs: 620 },
  } as AttemptRecord;
  assert.equal(
    attemptLine(record, 'You can\r\n\u001b[31mreturn it.'),
    '✗ atlas · refund · repeat 2 · 620 ms · You can [31mreturn it.',
  );
});

test('cases of datasets are known by the dataset that gives them', async () => {
  const files = { '/w/one.csv': 'q\n1\n2\n', '/w/two.csv': 'q\n3\n' };
  const text = `
models: [openai/gpt-5]
prompt: "{{q}}"
cases:
  - { dataset: one.csv }
  - { name: written, vars: { q: 0 } }
  - { dataset: two.csv }
`;
  const loaded = await loadSuite('/w/a.bench.yaml', '/w', memoryReader(files).reader, options, text);
  assert.deepEqual(
    datasetRows(loaded).map((rows) => rows.map(({ vars }) => vars['q'])),
    [['1', '2'], ['3']],
  );
});

function billed(highUsd: number | null, provider = 'openai', unknownModels: string[] = []): PreparedRun {
  return {
    estimate: { highUsd, unknownModels },
    endpoints: { 'mine/here': { baseUrl: 'http://localhost:11434/v1' } },
    suite: { models: [{ provider }], graders: [], endpoints: [] },
  } as unknown as PreparedRun;
}

test('what a run on save may cost is the sum of all that would run, and unknown as soon as one price is', () => {
  assert.equal(highestUsd([billed(0.25), billed(0.5)]), 0.75);
  assert.equal(highestUsd([billed(0.25), billed(null, 'openai', ['openai/new'])]), null);
  assert.equal(highestUsd([billed(0.25), billed(null, 'mine', ['mine/here'])]), 0.25, 'this machine bills nobody');
  assert.equal(highestUsd([billed(0.25, 'openai', ['openai/new'])]), null);
  assert.equal(highestUsd([billed(99, 'demo')]), 0);
});

test('runs stay within the sum that was agreed to, by what they may cost when they begin', () => {
  const next = within(0.75);
  const unknown = billed(null, 'openai', ['openai/new']);
  const runs = [billed(0.5), unknown, billed(0.5), billed(0.25), billed(0.01)];
  assert.deepEqual(
    runs.map((run) => next(run)),
    [true, false, false, true, false],
  );
  assert.equal(within(0, ['openai/new'])(unknown), true, 'its model was named');
});

test('runs of one watch are cheap together: each counts with what it has cost, and where that is not known with its estimate', () => {
  const sum = new WatchSum();
  sum.begin(billed(0.04));
  assert.equal(sum.usd, 0.04);
  assert.equal(sum.hasRoom(0.02, 0.05), false);
  sum.end(0.01);
  assert.equal(sum.usd, 0.01);
  assert.equal(sum.hasRoom(0.04, 0.05), true);
  sum.begin(billed(0.04));
  sum.end(null);
  assert.equal(sum.usd, 0.05);
  assert.equal(sum.hasRoom(0.01, 0.05), false);
  assert.equal(sum.hasRoom(0, 0.01), true, 'what is free has room');
  sum.begin(billed(9, 'demo'));
  sum.end(9);
  assert.equal(sum.usd, 0.05, 'made-up prices are nobody’s money');
});

test('what a run has cost includes its judges, and is not known as soon as one part is not', () => {
  const grading = { done: 1, planned: 1, failed: 0, costUsd: 0.5 };
  assert.equal(spentOf({ costUsd: 1, grading: null }), 1);
  assert.equal(spentOf({ costUsd: 1, grading }), 1.5);
  assert.equal(spentOf({ costUsd: 1, grading: { ...grading, costUsd: null } }), null);
  assert.equal(spentOf({ costUsd: null, grading }), null);
});
