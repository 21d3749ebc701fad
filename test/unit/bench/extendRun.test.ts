import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extendRun, type RunToExtend } from '../../../src/core/extendRun.ts';
import type { PreparedRun } from '../../../src/core/prepareRun.ts';
import { candidatesOf } from '../../../src/core/runner/plan.ts';
import { scoringOfRun } from '../../../src/core/runScoring.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { ScorerSpec } from '../../../src/shared/model/scorer.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import { model, suite, testCase } from '../runner/fakes.ts';
import { makeFinishedScoring, makeRun, makeScoring } from '../store/fixtures.ts';

const price = (outputPerMTok: number): PriceRow => ({
  inputPerMTok: 1,
  outputPerMTok,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'a',
  exact: true,
});

const before = suite({ cases: ['one', 'two'].map((id) => testCase(id)), repeats: 1 });

function storedRun(changes: Partial<RunRecord> = {}, counts: Partial<RunToExtend['counts']> = {}): RunToExtend {
  const run = makeRun({ status: 'finished', suiteHash: before.hash, plannedSamples: 4, ...changes });
  return {
    run,
    detail: { suite: before, candidates: candidatesOf(before), prices: { 'p/a': price(2) } },
    counts: { done: 4, unreached: 0, ...counts },
    scorings: [],
  };
}

function prepared(changes: Partial<Suite> = {}): PreparedRun {
  const wanted = { ...before, ...changes };
  const candidates = candidatesOf(wanted);
  return {
    suite: wanted,
    candidates,
    plannedSamples: candidates.length * wanted.cases.length * wanted.repeats,
    endpoints: {},
    prices: { 'p/a': price(9), 'p/b': price(3) },
    worstPrices: {},
    estimate: { lowUsd: null, highUsd: null, unknownModels: [], judging: null },
    missingKeys: [],
    problems: [],
  };
}

const more = { cases: ['one', 'two', 'three'].map((id) => testCase(id)) };

test('a run goes on with what it lacks, at the prices it began with', () => {
  const stored = storedRun({ finishedAt: '2026-03-01T10:05:00.000Z', baselineAt: '2026-03-02T00:00:00.000Z', name: 'Renamed' });
  const { run, detail } = extendRun(stored, prepared(more));
  assert.deepEqual(run, { ...stored.run, status: 'running', finishedAt: null, plannedSamples: 6, extensions: 1 });
  assert.equal(detail.suite.cases.length, 3);
  assert.deepEqual(detail.prices, { 'p/a': price(2), 'p/b': price(3) });
});

test('to make up for what was not done, or reached no server, is no further look', () => {
  const cut = extendRun(storedRun({ status: 'cancelled', statusMessage: 'Cancelled.' }, { done: 3 }), prepared());
  assert.deepEqual([cut.run.extensions, cut.run.statusMessage], [0, null]);
  assert.equal(extendRun(storedRun({}, { unreached: 1 }), prepared()).run.extensions, 0);
  assert.throws(() => extendRun(storedRun(), prepared()), /has all its samples/);
});

test('a run that does not fit is refused in words', () => {
  const refused = (wanted: PreparedRun, expected: RegExp) => assert.throws(() => extendRun(storedRun(), wanted), expected);
  refused(prepared({ ...more, hash: 'other' }), /“Support replies” was made by another version of suites\/support\.bench\.yaml/);
  refused(prepared({ ...more, models: [model('p/a')] }), /has other models or prompts/);
  refused(prepared({ cases: [testCase('one'), testCase('three')], repeats: 3 }), /has more cases or repeats/);
  refused(prepared(), /has all its samples: ask for more/);
});

test('a run whose answers were not all graded goes on, though no sample is missing', () => {
  const stored = storedRun();
  const own = makeScoring(stored.run.id, { trigger: 'run', status: 'cancelled' });
  assert.equal(extendRun({ ...stored, scorings: [own] }, prepared()).run.status, 'running');
  const rescored = { ...stored, scorings: [{ ...own, trigger: 'rescore' } as const] };
  assert.throws(() => extendRun(rescored, prepared()), /has all its samples/);
});

const inline: ScorerSpec = { scorer: 'exact', args: { value: 'yes', ignoreCase: true }, weight: 1, not: false };
const thread: ScorerSpec = { scorer: 'similarity', args: { value: 'x', metric: 'bleu', threshold: 0.5 }, weight: 1, not: false };

test('a run has a scoring of its own for the cases that cannot be scored at once, with all their expectations', () => {
  const cases = [
    { ...testCase('one'), expect: [inline] },
    { ...testCase('two'), expect: [inline, thread] },
  ];
  const run = makeRun();
  assert.equal(scoringOfRun(run, prepared({ cases: cases.slice(0, 1) }), null), null);
  const made = scoringOfRun(run, prepared({ cases, repeats: 3 }), null);
  assert.deepEqual(made?.detail.expect, { two: [inline, thread] });
  const { runId, trigger, status, planned } = made.record;
  assert.deepEqual([runId, trigger, status, planned], [run.id, 'run', 'running', 6]);

  const earlier = makeFinishedScoring(run.id, '2026-03-01T10:05:00.000Z', { trigger: 'run' });
  const again = scoringOfRun(run, prepared({ cases, repeats: 4 }), earlier);
  const { id, createdAt, finishedAt } = again?.record ?? makeScoring(run.id);
  assert.deepEqual([id, createdAt, finishedAt, again?.record.planned], [earlier.id, earlier.createdAt, null, 8]);
});

test('the run’s scoring names its judges and their prices, and no other models', () => {
  const graders = [{ ref: 'p/a', provider: 'p', model: 'a', kind: 'judge' } as const];
  const cases = [{ ...testCase('one'), expect: [thread] }];
  const made = scoringOfRun(makeRun(), prepared({ cases, graders }), null);
  assert.deepEqual([made?.detail.judges, made?.detail.prices], [['p/a'], { 'p/a': price(9) }]);
});
