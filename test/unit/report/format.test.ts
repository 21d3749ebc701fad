import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  formatCompact,
  formatCost,
  formatCount,
  formatInstant,
  formatInterval,
  formatMs,
  formatPercent,
  formatPlural,
  formatQuality,
  formatSpeed,
  formatPrice,
  formatUsd,
  formatWithInterval,
} from '../../../src/shared/format.ts';

function table<T>(format: (value: T) => string, rows: readonly (readonly [T, string])[]): void {
  for (const [value, text] of rows) assert.equal(format(value), text);
}

test('times have three digits and the unit that fits', () => {
  table(formatMs, [
    [null, 'unknown'],
    [0, '0 ms'],
    [0.4213, '0.421 ms'],
    [12.34, '12.3 ms'],
    [842.4, '842 ms'],
    [999.6, '1 s'],
    [1240, '1.24 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
  ]);
});

test('money never rounds to nothing', () => {
  table(formatUsd, [
    [null, 'unknown'],
    [0, '$0'],
    [0.000_000_123, '$0.000000123'],
    [0.0042, '$0.0042'],
    [0.004_234_56, '$0.00423'],
    [0.314_159, '$0.314'],
    [0.9996, '$1.00'],
    [1.236, '$1.24'],
    [12.3, '$12.30'],
    [99.999, '$100'],
    [1240.4, '$1,240'],
  ]);
  fc.assert(fc.property(fc.double({ min: 1e-12, max: 1e9, noNaN: true }), (usd) => assert.match(formatUsd(usd), /[1-9]/)));
});

test('a price of tokens has its cents', () => {
  table(formatPrice, [
    [0, '$0'],
    [0.8, '$0.80'],
    [0.075, '$0.075'],
    [0.6125, '$0.613'],
    [3, '$3.00'],
    [150, '$150'],
  ]);
});

test('a cost keeps its unknown part in sight', () => {
  const cost = { totalUsd: null, knownUsd: 0.0012, unknownCalls: 2, estimated: false };
  assert.equal(formatCost(cost), '≥ $0.0012 + unknown');
  assert.equal(formatCost({ ...cost, knownUsd: 0 }), 'unknown');
  assert.equal(formatCost({ ...cost, totalUsd: 0.0012, unknownCalls: 0 }), '$0.0012');
  assert.equal(formatCost({ ...cost, totalUsd: 0, knownUsd: 0, unknownCalls: 0 }), '$0');
  assert.equal(formatCost({ ...cost, totalUsd: 0.0012, unknownCalls: 0, estimated: true }), '~$0.0012');
});

test('shares and qualities are 0 and 1 only when they are', () => {
  table(formatPercent, [
    [null, 'unknown'],
    [0, '0 %'],
    [0.0001, '< 0.1 %'],
    [0.934, '93.4 %'],
    [0.9996, '> 99.9 %'],
    [1, '100 %'],
  ]);
  table(formatQuality, [
    [null, 'n/a'],
    [0, '0.00'],
    [0.001, '< 0.01'],
    [0.934, '0.93'],
    [0.996, '> 0.99'],
    [1, '1.00'],
  ]);
});

test('intervals are left out where there is none', () => {
  const none = { value: 0.9, low: null, high: null, n: 1, clusters: 1 };
  assert.equal(formatInterval(none, formatQuality), '');
  assert.equal(formatInterval(null, formatQuality), '');
  const some = { ...none, low: 0.86, high: 0.94 };
  assert.equal(formatInterval(some, formatQuality), '0.86 to 0.94');
});

test('an arm stands for an interval only where both are alike and stay within what the figure can be', () => {
  const text = (value: number, low: number | null, high: number | null) =>
    formatWithInterval({ value, low, high, n: 20, clusters: 20 }, formatQuality, 1);
  assert.equal(text(0.9, null, null), '0.90');
  assert.equal(text(0.9, 0.86, 0.94), '0.90 ±0.04');
  assert.equal(text(0.95, 0.72, 0.99), '0.95 (0.72–0.99)');
  assert.equal(text(0.9, 0.79, 1), '0.90 (0.79–1.00)');
  assert.equal(text(0.06, 0, 0.13), '0.06 (0.00–0.13)');
  assert.equal(text(0.95, 0.72, 0.999), '0.95 (0.72 to > 0.99)');
  assert.equal(text(0.5, 0.4962, 0.5038), '0.50 ±0.01');
  const estimate = { value: 400, low: 371, high: 453, n: 20, clusters: 20 };
  assert.equal(formatWithInterval(estimate, formatMs), '400 ms (371–453 ms)');
  assert.equal(formatWithInterval({ ...estimate, value: 960, low: 950, high: 1240 }, formatMs), '960 ms (950 ms to 1.24 s)');
});

test('counts, speeds, instants', () => {
  table(formatCount, [
    [null, 'unknown'],
    [945, '945'],
    [1_234_567, '1,234,567'],
  ]);
  table(formatCompact, [
    [null, 'unknown'],
    [945, '945'],
    [12_345, '12.3k'],
    [999_600, '1M'],
  ]);
  table(formatSpeed, [
    [null, 'unknown'],
    [84.21, '84.2'],
  ]);
  assert.equal(formatPlural(1, 'case'), '1 case');
  assert.equal(formatPlural(1200, 'retry', 'retries'), '1,200 retries');
  assert.equal(formatInstant('2026-11-21T02:33:59.000Z'), '2026-11-21 02:33 UTC');
});
