import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOfRatio, intervalText, ratioText, ratioVerdict, savingText, shareText } from '../../../src/shared/estimateText.ts';
import { formatMs, formatPercent, formatUsd } from '../../../src/shared/format.ts';

const range = (low: number | null, high: number | null, value = low ?? 0) => ({ value, low, high, n: 24, clusters: 24 });

test('a unit that both ends of an interval have is said once', () => {
  assert.equal(intervalText(range(371, 453), formatMs), '371 to 453 ms');
  assert.equal(intervalText(range(900, 1100), formatMs), '900 ms to 1.1 s');
  assert.equal(intervalText(range(61_000, 125_000), formatMs), '1 min 1 s to 2 min 5 s');
  assert.equal(intervalText(range(0.1, 0.2), formatUsd), '$0.1 to $0.2');
  assert.equal(intervalText(range(0.78, 0.94), formatPercent), '78 to 94 %');
  assert.equal(intervalText(range(null, null), formatMs), '');
});

test('a share has whole per cents, and more of them where they would claim none or all', () => {
  assert.deepEqual([0.694, 0.052, 0.0043, 0.996, -0.12, 0].map(shareText), ['69 %', '5 %', '0.4 %', '99.6 %', '−12 %', '0 %']);
});

test('a saving whose interval holds none is not told', () => {
  assert.equal(savingText(range(0.62, 0.74, 0.69), true), 'saves ~69 % (62 to 74 %)');
  assert.equal(savingText(range(0.848, 0.996, 0.8783), false), 'saves 88 % (85 to 99.6 %)');
  assert.equal(savingText(range(null, null, 0.69), true), 'saves ~69 %');
  assert.equal(savingText(range(0.6, 0.6, 0.6), false), 'saves 60 %');
  assert.equal(savingText(range(-0.02, 0.12, 0.05), false), 'saves 5 % (−2 to 12 %): cannot tell');
  assert.equal(savingText(range(0, 0.12, 0.05), false), 'saves 5 % (0 to 12 %): cannot tell');
});

test('a ratio reads as a change in per cent', () => {
  assert.deepEqual([1.12, 0.69, 1, 1.0004, 0.9996, 2].map(changeOfRatio), ['+12 %', '−31 %', '±0 %', '±0 %', '±0 %', '+100 %']);
  assert.equal(ratioText(range(1.03, 1.2, 1.12)), '+12 % (+3 to +20 %)');
  assert.equal(ratioText(range(null, null, 1.12)), '+12 %');
});

test('cost and latency have changed only where the interval leaves out that they have not', () => {
  assert.equal(ratioVerdict(range(1.02, 1.2, 1.1)), 'rose');
  assert.equal(ratioVerdict(range(0.8, 0.98, 0.9)), 'fell');
  assert.equal(ratioVerdict(range(0.9, 1.2, 1.1)), 'cannot-tell');
  assert.equal(ratioVerdict(range(null, null, 1.5)), 'cannot-tell');
  assert.equal(ratioVerdict(range(null, null, 1)), 'cannot-tell');
});

test('unchanged is only what no digit on show moves', () => {
  assert.equal(ratioVerdict(range(1, 1, 1)), 'unchanged');
  assert.equal(ratioVerdict(range(1.0001, 1.0002, 1.0001)), 'unchanged');
  assert.equal(ratioVerdict(range(0.98, 1.02, 1)), 'cannot-tell');
  assert.equal(ratioText(range(1, 1, 1)), 'unchanged');
});
