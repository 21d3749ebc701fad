import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankByWeights, unrankedBy, unrankedReason } from '../../../src/shared/weights.ts';
import { scaleFrom } from '../../../webview/logic/qualityScale.ts';
import { sectionsOf } from '../../../webview/logic/sections.ts';
import { leaderText } from '../../../webview/logic/weighted.ts';
import { fiveModels, fixture, type FixtureOptions } from '../../tools/panel-harness/fixture.ts';

const ids = (options: FixtureOptions) => sectionsOf(fixture(options).comparison).map(({ id }) => id);

test('the evidence names what the run has, what decides first', () => {
  assert.deepEqual(ids({}), ['comparison', 'pairs', 'weights']);
  assert.deepEqual(ids({ rich: true }), [
    'comparison',
    'pairs',
    'baseline',
    'categories',
    'weights',
    'prompts',
    'ranking',
    'judges',
  ]);
});

test('one model has nobody to be weighed or compared against, and neither have those that only failed', () => {
  assert.deepEqual(ids({ models: fiveModels.slice(0, 1) }), ['comparison']);
  assert.deepEqual(ids({ models: fiveModels.map((model) => ({ ...model, failures: 1 })) }), ['comparison']);
});

test('a scale that rows share begins below the lowest of them, at a tenth', () => {
  const at = (value: number, low: number | null) => ({ value, low, high: null, n: 9, clusters: 9 });
  assert.equal(scaleFrom([at(0.8, 0.57), at(0.9, 0.7)]), 0.5);
  assert.equal(scaleFrom([at(0.99, null)]), 0.9);
  assert.equal(scaleFrom([at(0, -0.1)]), 0);
  assert.equal(scaleFrom([]), 0.9);
});

const { comparison } = fixture();
const { candidates, replicates } = comparison;

test('the ranking by weights says who leads and how sure that is', () => {
  const [leader, ...rest] = rankByWeights(candidates, replicates, { quality: 0, cost: 1, speed: 0 });
  assert.ok(leader);
  const label = candidates.find(({ id }) => id === leader.id)?.label;
  assert.equal(
    leaderText([{ ...leader, first: 0.83 }, ...rest], candidates),
    `With these weights ${label} comes first, in 83 % of the resamples of the cases.`,
  );
  assert.equal(leaderText([{ ...leader, first: null }], candidates), `With these weights ${label} comes first.`);
  assert.match(leaderText([leader, { ...leader }], candidates), /share the first place/);
  assert.match(leaderText([], candidates), /move a slider/);
});

test('who is not ranked is told why', () => {
  const [unpriced] = unrankedBy(candidates, { quality: 1, cost: 1, speed: 1 });
  assert.ok(unpriced);
  assert.equal(unrankedReason(unpriced), 'cost unknown');
  assert.equal(unrankedReason({ ...unpriced, fewAnswers: true }), 'too few answers');
});
