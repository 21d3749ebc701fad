import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutText, rateText, spendingOf, spokenProgress, timeLeftText } from '../../../webview/logic/live.ts';
import { liveFixture } from '../../tools/panel-harness/answers.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const of = fixture({ status: 'running', done: 0.4 });
const { comparison } = of;
const live = liveFixture(of);
const progress = { done: 152, planned: 360, failed: 4, inFlight: 21, costUsd: 0.1834, grading: null };

test('an estimate of time is no closer than it can be', () => {
  const texts = [1, 12_000, 58_000, 61_000, 150_000, 3_590_000, 7_140_000, 7_800_000].map(aboutText);
  assert.deepEqual(texts, [
    'about 5 s',
    'about 15 s',
    'about 1 min',
    'about 1 min',
    'about 3 min',
    'about 1 h',
    'about 2 h',
    'about 2 h 10 min',
  ]);
});

test('a rate that cannot be told yet is a dash and no 0', () => {
  assert.deepEqual([null, 0, 1.44, 38.4, 1234].map(rateText), ['–', '0.0', '1.4', '38', '1,234']);
});

test('the time left names what it rests on', () => {
  const slowest = comparison.candidates[4]?.label;
  assert.deepEqual(timeLeftText(live, comparison), {
    text: 'about 1 min',
    basis: `At the pace of the last 20 s; ${slowest} takes longest.`,
  });
  assert.equal(timeLeftText({ ...live, timeLeft: null }, comparison).text, 'not known yet');
  const models = live.models.map((model) => ({ ...model, done: model.planned }));
  assert.equal(timeLeftText({ ...live, models, timeLeft: null }, comparison).text, 'the calls are over');
});

test('what is spent is held against the budget, and is at least what is known', () => {
  assert.deepEqual(spendingOf(progress, comparison, null), { text: '~$0.183, no budget set', share: null });
  assert.deepEqual(spendingOf({ ...progress, costUsd: 0.5 }, comparison, 2), { text: '~$0.5 of $2.00 (25 %)', share: 0.25 });
  const totals = { ...comparison.totals, costUsd: null, knownCostUsd: 0.25 };
  assert.equal(spendingOf({ ...progress, costUsd: null }, { ...comparison, totals }, 1).text, 'at least ~$0.25 of $1.00 (25 %)');
  assert.equal(spendingOf(progress, comparison, 0).share, null);
  const candidates = comparison.candidates.map((one) => ({ ...one, cost: { ...one.cost, estimated: false } }));
  assert.equal(spendingOf(progress, { ...comparison, candidates }, null).text, '$0.183, no budget set', 'no estimate, no mark');
});

test('a screen reader hears the counts, the failures and the time left', () => {
  assert.equal(spokenProgress(progress, live), '152 of 360 samples done, 4 failed, about 1 min left');
  assert.equal(spokenProgress({ ...progress, failed: 0 }, null), '152 of 360 samples done');
});
