import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Score } from '../../../src/shared/model/attempt.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import { runEngine } from '../../../src/core/runner/engine.ts';
import { cancelled, failed, FakeCaller, model, ok, Recorder, testCase } from './fakes.ts';
import {
  callerWith,
  embeddingOf,
  grade,
  gradedSpec,
  gradeOf,
  isJudged,
  judgedRequests,
  judgeOf,
  judgeRef,
  price,
  shown,
  threadSpec,
} from './judges.ts';

const never = new AbortController().signal;
const contains: ScorerSpec = {
  scorer: 'contains',
  args: { values: ['a'], mode: 'any', ignoreCase: false },
  not: false,
  weight: 1,
};

test('an answer is stored at once with what scores at once, and graded as a whole when all calls are over', async () => {
  const caller = callerWith(() => grade(4, 'polite'));
  const recorder = new Recorder();
  const run = await runEngine(gradedSpec([judgeOf(), contains], { repeats: 3 }), recorder.ports(caller), never);
  assert.equal(run.status, 'finished');
  assert.equal(caller.requests.findIndex(isJudged), 6, 'no judge is called before the last measured call');
  for (const { record } of recorder.attempts) {
    assert.deepEqual([record.quality, record.passed, record.scores.map(({ scorer }) => scorer)], [null, null, ['contains']]);
  }
  const { scores, quality, passed } = gradeOf(recorder, 'a') ?? assert.fail();
  assert.deepEqual(
    scores.map(({ scorer, value, passed, reason }) => [scorer, value, passed, reason]),
    [
      ['judge', 0.75, true, '4 of 5: polite'],
      ['contains', 1, true, scores[1]?.reason],
    ],
  );
  assert.deepEqual([quality, passed], [0.875, true]);
  assert.equal(gradeOf(recorder, 'b')?.passed, false);
  assert.equal(recorder.grades.length, 6);
});

test('the scoring begins with the run and ends with it; progress tells how far it is', async () => {
  const recorder = new Recorder();
  await runEngine(gradedSpec([judgeOf()]), recorder.ports(callerWith(() => grade(5))), never);
  assert.deepEqual(
    recorder.scorings.map(({ status, planned }) => [status, planned]),
    [
      ['running', 2],
      ['finished', 2],
    ],
  );
  assert.deepEqual(
    recorder.events.flatMap((event) => ('progress' in event ? [[event.type, event.progress.grading?.done]] : [])),
    [
      ['attempt-finished', 0],
      ['attempt-finished', 0],
      ['answer-graded', 1],
      ['answer-graded', 2],
    ],
  );
  assert.equal(recorder.events.at(-1)?.type, 'run-finished');
});

test('a failed call needs no grade, and none is planned for it', async () => {
  const caller = new FakeCaller((_, request) => {
    if (isJudged(request)) return grade(5);
    return request.model === 'a' ? failed({ retryable: false }) : ok('b');
  });
  const recorder = new Recorder();
  const run = await runEngine(gradedSpec([judgeOf()]), recorder.ports(caller), never);
  assert.equal(run.status, 'finished');
  assert.deepEqual(
    recorder.grades.map(({ record }) => record.quality),
    [1],
  );
  assert.equal(recorder.scorings.at(-1)?.planned, 1);
});

test('`not` turns what a judge says round, and weights count', async () => {
  const recorder = new Recorder();
  const expect = [{ ...judgeOf(), not: true, weight: 3 }, contains];
  await runEngine(gradedSpec(expect), recorder.ports(callerWith(() => grade(4))), never);
  const { scores, quality } = gradeOf(recorder, 'a') ?? assert.fail();
  assert.deepEqual([scores[0]?.value, scores[0]?.passed, quality], [0.25, false, (3 * 0.25 + 1) / 4]);
});

test('judges are shown the task as it was asked', async () => {
  const caller = callerWith(() => grade(5));
  const prompts = [{ id: 'x', system: 'About {{q}}.', template: 'Q: {{q}}' }];
  await runEngine(gradedSpec([judgeOf()], { prompts }), new Recorder().ports(caller), never);
  const [request] = judgedRequests(caller);
  assert.ok(request);
  assert.equal(shown(request, 'task'), 'About one.\n\nQ: one');
  assert.deepEqual(request.params, { maxOutputTokens: 4096 }, 'no temperature: models refuse it');
});

