import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CaseAnswersViews } from '../../../src/core/caseAnswers.ts';
import { openMemoryStore } from '../../../src/core/store/memoryStore.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { noOpinion } from '../../../src/shared/opinion.ts';
import { makeAttempt, makeFailure, makeRating, makeRun } from '../store/fixtures.ts';
import { addRun, detail, rescore, spied } from './viewed.ts';

async function opened() {
  const store = await openMemoryStore();
  const calls: string[] = [];
  return { store, calls, views: new CaseAnswersViews(spied(store, calls)), [Symbol.asyncDispose]: () => store.close() };
}

test('a case comes with what was asked and expected, and each model’s answer, score and rating', async () => {
  await using made = await opened();
  const { run, a } = await addRun(made.store);
  await made.store.rate(makeRating(run.id, a, { thumb: 'up', stars: 4, note: 'kind' }));
  const found = await made.views.of({ runId: run.id, caseId: 'a', repeat: 1 });
  assert.ok(found);
  const [question] = found.questions;
  assert.match(question?.text.text ?? '', /Customer asks: a$/);
  assert.equal(found.expected, 'exact "yes"');
  const [answer, ...others] = found.answers;
  assert.ok(answer);
  assert.deepEqual(others, []);
  assert.deepEqual([answer.attemptId, answer.answer, answer.quality], [a, { text: 'Yes, a.', length: 7 }, 1]);
  assert.deepEqual(answer.opinion, { thumb: 'up', stars: 4, note: 'kind' });
  const other = await made.views.of({ runId: run.id, caseId: 'b', repeat: 1 });
  assert.deepEqual(other?.answers[0]?.opinion, noOpinion);
});

test('answers are seen by the scoring in force, or by the scores they were stored with', async () => {
  await using made = await opened();
  const { run, a } = await addRun(made.store);
  await rescore(made.store, { run, a });
  const quality = async (choice: { scoringId?: null }) =>
    (await made.views.of({ runId: run.id, caseId: 'a', repeat: 1, ...choice }))?.answers[0]?.quality;
  assert.equal(await quality({}), 0);
  const asked = async (choice: { scoringId?: null }) =>
    (await made.views.of({ runId: run.id, caseId: 'a', repeat: 1, ...choice }))?.expected;
  assert.deepEqual([await asked({}), await asked({ scoringId: null })], ['exact "Yes"', 'exact "yes"']);
  assert.equal(await quality({ scoringId: null }), 1);
});

test('only the last word of the wanted repeat is an answer', async () => {
  await using made = await opened();
  const run = makeRun({ status: 'finished' });
  await made.store.createRun(run, detail);
  const answers = [
    makeAttempt(run.id, { caseId: 'a', repeat: 2 }, 'second'),
    makeAttempt(run.id, { caseId: 'a', repeat: 1, warmup: true }, 'warm-up'),
    makeFailure(run.id, { caseId: 'a', repeat: 1, final: false }),
  ];
  for (const attempt of answers) await made.store.appendAttempt(attempt);
  const texts = async (repeat: number) =>
    (await made.views.of({ runId: run.id, caseId: 'a', repeat }))?.answers.map(({ answer }) => answer.text);
  assert.deepEqual(await texts(1), []);
  assert.deepEqual(await texts(2), ['second']);
});

test('a failed call tells what to do, and a long answer is cut and says so', async () => {
  await using made = await opened();
  const run = makeRun({ status: 'finished' });
  await made.store.createRun(run, detail);
  await made.store.appendAttempt(makeFailure(run.id, { caseId: 'a', repeat: 1, final: true }));
  await made.store.appendAttempt(makeAttempt(run.id, { caseId: 'b', repeat: 1 }, 'long '.repeat(20_000)));
  const ask = async (caseId: string) => (await made.views.of({ runId: run.id, caseId, repeat: 1 }))?.answers[0];
  const failed = await ask('a');
  assert.equal(failed?.status, 'error');
  assert.notEqual(failed.error?.advice, '');
  const long = await ask('b');
  assert.deepEqual([long?.answer.text.length, long?.answer.length], [20_000, 100_000]);
});

test('a run or a case that is gone has no answers', async () => {
  await using made = await opened();
  const { run } = await addRun(made.store);
  assert.equal(await made.views.of({ runId: run.id, caseId: 'gone', repeat: 1 }), null);
  assert.equal(await made.views.of({ runId: 'gone' as RunId, caseId: 'a', repeat: 1 }), null);
});

test('what changed since the last look is seen at the next', async () => {
  await using made = await opened();
  const { run, a } = await addRun(made.store);
  const ask = async (caseId: string) => (await made.views.of({ runId: run.id, caseId, repeat: 1 }))?.answers[0];
  assert.equal((await ask('a'))?.quality, 1);
  await made.store.rate(makeRating(run.id, a, { thumb: 'down' }));
  assert.equal((await ask('a'))?.opinion.thumb, 'down');
  await rescore(made.store, { run, a });
  assert.equal((await ask('a'))?.quality, 0);
  assert.equal((await ask('b'))?.answer.text, 'Yes, b.');
});

test('a rating is seen at once, and the run is not read anew for it', async () => {
  await using made = await opened();
  const { run, a, b } = await addRun(made.store);
  const ask = async (caseId: string) => (await made.views.of({ runId: run.id, caseId, repeat: 1 }))?.answers[0]?.opinion;
  const reads = () => made.calls.filter((call) => call === `attempts ${run.id}`).length;
  assert.deepEqual(await ask('a'), noOpinion);
  await made.views.rate(makeRating(run.id, a, { thumb: 'down', stars: 2 }));
  assert.deepEqual([(await ask('a'))?.stars, reads()], [2, 1]);
  await Promise.all([
    made.views.rate(makeRating(run.id, a, { thumb: 'up' })),
    made.views.rate(makeRating(run.id, b, { thumb: 'down' })),
  ]);
  assert.deepEqual([(await ask('a'))?.thumb, (await ask('b'))?.thumb], ['up', 'down']);
});

test('what another window did to a run before a rating is seen', async () => {
  await using made = await opened();
  const { run, a } = await addRun(made.store);
  const ask = async () => (await made.views.of({ runId: run.id, caseId: 'a', repeat: 1 }))?.answers[0];
  assert.equal((await ask())?.quality, 1);
  await rescore(made.store, { run, a });
  await made.views.rate(makeRating(run.id, a, { thumb: 'up' }));
  const after = await ask();
  assert.deepEqual([after?.quality, after?.opinion.thumb], [0, 'up']);
});

test('of a run that goes on, a rating lets nothing be taken for known', async () => {
  await using made = await opened();
  const run = makeRun();
  await made.store.createRun(run, detail);
  const first = makeAttempt(run.id, { caseId: 'a', repeat: 1 }, 'one');
  await made.store.appendAttempt(first);
  const ask = async (caseId: string) => (await made.views.of({ runId: run.id, caseId, repeat: 1 }))?.answers.length;
  assert.equal(await ask('b'), 0);
  const rating = made.views.rate(makeRating(run.id, first.record.id, { thumb: 'up' }));
  await made.store.appendAttempt(makeAttempt(run.id, { caseId: 'b', repeat: 1 }, 'two'));
  await rating;
  assert.equal(await ask('b'), 1);
});
