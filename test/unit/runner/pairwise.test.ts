import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runEngine } from '../../../src/core/runner/engine.ts';
import type { GenerateRequest } from '../../../src/core/providers/spec.ts';
import { failed, FakeCaller, ok, Recorder, suite } from './fakes.ts';
import {
  callerWith,
  gradedSpec,
  gradeOf,
  isJudged,
  judgedRequests,
  pairwiseOf,
  price,
  judgeRef,
  shown,
  threeModels,
  winner,
} from './judges.ts';

const never = new AbortController().signal;

/** Answers are `a`, `b`, `c`: the earlier in the alphabet the better. */
function truth(request: GenerateRequest) {
  return winner(shown(request, 'first') < shown(request, 'second') ? 'first' : 'second');
}

async function graded(judge: (request: GenerateRequest) => ReturnType<typeof ok>, args = {}) {
  const recorder = new Recorder();
  const caller = callerWith(judge);
  await runEngine(gradedSpec([pairwiseOf(args)], { models: threeModels }, { [judgeRef]: price }), recorder.ports(caller), never);
  const score = (name: string) => gradeOf(recorder, name)?.scores[0] ?? assert.fail();
  return { recorder, caller, score, values: ['a', 'b', 'c'].map((name) => score(name).value) };
}

test('each answer is compared with each other one in both orders, each pair once', async () => {
  const { caller, score, values, recorder } = await graded(truth);
  assert.deepEqual(values, [1, 0.5, 0]);
  assert.deepEqual(score('b').outcomes, [
    { opponent: 'p/a', value: 0 },
    { opponent: 'p/c', value: 1 },
  ]);
  assert.deepEqual([score('a').passed, score('b').passed, score('c').passed], [true, true, false]);
  const orders = judgedRequests(caller).map((request) => shown(request, 'first') + shown(request, 'second'));
  assert.deepEqual(orders.toSorted(), ['ab', 'ac', 'ba', 'bc', 'ca', 'cb']);
  const sum = (values: readonly (number | null | undefined)[]) =>
    values.reduce<number>((total, one) => total + (one ?? Number.NaN), 0);
  assert.ok(Math.abs(sum(recorder.grades.map(({ record }) => record.cost.usd)) - 6 * 0.005) < 1e-12);
  const shares = ['a', 'b', 'c'].map((name) => score(name).judgements?.[0]?.cost.usd);
  for (const share of shares) assert.ok(Math.abs((share ?? Number.NaN) - 2 * 0.005) < 1e-12, 'half of four calls');
  assert.equal(sum(recorder.grades.map(({ record }) => record.calls)), 6);
});

test('a judge that prefers a place and not an answer says nothing: ½', async () => {
  const { values, score } = await graded(() => winner('first'));
  assert.deepEqual(values, [0.5, 0.5, 0.5]);
  assert.match(score('a').reason, /the two orders disagree/);
});

test('a tie in one order and a win in the other is no win', async () => {
  const { values } = await graded((request) =>
    shown(request, 'first') < shown(request, 'second') ? winner('first') : winner('tie'),
  );
  assert.deepEqual(values, [0.5, 0.5, 0.5]);
});

test('a comparison that fails in one order counts for neither; the others stand', async () => {
  const { values, score } = await graded((request) => (shown(request, 'first') === 'c' ? ok('Hard to say.') : truth(request)));
  assert.deepEqual(values, [1, 0, null]);
  assert.deepEqual(score('c').outcomes, []);
  assert.match(score('c').reason, /Hard to say/);
});

test('several judges are averaged, for each opponent', async () => {
  const { score } = await graded(
    (request) =>
      request.model === 'second'
        ? winner(shown(request, 'first') < shown(request, 'second') ? 'second' : 'first')
        : truth(request),
    { judges: [judgeRef, 'j/second'] },
  );
  assert.deepEqual(
    score('a').outcomes?.map(({ value }) => value),
    [0.5, 0.5],
  );
  assert.deepEqual(
    score('a').judgements?.map(({ value }) => value),
    [1, 0],
  );
});

test('against one model, the others are compared with it alone, and it is as good as itself', async () => {
  const { caller, values, score } = await graded(truth, { against: 'p/b' });
  assert.deepEqual(values, [1, 0.5, 0]);
  assert.deepEqual([score('b').passed, score('b').outcomes], [true, []]);
  assert.equal(judgedRequests(caller).length, 4);
  const costs = ['a', 'c'].map((name) => score(name).judgements?.[0]?.cost.usd);
  assert.deepEqual(costs, [0.01, 0.01]);
});

