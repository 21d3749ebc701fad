import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEstimate } from '../../../src/core/pricing/estimate.ts';
import type { LeftOutCase } from '../../../src/core/prepareScoring.ts';
import { isToAsk, rescoreDetail } from '../../../src/host/scoring/rescoreText.ts';
import { settleDetail, settleQuestion } from '../../../src/host/scoring/settleText.ts';
import { missedText } from '../../../src/host/run/missedText.ts';
import { detectableText } from '../../../src/host/views/suiteTexts.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';

const free: RunEstimate = { lowUsd: null, highUsd: null, unknownModels: [], judging: null };
const judged: RunEstimate = {
  lowUsd: 0.01,
  highUsd: 0.2,
  unknownModels: ['mine/judge'],
  judging: { calls: 264, costUsd: { low: 0.01, high: 0.2 } },
};
const source = 'expectations of shop.bench.yaml';
const newCases = (count: number): LeftOutCase[] => Array.from({ length: count }, (_, i) => ({ caseId: `new-${i}`, why: 'new' }));

test('to score again is asked about only where cases stay out or somebody is called', () => {
  assert.equal(isToAsk({ estimate: free, leftOut: [] }), false);
  assert.equal(isToAsk({ estimate: judged, leftOut: [] }), true);
  assert.equal(isToAsk({ estimate: free, leftOut: newCases(1) }), true);
});

test('the question names who is left out and why, a few of them, and what grading takes', () => {
  const leftOut: LeftOutCase[] = [
    ...newCases(7),
    { caseId: 'old', why: 'gone' },
    { caseId: 'reworded', why: 'question-changed' },
  ];
  assert.deepEqual(rescoreDetail({ estimate: judged, leftOut }, source).split('\n'), [
    'By the expectations of shop.bench.yaml. No model under test is called.',
    '7 cases left out, not asked in this run: new-0, new-1, new-2, new-3, new-4 and 2 more.',
    '1 case left out, no longer in the suite: old.',
    '1 case left out, asked in other words since: reworded.',
    'To grade them takes 264 calls, roughly $0.01 to $0.2.',
    'Not in it, because no price is known: mine/judge.',
  ]);
  assert.equal(rescoreDetail({ estimate: free, leftOut: [] }, source).split('\n').length, 1);
});

test('what is added to a run is told before: cases or repeats, calls, cost, and that it shows', () => {
  const suite = {} as Suite;
  assert.equal(
    settleQuestion({ kind: 'cases', rows: 24, enough: true, suite, shownBy: null }),
    "Ask 24 more cases of the suite's datasets?",
  );
  assert.match(settleQuestion({ kind: 'cases', rows: 1, enough: false, suite, shownBy: null }), /1 more case .* take more/);
  assert.equal(settleQuestion({ kind: 'repeats', repeats: 5, suite, shownBy: null }), 'Ask each case 5 times in all?');
  const detail = settleDetail(judged, 120, 1);
  assert.match(detail, /^120 calls, roughly \$0\.01 to \$0\.2\.$/m);
  assert.match(detail, /^The suite's budget stops them at \$1\.00\.$/m);
  assert.match(detail, /after a look at its results/);
});

test('a run that kept up with baseline and limits is told no more of them', () => {
  const { comparison } = fixture({ status: 'finished', done: 1 });
  assert.equal(missedText({ ...comparison, baseline: null }, {}), '');
});

test('limits that are not kept are told, the first two of them', () => {
  const { comparison } = fixture({ status: 'finished', done: 1 });
  const text = missedText({ ...comparison, baseline: null }, { quality: 1.5 });
  assert.match(text, /^Limits not kept: Quality of .* is asked for\. Quality of .* and \d+ more$/);
});

test('a candidate that is shown to be worse than in the baseline is named', () => {
  const { comparison } = fixture({ status: 'finished', done: 1 });
  const [candidate] = comparison.candidates;
  assert.ok(candidate);
  const difference = { value: -0.2, low: -0.3, high: -0.1, n: 40, clusters: 40 };
  const change = {
    id: candidate.id,
    comparable: 40,
    quality: { difference, verdict: 'worse', pValue: 0.001 },
    costRatio: null,
    latencyRatio: null,
    regressions: [],
    improvements: [],
    regressed: 0,
    improved: 0,
  } as const;
  const baseline = { runId: null, name: 'old', startedAt: '', candidates: [change], onlyNow: [], onlyThen: [], casesLeftOut: 0 };
  assert.equal(missedText({ ...comparison, baseline }, {}), `Worse than the baseline: ${candidate.label}.`);
});

test('what a suite can tell before it runs is said in points, or that it can tell nothing', () => {
  assert.equal(detectableText(22, 0.3356), 'With 22 cases a difference of 34 points between two models shows, in 4 runs of 5.');
  assert.equal(detectableText(1, 1), '1 case cannot tell two models apart: take more.');
});
