import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf } from '../../../src/core/report/baseline/baselineOf.ts';
import type { BaselineData } from '../../../src/core/report/baseline/data.ts';
import { readBaseline } from '../../../src/core/report/baseline/readBaseline.ts';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import { changesLimit, type BaselineComparison } from '../../../src/shared/model/comparison.ts';
import type { RunDetail } from '../../../src/shared/model/run.ts';
import { answersOf, attempt, runOf, type Answer } from './builders.ts';

type Models = Readonly<Record<string, Answer>>;

function rightIn(test: (index: number) => boolean, usd = 0.001, e2eMs = 1000): Answer {
  return (index) => ({ quality: Number(test(index)), usd: usd * (1 + (index % 5) / 10), e2eMs: e2eMs * (1 + (index % 3) / 10) });
}

function held(now: Models, then: Models, cases: number, change: (detail: RunDetail) => RunDetail = (d) => d): BaselineComparison {
  const earlier = runOf({ models: Object.keys(then), cases });
  const baseline = baselineOf(earlier.run, earlier.detail, answersOf(then, cases));
  const { run, detail } = runOf({ models: Object.keys(now), cases });
  const found = compare(run, change(detail), answersOf(now, cases), { baseline }).baseline;
  assert.ok(found);
  return found;
}

test('without a baseline there is none', () => {
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  assert.equal(compare(run, detail, []).baseline, null);
});

test('a worse run shows what it lost, case by case, the greatest loss first', () => {
  const { candidates, casesLeftOut } = held({ m: rightIn((i) => i % 2 === 0) }, { m: rightIn((i) => i !== 4) }, 40);
  const [change] = candidates;
  assert.deepEqual([change?.comparable, change?.quality?.verdict, casesLeftOut], [40, 'worse', 0]);
  assert.ok(change?.quality && Math.abs(change.quality.difference.value - -19 / 40) < 1e-12);
  assert.deepEqual([change.regressed, change.improved], [20, 1]);
  assert.deepEqual(
    change.improvements.map(({ caseId, before, after }) => [caseId, before, after]),
    [['c4', 0, 1]],
  );
  const [first] = change.regressions;
  assert.deepEqual([first?.caseId, first?.name, first?.before, first?.after], ['c1', 'case 1', 1, 0]);
  assert.deepEqual([first?.answersBefore, first?.answersAfter, first?.significant], [1, 1, false]);
  assert.ok(first?.attemptId);
});

test('an equal run shows nothing', () => {
  const same = rightIn((i) => i % 3 > 0);
  const [change] = held({ m: same }, { m: same }, 30).candidates;
  assert.deepEqual([change?.quality?.verdict, change?.regressed, change?.improved], ['cannot-tell', 0, 0]);
  assert.deepEqual([change?.costRatio?.value, change?.latencyRatio?.value], [1, 1]);
});

test('costs and latencies are told as ratios with intervals', () => {
  const right = (usd: number, ms: number): Models => ({ m: rightIn(() => true, usd, ms) });
  const [change] = held(right(0.002, 500), right(0.001, 1000), 20).candidates;
  assert.ok(Math.abs((change?.costRatio?.value ?? 0) - 2) < 1e-9);
  assert.ok(Math.abs((change?.latencyRatio?.value ?? 0) - 0.5) < 1e-9);
  assert.ok(change?.costRatio?.low && change.costRatio.low > 1.9);
});

test('an unknown cost has no ratio', () => {
  const unpriced: Answer = () => ({ quality: 1, usd: null, e2eMs: 100 });
  const [change] = held({ m: unpriced }, { m: rightIn(() => true) }, 8).candidates;
  assert.equal(change?.costRatio, null);
  assert.ok(change?.latencyRatio);
});

