import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOf, figuresVersion } from '../../../src/core/history/figuresOf.ts';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { countOf, histogramPercentile } from '../../../src/core/stats/logHistogram.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { CandidateId } from '../../../src/shared/model/ids.ts';
import type { RunDetail } from '../../../src/shared/model/run.ts';
import type { CaseSpec, PromptSpec } from '../../../src/shared/model/suite.ts';
import { detail as anyDetail, makeAttempt, makeFailure, makeRun } from '../store/fixtures.ts';

const exact = { scorer: 'exact', args: { value: 'yes', ignoreCase: false }, weight: 1, not: false } as const;

function caseOf(id: string, changes: Partial<CaseSpec> = {}): CaseSpec {
  return { id, name: id, category: null, vars: { question: `What of ${id}?` }, expect: [exact], ...changes };
}

function detailWith(cases: readonly CaseSpec[], prompts: readonly PromptSpec[] = anyDetail.suite.prompts): RunDetail {
  return { ...anyDetail, suite: { ...anyDetail.suite, cases, prompts } };
}

const cases = Array.from({ length: 30 }, (_, i) => caseOf(`case ${i}`));
const run = makeRun({ status: 'finished' });

function answer(caseId: string, e2eMs: number, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  const { record } = makeAttempt(run.id, { caseId, quality: 1, passed: true, ...changes });
  return { ...record, timing: { ...record.timing, e2eMs } };
}

function figures(attempts: readonly AttemptRecord[], detail = detailWith(cases)) {
  const comparison = compare(run, detail, attempts);
  return { comparison, figures: figuresOf(comparison, attempts, detail, 'stamp 1') };
}

test('history keeps the figures that the comparison shows', () => {
  const attempts = [
    ...cases.map(({ id }, i) => answer(id, 100 + 10 * i)),
    makeFailure(run.id, { caseId: 'case 1', repeat: 2 }).record,
  ];
  const { comparison, figures: kept } = figures(attempts);
  assert.deepEqual([kept.version, kept.stamp], [figuresVersion, 'stamp 1']);
  assert.deepEqual(
    kept.candidates.map(({ label }) => label),
    comparison.candidates.map(({ label }) => label),
  );
  const [first, unasked] = kept.candidates;
  const [shown] = comparison.candidates;
  assert.ok(first && shown && first.quality);
  assert.deepEqual([first.ok, first.failed], [30, 1]);
  assert.deepEqual([first.quality, first.passRate], [shown.quality, shown.passRate]);
  assert.deepEqual([first.costPerSample, first.knownCostUsd], [shown.cost.perSample, shown.cost.knownUsd]);
  assert.deepEqual([first.latencyMs?.p50, first.latencyMs?.p95], [shown.latencyMs?.p50, shown.latencyMs?.p95]);
  assert.deepEqual(first.tokensPerSecond?.p50, shown.decodeTokensPerSecond?.p50);
  assert.deepEqual([unasked?.ok, unasked?.quality, unasked?.latencyMs], [0, null, null]);
});

test('a histogram counts what its percentile is of: answers that are final, no warm-up, of a case of the suite', () => {
  const attempts = [
    ...cases.map(({ id }, i) => answer(id, 100 + 10 * i)),
    answer('case 0', 90_000, { warmup: true }),
    answer('case 0', 90_000, { final: false }),
    answer('gone', 90_000),
    answer('case 0', 90_000, { candidateId: 'c2' as CandidateId }),
  ];
  const [first] = figures(attempts).figures.candidates;
  const { histogram, p50 } = first?.latencyMs ?? assert.fail();
  assert.equal(countOf(histogram), p50.n);
  assert.ok(Math.abs((histogramPercentile(histogram, 0.5) ?? 0) / p50.value - 1) <= 0.01);
});

test('the digest of questions follows what is asked and expected, not names or order', () => {
  const digest = (detail: RunDetail) => figures([], detail).figures.candidates[0]?.questions;
  const before = digest(detailWith(cases));
  assert.match(before ?? '', /^[0-9a-f]{32}$/);
  const renamed = cases.map((one) => ({ ...one, id: `${one.id}!`, name: 'other' }));
  assert.equal(digest(detailWith(renamed.toReversed())), before);
  const [first, ...rest] = cases;
  assert.ok(first);
  const more = { id: 'second', template: 'Be short: {{question}}' };
  assert.equal(digest(detailWith(cases, [...anyDetail.suite.prompts, more])), before, 'another prompt asks others');
  for (const detail of [
    detailWith(rest),
    detailWith([...cases, first]),
    detailWith([{ ...first, vars: { question: 'And now?' } }, ...rest]),
    detailWith([{ ...first, expect: [{ ...exact, not: true }] }, ...rest]),
    detailWith(cases, [{ id: 'prompt 1', template: 'Please: {{question}}' }]),
  ]) {
    assert.notEqual(digest(detail), before);
  }
});