test('equal answers are as good as each other, without a question', async () => {
  const recorder = new Recorder();
  const caller = new FakeCaller((_, request) => (isJudged(request) ? winner('first') : ok('same')));
  await runEngine(gradedSpec([pairwiseOf()], { models: threeModels }), recorder.ports(caller), never);
  assert.deepEqual([gradeOf(recorder, 'a')?.quality, judgedRequests(caller).length], [0.5, 0]);
});

test('an answer that is missing is left out; with none to compare with the scorer has failed', async () => {
  for (const [missing, wanted] of [
    [['c'], [1, 0]],
    [['b', 'c'], [null]],
  ] as const) {
    const recorder = new Recorder();
    const gone: readonly string[] = missing;
    const caller = new FakeCaller((_, request) => {
      if (isJudged(request)) return truth(request);
      return gone.includes(request.model) ? failed({ retryable: false }) : ok(request.model);
    });
    await runEngine(gradedSpec([pairwiseOf()], { models: threeModels }), recorder.ports(caller), never);
    const values = ['a', 'b'].flatMap((name) => gradeOf(recorder, name)?.scores[0]?.value ?? (gone.includes(name) ? [] : [null]));
    assert.deepEqual(values, wanted);
  }
});

test('answers of different repeats are not compared', async () => {
  let n = 0;
  const caller = new FakeCaller((_, request) => (isJudged(request) ? truth(request) : ok(`${request.model} ${n++}`)));
  const models = threeModels.slice(0, 2);
  await runEngine(gradedSpec([pairwiseOf()], { models, repeats: 5 }), new Recorder().ports(caller), never);
  assert.equal(judgedRequests(caller).length, 2 * 5);
});

test('variants of the prompt are compared under both their wordings, by the same two questions', async () => {
  const prompts = [
    { id: 'short', template: 'Brief: {{q}}' },
    { id: 'long', template: 'In full: {{q}}' },
  ];
  const recorder = new Recorder();
  const caller = new FakeCaller((_, request) => (isJudged(request) ? truth(request) : ok(request.prompt)));
  const models = suite().models.slice(0, 1);
  await runEngine(gradedSpec([pairwiseOf()], { models, prompts }), recorder.ports(caller), never);
  const questions = judgedRequests(caller);
  assert.equal(questions.length, 2);
  for (const question of questions) {
    assert.equal(
      shown(question, 'task'),
      `The first answer was asked for so:\n\n${shown(question, 'first')}\n\nThe second was asked for so:\n\n${shown(question, 'second')}`,
    );
  }
});

test('an answer that comes when its failed call is made again changes what those before it are worth', async () => {
  const recorder = new Recorder();
  const spec = gradedSpec([pairwiseOf()], { models: threeModels }, { [judgeRef]: price });
  const callers = [failed({ retryable: false }), ok('a')].map(
    (ofA) =>
      new FakeCaller((_, request) => {
        if (isJudged(request)) return truth(request);
        return request.model === 'a' ? ofA : ok(request.model);
      }),
  );
  const [first, second] = callers.map((caller) => recorder.ports(caller));
  assert.ok(first && second);
  const values = () =>
    ['a', 'b', 'c'].map((name) => {
      const answer = recorder.attempts.findLast(({ record }) => record.model === name)?.record.id;
      return recorder.lastGrades.find(({ attemptId }) => attemptId === answer)?.quality;
    });
  const run = await runEngine(spec, first, never);
  assert.deepEqual(values(), [undefined, 1, 0]);
  await runEngine({ ...spec, run: { ...run, status: 'running' }, goesOnWith: 'failed' }, second, never);
  assert.deepEqual(values(), [1, 0.5, 0]);
  const asked = callers.reduce((sum, caller) => sum + judgedRequests(caller).length, 0);
  assert.equal(
    recorder.lastGrades.reduce((sum, { calls }) => sum + calls, 0),
    asked,
    'the calls of the grades that went are counted on',
  );
  const usd = recorder.lastGrades.reduce((sum, { cost }) => sum + (cost.usd ?? Number.NaN), 0);
  assert.ok(Math.abs(usd - asked * 0.005) < 1e-12);
  const last = recorder.scorings.at(-1);
  assert.deepEqual([last?.status, last?.planned], ['finished', 3]);
  const progress = recorder.events.findLast((event) => event.type === 'answer-graded')?.progress.grading;
  assert.deepEqual([progress?.done, progress?.planned], [3, 3]);
  assert.ok(Math.abs((progress?.costUsd ?? Number.NaN) - usd) < 1e-12);
});