test('a question or an expectation that changed makes another case of it', () => {
  const models = { m: rightIn(() => true) };
  const renamed = held(models, models, 6, ({ suite, ...rest }) => ({
    ...rest,
    suite: {
      ...suite,
      cases: suite.cases.map((spec, i) => {
        if (i === 0) return { ...spec, vars: { q: 'another question' } };
        if (i === 1) return { ...spec, expect: spec.expect.map((e) => ({ ...e, weight: 2 })) };
        // A new name is no new question.
        return i === 2 ? { ...spec, name: 'renamed' } : spec;
      }),
    },
  }));
  assert.deepEqual([renamed.candidates[0]?.comparable, renamed.casesLeftOut], [4, 2]);
  const reworded = held(models, models, 6, ({ suite, ...rest }) => ({
    ...rest,
    suite: { ...suite, prompts: suite.prompts.map((prompt) => ({ ...prompt, system: 'Be brief.' })) },
  }));
  assert.deepEqual([reworded.candidates[0]?.comparable, reworded.casesLeftOut], [0, 6]);
  assert.equal(reworded.candidates[0]?.quality, null);
});

test('cases are found again though rows were added above them', () => {
  const answers = rightIn((i) => i > 2);
  const then = runOf({ models: ['m'], cases: 5 });
  const baseline = baselineOf(then.run, then.detail, answersOf({ m: answers }, 5));
  const { run, detail } = runOf({ models: ['m'], cases: 6 });
  // The old questions, each one place further down; a new one at the head.
  const cases = detail.suite.cases.map((spec, i) => ({ ...spec, vars: { q: i === 0 ? 'new' : `question ${i - 1}` } }));
  const moved = answersOf({ m: (i) => (i === 0 ? answers(0) : answers(i - 1)) }, 6);
  const found = compare(run, { ...detail, suite: { ...detail.suite, cases } }, moved, { baseline }).baseline;
  assert.deepEqual([found?.candidates[0]?.comparable, found?.casesLeftOut], [5, 1]);
  assert.deepEqual([found?.candidates[0]?.regressed, found?.candidates[0]?.improved], [0, 0]);
});

test('models that only one of the runs has are named', () => {
  const any = rightIn(() => true);
  const { candidates, onlyNow, onlyThen } = held({ kept: any, added: any }, { kept: any, dropped: any }, 3);
  assert.deepEqual([candidates.map(({ id }) => id), onlyNow, onlyThen], [['kept'], ['added'], ['dropped']]);
});

test('a model is found again when the suite gets a second prompt', () => {
  const then = runOf({ models: ['m'], cases: 2, prompts: ['plain'] });
  const baseline = baselineOf(then.run, then.detail, [attempt({ model: 'm', case: 0, promptId: 'plain' })]);
  const now = runOf({ models: ['m'], cases: 2, prompts: ['plain', 'formal'] });
  const [plain] = now.detail.candidates;
  assert.ok(plain);
  const answers = [attempt({ model: 'm', candidateId: plain.id, case: 0, promptId: 'plain' })];
  const found = compare(now.run, now.detail, answers, { baseline }).baseline;
  assert.deepEqual(
    found?.candidates.map(({ id, comparable }) => [id, comparable]),
    [['m · plain', 1]],
  );
  assert.deepEqual(found?.onlyNow, ['m · formal']);
});

test('a case is shown to be worse only by repeats that say so', () => {
  const repeats = 10;
  const answers = (passed: (index: number, repeat: number) => boolean): AttemptRecord[] =>
    Array.from({ length: 3 * repeats }, (_, i) => {
      const [index, repeat] = [i % 3, 1 + Math.floor(i / 3)];
      return attempt({ model: 'm', case: index, repeat, quality: Number(passed(index, repeat)) });
    });
  const { run, detail } = runOf({ models: ['m'], cases: 3, repeats });
  const baseline = baselineOf(
    run,
    detail,
    answers(() => true),
  );
  const now = answers((index, repeat) => (index === 0 ? repeat > 9 : index === 1 ? repeat > 2 : true));
  const [change] = compare(run, detail, now, { baseline }).baseline?.candidates ?? [];
  assert.deepEqual(
    change?.regressions.map(({ caseId, significant, answersAfter }) => [caseId, significant, answersAfter]),
    [
      ['c0', true, 10],
      ['c1', false, 10],
    ],
  );
});

