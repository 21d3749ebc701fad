import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Estimate } from '../../../src/shared/model/comparison.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { ModelInRun, ModelOverRuns, RunBesideOthers } from '../../../src/shared/model/runsComparison.ts';
import { dotsOf, scaleOf } from '../../../webview/several/plotData.ts';

const run = (id: string): RunBesideOthers => ({
  ...{ id: id as RunId, name: id, suiteName: id, suitePath: id, startedAt: '', status: 'finished', part: null },
});

function inRun(id: string, quality: Estimate | null, basis: ModelInRun['basis'] = 'shared'): ModelInRun {
  const figures = { quality, passRate: null, costPerSample: null, latencyP50: null, latencyP95: null };
  return { runId: id as RunId, basis, cases: 5, answers: 5, failed: 0, ...figures, change: null };
}

const at = (value: number, low: number | null = null, high: number | null = null): Estimate => ({
  value,
  low,
  high,
  n: 5,
  clusters: 5,
});
const model = (...runs: ModelInRun[]): ModelOverRuns => ({ label: 'm', shared: 5, runs });

test('dots stand at the places of their runs, and those on cases of their own are told apart', () => {
  const runs = [run('a'), run('b'), run('c')];
  const dots = dotsOf({ runs }, model(inRun('a', at(0.5)), inRun('c', at(0.7), 'own')));
  assert.deepEqual(
    dots.map(({ place, shared }) => [place, shared]),
    [
      [0, true],
      [2, false],
    ],
  );
  assert.deepEqual(dotsOf({ runs }, model(inRun('b', null))), []);
});

test('the scale holds every interval in tenths, and has a height even where all figures are one', () => {
  assert.deepEqual(scaleOf({ models: [model(inRun('a', at(0.5, 0.42, 0.61)), inRun('b', at(0.7)))] }), { from: 0.4, to: 0.7 });
  assert.deepEqual(scaleOf({ models: [model(inRun('a', at(1)))] }), { from: 0.9, to: 1 });
  assert.deepEqual(scaleOf({ models: [model(inRun('a', at(0)))] }), { from: 0, to: 0.1 });
  assert.deepEqual(scaleOf({ models: [] }), { from: 0, to: 1 });
});