/** The judge's score of one answer under these replies, in the order of asking. */
async function scoreUnder(judges: readonly string[], reply: (judge: string) => ReturnType<typeof ok>): Promise<Score> {
  const recorder = new Recorder();
  const spec = gradedSpec([judgeOf({ judges })], {
    models: [model('p/a')],
    retries: { max: 0, baseMs: 1, capMs: 1, deadlineMs: 1 },
  });
  await runEngine(spec, recorder.ports(callerWith(({ model }) => reply(model))), never);
  return gradeOf(recorder, 'a')?.scores[0] ?? assert.fail();
}

test('several judges are averaged; one who fails is left out, and said to have failed', async () => {
  const both = await scoreUnder([judgeRef, 'j/second'], (judge) => grade(judge === 'second' ? 3 : 5));
  assert.deepEqual([both.value, both.passed], [0.75, true]);
  const one = await scoreUnder([judgeRef, 'j/second'], (judge) => (judge === 'second' ? failed() : grade(5)));
  assert.equal(one.value, 1);
  assert.deepEqual(
    one.judgements?.map(({ judge, value, reason }) => [judge, value, reason]),
    [
      [judgeRef, 1, '5 of 5: so'],
      ['j/second', null, 'broken'],
    ],
  );
});

test('a judge out of its format, or one who cannot be reached, is a failure of the scorer and not a 0', async () => {
  for (const reply of [ok('I like it.'), failed(), ok('')]) {
    const { value, passed, reason } = await scoreUnder([judgeRef], () => reply);
    assert.deepEqual([value, passed], [null, null]);
    assert.ok(reason.length > 0);
  }
  const cutOff = await scoreUnder([judgeRef], () => ({ ...ok('{"reason": "well'), finishReason: 'length' }));
  assert.match(cutOff.reason, /had not come to its grade after 4096 tokens/);
});

test('a judge under load is asked again by the suite’s retries', async () => {
  let refused = 0;
  const recorder = new Recorder();
  const caller = callerWith(() => (refused++ < 2 ? failed({ kind: 'rate-limit', httpStatus: 429 }) : grade(5)));
  await runEngine(gradedSpec([judgeOf()], { models: [model('p/a')] }), recorder.ports(caller), never);
  assert.equal(gradeOf(recorder, 'a')?.quality, 1);
  assert.equal(judgedRequests(caller).length, 3);
});

test('a judge whose key is not accepted is not asked for every answer', async () => {
  const recorder = new Recorder();
  const caller = callerWith(() => failed({ kind: 'authentication', retryable: false, httpStatus: 401 }));
  const cases = Array.from({ length: 20 }, (_, index) => testCase(`c${index}`, [judgeOf({ rubric: `r${index}` })]));
  const run = await runEngine(gradedSpec([], { cases, concurrency: 1 }), recorder.ports(caller), never);
  assert.equal(run.status, 'finished');
  assert.equal(judgedRequests(caller).length, 3);
  assert.equal(recorder.grades.length, 40);
  assert.ok(recorder.grades.every(({ record }) => record.quality === null));
});

test('the same question is asked once, and paid for once', async () => {
  const caller = callerWith(() => grade(5));
  const recorder = new Recorder();
  const spec = gradedSpec([judgeOf()], { models: [model('p/a')], repeats: 3 }, { [judgeRef]: price });
  await runEngine(spec, recorder.ports(caller), never);
  assert.equal(judgedRequests(caller).length, 1);
  assert.equal(recorder.grades.length, 3);
  assert.deepEqual(recorder.grades.map(({ record }) => `${record.calls} ${record.cost.usd} ${record.quality}`).toSorted(), [
    '0 0 1',
    '0 0 1',
    '1 0.005 1',
  ]);
});

test('what judges cost is in no attempt, and in the scoring’s progress', async () => {
  const recorder = new Recorder();
  const spec = gradedSpec([judgeOf()], {}, { [judgeRef]: price, 'p/a': price, 'p/b': price });
  await runEngine(spec, recorder.ports(callerWith(() => grade(5))), never);
  const last = recorder.events.findLast((event) => event.type === 'answer-graded')?.progress ?? assert.fail();
  assert.deepEqual([last.costUsd, last.grading?.costUsd], [0.01, 0.01]);
});

