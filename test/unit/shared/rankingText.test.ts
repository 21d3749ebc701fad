import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RankingAge } from '../../../src/shared/model/rankings.ts';
import {
  ageText,
  agoText,
  confidenceText,
  creditOf,
  formatScore,
  indexText,
  sourceLine,
} from '../../../src/shared/rankingText.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('how old a ranking is', () => {
  const ages: readonly (readonly [ms: number, age: RankingAge, text: string, ago: string])[] = [
    [0, 'fresh', 'just now', 'just now'],
    [minute, 'fresh', '1 minute old', '1 minute ago'],
    [3 * hour, 'fresh', '3 hours old', '3 hours ago'],
    [hour * 2 - 1, 'fresh', '1 hour old', '1 hour ago'],
    [day + hour, 'usable', '25 hours old: still usable', '25 hours ago'],
    [2 * day, 'usable', '2 days old: still usable', '2 days ago'],
    [7 * day - hour, 'usable', '6 days old: still usable', '6 days ago'],
    [7 * day + hour, 'expired', '7 days old: too old to be used', '7 days ago'],
    [-2 * minute, 'fresh', 'just now', 'just now'],
    [-2 * hour, 'usable', 'dated in the future: still usable', 'dated in the future'],
    [Number.NaN, 'expired', 'at an unknown time: too old to be used', 'at an unknown time'],
  ];
  for (const [ms, age, text, ago] of ages) {
    test(`${ms} ms and ${age}: ${text}`, () => {
      assert.equal(ageText(ms, age), text);
      assert.equal(agoText(ms), ago);
    });
  }
});

test('a source line names who measured, and that it was kept', () => {
  const ranking = { origin: 'artificial-analysis' } as const;
  assert.equal(sourceLine(ranking, 'artificial-analysis', 3 * hour), 'Artificial Analysis, 3 hours ago');
  assert.equal(sourceLine(ranking, 'cache', 6 * day), 'Artificial Analysis, kept, 6 days ago');
  assert.equal(sourceLine({ origin: 'minimal-test' }, 'minimal-test', hour), 'the minimal test, 1 hour ago');
});

test('an index that stands in is said to', () => {
  const index = { index: 'intelligence index', category: 'math' } as const;
  assert.equal(indexText({ ...index, standsIn: true }), 'by the intelligence index, which stands in for math');
  assert.equal(indexText({ ...index, standsIn: false }), 'by the intelligence index');
});

test('how sure a match is comes with its reason', () => {
  assert.equal(confidenceText({ confidence: 'exact', because: '' }), 'the same model');
  assert.equal(
    confidenceText({ confidence: 'likely', because: 'without the date 0613' }),
    'most likely the same model: without the date 0613',
  );
  assert.equal(confidenceText({ confidence: 'corrected', because: 'as you said' }), 'matched by you');
});

test('every board is credited with a link, our own test is not', () => {
  assert.deepEqual(creditOf('artificial-analysis'), {
    name: 'Artificial Analysis',
    text: 'Data from Artificial Analysis',
    url: 'https://artificialanalysis.ai/',
  });
  assert.equal(creditOf('minimal-test'), null);
});

test('scores read on whatever scale they have', () => {
  assert.deepEqual([54.14, 60, 0.8315, 1, -3.25].map(formatScore), ['54.1', '60', '0.832', '1', '-3.3']);
});