test('the lists of changes are bounded, their counts are not', () => {
  const cases = changesLimit + 30;
  const [change] = held({ m: rightIn(() => false) }, { m: rightIn(() => true) }, cases).candidates;
  assert.deepEqual([change?.regressions.length, change?.regressed], [changesLimit, cases]);
});

test('a failed call is no answer to compare', () => {
  const then = runOf({ models: ['m'], cases: 2 });
  const baseline = baselineOf(then.run, then.detail, answersOf({ m: rightIn(() => true) }, 2));
  const now = [attempt({ model: 'm', case: 0 }), attempt({ model: 'm', case: 1, errorKind: 'server' })];
  const found = compare(then.run, then.detail, now, { baseline }).baseline;
  assert.deepEqual([found?.candidates[0]?.comparable, found?.candidates[0]?.regressed], [1, 0]);
});

function someBaseline(): BaselineData {
  const { run, detail } = runOf({ models: ['m'], cases: 2 });
  return baselineOf(run, detail, answersOf({ m: rightIn((i) => i > 0) }, 2));
}

test('a baseline comes back from a report as it went in', () => {
  const baseline = someBaseline();
  assert.deepEqual(readBaseline(JSON.parse(JSON.stringify({ version: 1, run: {}, baseline }))), baseline);
});

test('what is no baseline is refused by name', () => {
  const baseline = someBaseline();
  const withAnswer = (answer: object) => {
    const [candidate] = baseline.candidates;
    return {
      version: 1,
      baseline: { ...baseline, candidates: [{ ...candidate, cases: [{ caseId: 'c', fingerprint: 'f', answers: [answer] }] }] },
    };
  };
  const whole = { quality: 1, passed: true, costUsd: null, latencyMs: 5 };
  assert.equal(readBaseline(withAnswer(whole)).candidates[0]?.cases[0]?.answers[0]?.latencyMs, 5);
  const refused: readonly [unknown, RegExp][] = [
    [null, /the file is to be an object/],
    [[], /the file is to be an object/],
    [{ version: 2, baseline }, /no JSON report of LLM Bench/],
    [{ version: 1 }, /kept no baseline/],
    [{ version: 1, baseline: { ...baseline, name: 3 } }, /baseline\.name is to be a text/],
    [{ version: 1, baseline: { ...baseline, candidates: {} } }, /baseline\.candidates is to be a list/],
    [
      { version: 1, baseline: { ...baseline, candidates: [{ label: 'm' }] } },
      /baseline\.candidates\[0\]\.promptId is to be a text/,
    ],
    [withAnswer({ ...whole, quality: 1.5 }), /answers\[0\]\.quality is to be a number from 0 to 1, or null/],
    [withAnswer({ ...whole, costUsd: -1 }), /answers\[0\]\.costUsd is to be a number from 0, or null/],
    [withAnswer({ ...whole, passed: 'yes' }), /answers\[0\]\.passed is to be true, false or null/],
  ];
  for (const [report, message] of refused) assert.throws(() => readBaseline(report), message);
});

test('expectations of an earlier version are the same where the later one only adds what is not set', () => {
  const number = { value: 3, tolerance: 0 };
  const withArgs = (args: object) => (detail: RunDetail) => ({
    ...detail,
    suite: {
      ...detail.suite,
      cases: detail.suite.cases.map((spec) => ({ ...spec, expect: [{ scorer: 'number', args, not: false, weight: 1 }] })),
    },
  });
  const { run, detail } = runOf({ models: ['m'], cases: 1 });
  const answers = [attempt({ model: 'm', case: 0 })];
  const baseline = baselineOf(run, withArgs(number)(detail) as unknown as RunDetail, answers);
  const later = (args: object) =>
    compare(run, withArgs(args)(detail) as unknown as RunDetail, answers, { baseline }).baseline?.candidates[0]?.comparable;
  assert.equal(later({ tolerance: 0, value: 3, relative: false, unit: null }), 1);
  assert.equal(later({ ...number, unit: 'km' }), 0);
});
