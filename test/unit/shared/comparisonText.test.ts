import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agreementText,
  baselineName,
  judgeWarnings,
  misleadingQualities,
  notCompared,
  runCostTexts,
} from '../../../src/shared/comparisonText.ts';
import type { CandidateSummary, Comparison } from '../../../src/shared/model/comparison.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';
import { candidate, comparison, estimate } from '../report/fixtures.ts';

const { comparison: full } = fixture({ rich: true });
const { baseline, judging } = full;
assert.ok(baseline && judging);

test('agreement has its n, its interval and what is beyond chance', () => {
  const share = { value: 0.88, low: 0.79, high: 0.93, n: 72, clusters: null };
  assert.equal(agreementText({ share, kappa: 0.712 }), '88 % of 72 answers (79 to 93 %), kappa 0.71');
  assert.equal(agreementText({ share, kappa: -0.1 }), '88 % of 72 answers (79 to 93 %), kappa −0.10');
  assert.equal(agreementText({ share: { ...share, low: null, high: null, n: 1 }, kappa: null }), '88 % of 1 answer');
});

test('a judge of itself and of its family is called that', () => {
  assert.deepEqual(judging.judges.map(judgeWarnings), [
    ['judges its own answers: claude-sonnet-4-5', 'of the same family as claude-haiku-4-5'],
    [],
  ]);
});

test('what was not compared is named', () => {
  assert.deepEqual(notCompared(baseline), [
    '2 cases not compared: new, or with another question or other expectations.',
    'Not in the baseline: local llama3.2.',
    'Only in the baseline: gpt-4.1-mini.',
  ]);
  assert.deepEqual(notCompared({ ...baseline, onlyNow: [], onlyThen: [], casesLeftOut: 0 }), []);
  assert.equal(baselineName(baseline), 'Support replies, 2026-11-14 09:05 UTC');
});

test('the cost of a run that was judged says that it is without', () => {
  const told = (over: Partial<Comparison>) => runCostTexts({ ...full, totals: { ...full.totals, costUsd: 0.31 }, ...over });
  const estimated = full.candidates.some(({ cost }) => cost.estimated) ? '~' : '';
  assert.deepEqual(told({}), [`${estimated}$0.31 without judging`, 'judging ≥ $0.214 + unknown']);
  assert.deepEqual(told({ judging: null }), [`${estimated}$0.31`]);
  assert.deepEqual(told({ judging: null, totals: { ...full.totals, done: 0 } }), []);
});

/** The second has the higher mean; the first is the best. */
function misled(level: Readonly<Record<string, number>>, over: Partial<CandidateSummary> = {}) {
  const [best, higher] = [
    candidate('x/best', { quality: estimate(0.8) }),
    candidate('x/higher', { quality: estimate(0.9), ...over }),
  ];
  const { recommendation } = comparison([]);
  return misleadingQualities({
    candidates: [best, higher, candidate('x/lower', { quality: estimate(0.5) })],
    recommendation: { ...recommendation, bestQuality: best.id },
    replicates: {
      draws: 0,
      candidates: [best, higher, candidate('x/lower')].map(({ id }) => ({
        id,
        quality: null,
        costUsd: null,
        latencyMs: null,
        ...(level[id] !== undefined && { level: { quality: level[id], costUsd: null, latencyMs: null } }),
      })),
    },
  }).map((one) => `${one.candidate.label} ${one.why}: ${one.standsAt}`);
}

test('a higher quality than that of the best is explained by the cases that make it', () => {
  assert.deepEqual(misled({ 'x/higher': 0.75 }, { failed: 4 }), ['x/higher failed on cases that others found hard: 0.75']);
  assert.deepEqual(misled({ 'x/higher': 0.75 }), ['x/higher has no grade for cases that others found hard: 0.75']);
  assert.deepEqual(misled({ 'x/best': 0.91 }), ['x/best has no grade for cases that others found easy: 0.91']);
});

test('nothing is explained where the cases do not make it, or the best is the highest', () => {
  assert.deepEqual(misled({}), []);
  assert.deepEqual(misled({ 'x/lower': 0.3 }), []);
  assert.deepEqual(misled({ 'x/higher': 0.7 }, { quality: estimate(0.79) }), []);
});