test('so many judges are asked at once as the suite allows calls at a provider', async () => {
  let inFlight = 0;
  let most = 0;
  const caller = callerWith(async () => {
    most = Math.max(most, ++inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight--;
    return grade(5);
  });
  const cases = Array.from({ length: 10 }, (_, index) => testCase(`c${index}`, [judgeOf({ rubric: `r${index}` })]));
  await runEngine(gradedSpec([], { cases, concurrency: 3 }), new Recorder().ports(caller), never);
  assert.equal(most, 3);
});

test('the budget holds for judges as for models: what is not graded by then stays open', async () => {
  const caller = callerWith(() => grade(5));
  const recorder = new Recorder();
  const cases = Array.from({ length: 10 }, (_, index) => testCase(`c${index}`, [judgeOf({ rubric: `r${index}` })]));
  // A judge may cost 4.096 at worst, and costs 0.005.
  const changes = { cases, models: [model('p/a')], concurrency: 4, budgetUsd: 4.12 };
  const run = await runEngine(gradedSpec([], changes, { [judgeRef]: price }), recorder.ports(caller), never);
  assert.equal(recorder.attempts.length, 10);
  assert.equal(judgedRequests(caller).length, 5);
  assert.equal(recorder.grades.length, 5);
  assert.equal(run.status, 'cancelled');
  assert.match(run.statusMessage ?? '', /budget of .*: 5 answers were not graded\. Resume the run with a larger budget/);
  assert.equal(recorder.scorings.at(-1)?.status, 'cancelled');
});

test('a run that has used up its budget still grades what costs nothing', async () => {
  const recorder = new Recorder();
  const cases = [testCase('one', [threadSpec]), testCase('two', [judgeOf()])];
  const spec = gradedSpec([], { cases, models: [model('p/a')], repeats: 9, concurrency: 1, budgetUsd: 4.115 }, { 'p/a': price });
  const run = await runEngine(spec, { ...recorder.ports(callerWith(() => grade(5))), thread: scoring(1) }, never);
  assert.match(run.statusMessage ?? '', /calls were not made/);
  assert.ok(recorder.grades.length > 0);
  assert.ok(recorder.grades.every(({ record }) => record.scores[0]?.scorer === 'similarity'));
});

test('cancelled while judges are at work, it ends at once and keeps what is graded', async () => {
  const controller = new AbortController();
  let asked = 0;
  const caller = callerWith(async (_, signal) => {
    if (++asked === 1) return grade(5);
    controller.abort();
    return signal.aborted ? cancelled() : grade(5);
  });
  const recorder = new Recorder();
  const cases = Array.from({ length: 4 }, (_, index) => testCase(`c${index}`, [judgeOf({ rubric: `r${index}` })]));
  const spec = gradedSpec([], { cases, models: [model('p/a')], concurrency: 1 });
  const run = await runEngine(spec, recorder.ports(caller), controller.signal);
  assert.deepEqual([run.status, run.statusMessage], ['cancelled', 'Cancelled with 3 answers not graded.']);
  assert.equal(recorder.grades.length, 1);
  assert.equal(recorder.scorings.at(-1)?.status, 'cancelled');
  assert.equal(recorder.attempts.length, 4);
});

test('grades that cannot be stored stop the run', async () => {
  const recorder = new Recorder();
  const ports = recorder.ports(callerWith(() => grade(5)));
  const sink = { ...ports.sink, appendGrade: () => Promise.reject(new Error('disk full')) };
  const run = await runEngine(gradedSpec([judgeOf()]), { ...ports, sink }, never);
  assert.equal(run.status, 'failed');
  assert.match(run.statusMessage ?? '', /disk full/);
});

/** A thread that scores everything alike. */
function scoring(value: number) {
  const score: Score = { name: 's', scorer: 'similarity', value, passed: true, weight: 1, reason: '' };
  return { score: async () => [score], release: () => undefined };
}

test('what a thread can grade is graded as the answers come', async () => {
  const caller = new FakeCaller();
  const recorder = new Recorder();
  const ports = { ...recorder.ports(caller), thread: scoring(0.5) };
  await runEngine(gradedSpec([contains, threadSpec], { repeats: 4, concurrency: 1 }), ports, never);
  const types = recorder.events.map(({ type }) => type);
  assert.ok(types.indexOf('answer-graded') < types.lastIndexOf('attempt-started'));
  assert.deepEqual(
    gradeOf(recorder, 'a')?.scores.map(({ scorer }) => scorer),
    ['contains', 'similarity'],
  );
  assert.equal(recorder.grades.length, 8);
});

test('a thread that hangs holds up no call, and no cancelling', async () => {
  const controller = new AbortController();
  const caller = new FakeCaller();
  const recorder = new Recorder();
  const thread = { score: () => new Promise<never>(() => undefined), release: () => undefined };
  const ports = { ...recorder.ports(caller), thread };
  const emit = (event: (typeof recorder.events)[number]): void => {
    recorder.events.push(event);
    if (event.type === 'attempt-finished' && event.progress.done === 8) controller.abort();
  };
  const run = await runEngine(gradedSpec([threadSpec], { repeats: 4 }), { ...ports, emit }, controller.signal);
  assert.equal(caller.requests.length, 8);
  assert.deepEqual([run.status, run.statusMessage], ['cancelled', 'Cancelled with 8 answers not graded.']);
});

test('with more answers than a slow thread keeps up with, none is lost', async () => {
  const recorder = new Recorder();
  const open = Promise.withResolvers<void>();
  const thread = { score: () => open.promise.then(() => scoring(1).score()), release: () => undefined };
  const ports = { ...recorder.ports(new FakeCaller()), thread };
  const emit = (event: (typeof recorder.events)[number]): void => {
    if (event.type === 'attempt-finished' && event.progress.done === 600) open.resolve();
  };
  const run = await runEngine(gradedSpec([threadSpec], { repeats: 300, concurrency: 50 }), { ...ports, emit }, never);
  assert.equal(run.status, 'finished');
  assert.equal(new Set(recorder.grades.map(({ record }) => record.attemptId)).size, 600);
});

test('likeness by embeddings is the cosine of the two texts, and never below 0', async () => {
  const recorder = new Recorder();
  const caller = new FakeCaller((_, { model }) => ok(model));
  const vectors: Record<string, number[]> = { wanted: [2, 0], a: [3, 4], b: [-1, 0], c: [0, 0] };
  caller.vectorOf = (text) => vectors[text] ?? [];
  const models = [model('p/a'), model('p/b'), model('p/c')];
  const prices = { 'j/vectors': { ...price, inputPerMTok: 1000 } };
  await runEngine(gradedSpec([embeddingOf('wanted')], { models, repeats: 2 }, prices), recorder.ports(caller), never);
  const score = (name: string) => gradeOf(recorder, name)?.scores[0];
  assert.deepEqual([score('a')?.value, score('a')?.passed, score('a')?.reason], [0.6, false, 'cosine 0.600']);
  assert.equal(score('b')?.value, 0);
  assert.equal(score('c')?.value, null, 'a vector without a direction is like nothing');
  assert.deepEqual(caller.embedded[0], { model: 'vectors', texts: ['wanted', 'a'] });
  assert.equal(caller.embedded.length, 3, 'equal texts are compared once');
  const costs = recorder.grades.map(({ record }) => record.cost.usd ?? Number.NaN);
  assert.ok(Math.abs(costs.reduce((sum, usd) => sum + usd, 0) - 3 * 0.008) < 1e-12);
});

test('two comparisons whose texts only look alike when joined are two', async () => {
  const cases = [testCase('one', [embeddingOf('a\n\nb')]), testCase('two', [embeddingOf('a')])];
  const answers = new Map([['Q: two', 'b\n\nc']]);
  const asked = new FakeCaller((_, { prompt }) => ok(answers.get(prompt) ?? 'c'));
  await runEngine(gradedSpec([], { cases, models: [model('p/a')] }), new Recorder().ports(asked), never);
  assert.equal(asked.embedded.length, 2);
});

test('an empty answer is like nothing, and is sent to nobody', async () => {
  const recorder = new Recorder();
  const caller = new FakeCaller(() => ok('  '));
  await runEngine(gradedSpec([embeddingOf('wanted')]), recorder.ports(caller), never);
  assert.deepEqual([gradeOf(recorder, 'a')?.quality, caller.embedded.length], [0, 0]);
});

test('to cut a retry short leaves no answer without a grade: the run is finished as it was', async () => {
  const recorder = new Recorder();
  const spec = gradedSpec([judgeOf()]);
  const controller = new AbortController();
  const callerOfA = (script: () => ReturnType<typeof ok>) =>
    new FakeCaller((_, request) => {
      if (isJudged(request)) return grade(5);
      return request.model === 'a' ? script() : ok('b');
    });
  const first = callerOfA(() => failed({ retryable: false }));
  const cut = callerOfA(() => {
    controller.abort();
    return cancelled();
  });
  const run = await runEngine(spec, recorder.ports(first), never);
  const going = { ...spec, run: { ...run, status: 'running' }, goesOnWith: 'failed' } as const;
  const after = await runEngine(going, recorder.ports(cut), controller.signal);
  assert.deepEqual([after.status, after.statusMessage], ['finished', 'Cancelled: 1 call was not made again.']);
  const last = recorder.scorings.at(-1);
  assert.deepEqual([last?.status, last?.planned], ['finished', 1]);
});
