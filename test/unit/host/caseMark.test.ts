import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseMark, cellState, figureParts, markText } from '../../../src/host/language/caseMark.ts';
import type { CellStanding, Standing } from '../../../src/shared/model/suiteFigures.ts';

const nothing: Standing = { quality: null, passRate: null, costUsd: null, latencyP50Ms: null, answered: 1, failed: 0 };
const cell = (changes: Partial<Standing>) => ({ ...nothing, ...changes }) as CellStanding;
const good = cell({ passRate: 1 });
const bad = cell({ passRate: 0.5 });
const broken = cell({ failed: 1, answered: 0 });
const open = cell({});

test('a model has passed when all of its answers were as expected and no call failed', () => {
  assert.equal(cellState(good), 'passed');
  assert.equal(cellState(bad), 'failed');
  assert.equal(cellState(broken), 'errored');
  assert.equal(cellState(cell({ passRate: 1, failed: 1 })), 'errored');
  assert.equal(cellState(cell({ passRate: 0, failed: 1 })), 'failed');
  assert.equal(cellState(open), 'answered');
});

test('a case stands as its worst model does, and counts those that passed', () => {
  assert.deepEqual(caseMark([good, good]), { state: 'passed', passed: 2, of: 2 });
  assert.deepEqual(caseMark([good, bad, broken]), { state: 'failed', passed: 1, of: 3 });
  assert.deepEqual(caseMark([good, broken]), { state: 'errored', passed: 1, of: 2 });
});

test('answers of which nothing is known are neither passed nor counted', () => {
  assert.deepEqual(caseMark([good, open]), { state: 'passed', passed: 1, of: 1 });
  assert.deepEqual(caseMark([open, open]), { state: 'answered', passed: 0, of: 0 });
});

test('a mark says how many models passed and the median latency, as far as known', () => {
  assert.equal(markText({ models: [good, good, good], latencyP50Ms: 612 }), '● 3/3 · 612 ms');
  assert.equal(markText({ models: [good, bad], latencyP50Ms: 1200 }), '✗ 1/2 · 1.2 s');
  assert.equal(markText({ models: [broken], latencyP50Ms: null }), '! 0/1');
  assert.equal(markText({ models: [open], latencyP50Ms: 90 }), '○ 90 ms');
  assert.equal(markText({ models: [open], latencyP50Ms: null }), '○');
});

test('figures that are not known are left out', () => {
  const all = { ...nothing, quality: 0.9, passRate: 0.92, costUsd: 0.004, latencyP50Ms: 1200 };
  assert.deepEqual(figureParts(all), ['92 %', '$0.004', '1.2 s']);
  assert.deepEqual(figureParts({ ...all, passRate: null, costUsd: null }), ['0.90', '1.2 s']);
  assert.deepEqual(figureParts({ ...nothing, costUsd: 0 }), ['$0']);
});
