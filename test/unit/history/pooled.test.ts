import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figure } from '../../../src/core/history/metricOf.ts';
import { pooled } from '../../../src/core/history/pooled.ts';
import { unitMeanEstimate } from '../../../src/core/stats/mean.ts';
import { logHistogram } from '../../../src/core/stats/logHistogram.ts';
import { percentile, sortSample } from '../../../src/core/stats/percentile.ts';
import type { Estimate } from '../../../src/shared/model/comparison.ts';
import { mulberry32 } from '../../engine/random.ts';
import { isOver } from '../stats/changeSimulation.ts';

const unit = [0, 1] as const;

function figure(value: number, arm: number | null, n = 100): Figure {
  const [low, high] = arm === null ? [null, null] : [value - arm, value + arm];
  return { value: { value, low, high, n, clusters: 50 }, percentile: null };
}

test('one run is a day as it is', () => {
  const only = figure(0.9, 0.05);
  assert.equal(pooled([only], unit), only.value);
  assert.equal(pooled([], unit), null);
});

test('runs are weighted by their answers', () => {
  const day = pooled([figure(0.9, 0.05, 300), figure(0.5, 0.1, 100)], unit) ?? assert.fail();
  assert.ok(Math.abs(day.value - 0.8) < 1e-12);
  assert.deepEqual([day.n, day.clusters], [400, 50]);
});

test('asking the same cases again does not narrow the interval, as asking others would', () => {
  const day =
    pooled(
      Array.from({ length: 24 }, () => figure(0.8, 0.06)),
      unit,
    ) ?? assert.fail();
  assert.ok(Math.abs((day.low ?? 0) - 0.74) < 1e-12 && Math.abs((day.high ?? 0) - 0.86) < 1e-12);
});

test('runs that differ from one another widen it', () => {
  const alike = pooled([figure(0.8, 0.05), figure(0.8, 0.05)], unit) ?? assert.fail();
  const unlike = pooled([figure(0.7, 0.05), figure(0.9, 0.05)], unit) ?? assert.fail();
  const width = ({ low, high }: Estimate) => (high ?? NaN) - (low ?? NaN);
  assert.ok(width(unlike) > 2 * width(alike));
});

test('shares stay within 0 and 1, and what has no interval leaves the day without one', () => {
  const day = pooled([figure(1, 0.2), figure(0.5, 0.2)], unit) ?? assert.fail();
  assert.ok(day.high === 1 && (day.low ?? -1) > 0);
  assert.deepEqual([pooled([figure(0.8, 0.05), figure(0.8, null)], unit)?.low], [null]);
});

test('a percentile is that of all answers, not a mean of percentiles', () => {
  const [quick, slow] = [Array.from({ length: 90 }, (_, i) => 100 + i), Array.from({ length: 30 }, (_, i) => 5000 + i)];
  const one = (values: readonly number[]): Figure => {
    const value = percentile(sortSample(values) ?? assert.fail(), 0.5);
    return {
      value: { value, low: value * 0.9, high: value * 1.1, n: values.length, clusters: 30 },
      percentile: { p: 0.5, histogram: logHistogram(values) },
    };
  };
  const day = pooled([one(quick), one(slow)], null) ?? assert.fail();
  const exact = percentile(sortSample([...quick, ...slow]) ?? assert.fail(), 0.5);
  assert.ok(Math.abs(day.value / exact - 1) <= 0.01, `${day.value} for ${exact}`);
  assert.ok((day.low ?? 0) > 0 && (day.low ?? 0) < 100 && (day.high ?? 0) > 200, 'two runs so far apart tell little of a third');
});

test('what is free does not stand in the way of an interval', () => {
  const day = pooled([figure(0, 0, 10), figure(0, 0, 10)], null);
  assert.deepEqual([day?.value, day?.low, day?.high], [0, 0, 0]);
});

/** Suites of a known mean quality, run several times a day on moods of their own; cases are hard or easy, the same in each run. */
for (const { name, cases, runs, mood } of [
  { name: '2 runs', cases: 30, runs: 2, mood: 0 },
  { name: '2 runs of unlike moods', cases: 30, runs: 2, mood: 0.05 },
  { name: '24 runs', cases: 30, runs: 24, mood: 0 },
  { name: '24 runs of unlike moods', cases: 100, runs: 24, mood: 0.1 },
]) {
  test(`a day's interval holds the truth in 95 % of days: ${name}`, () => {
    const [days, draw] = [500, mulberry32(23)];
    const held = Array.from({ length: days }, () => {
      const easy = Array.from({ length: cases }, () => 0.2 + 0.6 * draw());
      const figures = Array.from({ length: runs }, (): Figure => {
        const shift = mood * (2 * draw() - 1);
        const values = easy.map((share) => Number(draw() < share + shift));
        const value = unitMeanEstimate({ values, clusters: values.map((_, i) => i) }) ?? assert.fail();
        return { value, percentile: null };
      });
      const { low, high } = pooled(figures, unit) ?? assert.fail();
      return (low ?? 1) <= 0.5 && 0.5 <= (high ?? 0);
    }).filter(Boolean).length;
    assert.ok(!isOver(1 - held / days, 0.05, days), String(held / days));
  });
}
