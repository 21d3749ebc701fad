import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRuns } from '../../../src/core/report/several/compareRuns.ts';
import { runDataOf, type RunData } from '../../../src/core/report/several/data.ts';
import { runRows } from '../../../src/core/report/several/text.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../../../src/shared/model/run.ts';
import type { ModelInRun, RunsComparison } from '../../../src/shared/model/runsComparison.ts';
import { answersOf, attempt, graded, runOf, type Answer } from '../comparison/builders.ts';

interface Given {
  readonly models: Readonly<Record<string, Answer>>;
  readonly cases?: number;
  readonly run?: Partial<RunRecord>;
  readonly detail?: (detail: RunDetail) => RunDetail;
  readonly attempts?: readonly AttemptRecord[];
}

/** A run that is known by its id; one of a later letter began later. */
function dataOf(id: string, { models, cases = 40, run: changes, detail: change = (d) => d, attempts }: Given): RunData {
  const { run, detail } = runOf({ models: Object.keys(models), cases });
  const record = { ...run, id: id as RunId, startedAt: `2026-01-01T0${id.charCodeAt(0) - 97}:00:00.000Z`, ...changes };
  return runDataOf(record, change(detail), attempts ?? answersOf(models, cases));
}

function compared(runs: readonly RunData[], reference?: string): RunsComparison {
  const found = compareRuns(runs, (reference as RunId | undefined) ?? null);
  assert.ok(found);
  return found;
}

function cell({ models }: RunsComparison, label: string, runId: string): ModelInRun {
  const found = models.find((model) => model.label === label)?.runs.find((one) => one.runId === runId);
  assert.ok(found, `${label} in ${runId}`);
  return found;
}

const good = graded(() => 1);
const half = graded((i) => Number(i % 2 === 0));
/** Other words for every question. */
const otherQuestions = (detail: RunDetail): RunDetail => ({
  ...detail,
  suite: { ...detail.suite, prompts: detail.suite.prompts.map((prompt) => ({ ...prompt, template: 'else: {{q}}' })) },
});

test('fewer than two runs are no comparison', () => {
  assert.equal(compareRuns([], null), null);
  assert.equal(compareRuns([dataOf('a', { models: { m: good } })], null), null);
});

test('the oldest run is the reference, whichever was named first, unless another one is chosen', () => {
  const runs = [dataOf('b', { models: { m: half } }), dataOf('a', { models: { m: good } })];
  const found = compared(runs);
  assert.deepEqual([found.reference, found.runs.map(({ id }) => id)], ['a', ['a', 'b']]);
  assert.equal(cell(found, 'm', 'b').change?.quality?.verdict, 'worse');
  const turned = compared(runs, 'b');
  assert.equal(turned.reference, 'b');
  assert.equal(cell(turned, 'm', 'a').change?.quality?.verdict, 'better');
  assert.equal(cell(turned, 'm', 'b').change, null);
});

test('a run without an answer is the reference only where it is chosen', () => {
  const runs = [
    dataOf('a', { models: { m: good }, attempts: [] }),
    dataOf('b', { models: { m: good } }),
    dataOf('c', { models: { m: half } }),
  ];
  assert.equal(compared(runs).reference, 'b');
  assert.equal(cell(compared(runs), 'm', 'c').change?.quality?.verdict, 'worse');
  assert.equal(compared(runs, 'a').reference, 'a');
});

test('the answer says which model got worse, by how much and in which run', () => {
  const found = compared([
    dataOf('a', { models: { m: good, n: half } }),
    dataOf('b', { models: { m: half, n: half } }),
    dataOf('c', { models: { m: good, n: half } }),
  ]);
  assert.match(found.headline, /^Against the run of 2026-01-01 00:00 UTC, worse: m in 2026-01-01 01:00 UTC by −0\.500 \(.+\)\.$/);
  assert.doesNotMatch(found.headline, /better/);
});

test('equal runs are told as what they are: nothing shown', () => {
  const found = compared([dataOf('a', { models: { m: half } }), dataOf('b', { models: { m: half } })]);
  assert.match(
    found.headline,
    /^No model is shown to be better or worse than in the run of 2026-01-01 00:00 UTC: the one difference/,
  );
  assert.match(found.details[0] ?? '', /on the 40 cases/);
});

test('figures stand on the cases that all compared runs asked alike', () => {
  const fewer = dataOf('b', { models: { m: half }, cases: 10 });
  const found = compared([dataOf('a', { models: { m: graded((i) => Number(i < 10)) } }), fewer]);
  assert.equal(found.models[0]?.shared, 10);
  const first = cell(found, 'm', 'a');
  assert.deepEqual([first.basis, first.cases, first.quality?.value], ['shared', 10, 1]);
});

test('cases are the same by what was asked, not by their names', () => {
  const renamed = (detail: RunDetail): RunDetail => ({
    ...detail,
    suite: { ...detail.suite, cases: detail.suite.cases.map((one, i) => ({ ...one, id: `r${i}` })) },
  });
  const attempts = answersOf({ m: half }, 8).map((one) => ({ ...one, caseId: one.caseId.replace('c', 'r') }));
  const found = compared([
    dataOf('a', { models: { m: half }, cases: 8 }),
    dataOf('b', { models: { m: half }, cases: 8, detail: renamed, attempts }),
  ]);
  assert.equal(found.models[0]?.shared, 8);
});

test('runs with nothing in common stand side by side with their own figures, and are told to', () => {
  const found = compared([dataOf('a', { models: { m: good } }), dataOf('b', { models: { m: half }, detail: otherQuestions })]);
  assert.match(found.headline, /^Nothing is compared/);
  for (const [id, quality] of [
    ['a', 1],
    ['b', 0.5],
  ] as const) {
    const one = cell(found, 'm', id);
    assert.deepEqual([one.basis, one.change, one.cases, one.quality?.value], ['own', null, 40, quality]);
  }
});

test('a run that would leave no case for the others is left out of them', () => {
  const only = (from: number, to: number): AttemptRecord[] =>
    Array.from({ length: to - from }, (_, i) => attempt({ model: 'm', case: from + i }));
  const found = compared([
    dataOf('a', { models: { m: good } }),
    dataOf('b', { models: { m: good }, attempts: only(0, 30) }),
    dataOf('c', { models: { m: good }, attempts: only(30, 40) }),
  ]);
  assert.equal(found.models[0]?.shared, 30);
  assert.deepEqual([cell(found, 'm', 'b').basis, cell(found, 'm', 'c').basis], ['shared', 'own']);
  assert.ok(found.details.some((text) => /^Not compared everywhere.+: m\.$/.test(text)));
});

test('a model that only some runs have is compared where it can be, and named where it cannot', () => {
  const found = compared([dataOf('a', { models: { m: good, old: good } }), dataOf('b', { models: { m: good, young: good } })]);
  assert.deepEqual(
    found.models.map(({ label }) => label),
    ['m', 'old', 'young'],
  );
  assert.equal(cell(found, 'young', 'b').basis, 'own');
  assert.ok(found.details.includes('Not in the reference: young. Choose another one to compare.'));
  assert.ok(found.details.includes('Only in the reference: old.'));
});

test('the more is shown at once, the more a verdict needs', () => {
  // 7 of 40 cases lost: p 0.016 alone.
  const worse = graded((i) => Number(i >= 7));
  const pair = (id: string): Given['models'] =>
    Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`m${i}`, id === 'a' ? good : worse]));
  const alone = compared([dataOf('a', { models: { m0: good } }), dataOf('b', { models: { m0: worse } })]);
  const many = compared([dataOf('a', { models: pair('a') }), dataOf('b', { models: pair('b') })]);
  assert.equal(cell(alone, 'm0', 'b').change?.quality?.verdict, 'worse');
  assert.equal(cell(many, 'm0', 'b').change?.quality?.verdict, 'cannot-tell');
});

test('an unknown cost stays unknown, and a failed call is in no figure but told', () => {
  const attempts = [
    ...Array.from({ length: 5 }, (_, i) => attempt({ model: 'm', case: i, usd: i === 0 ? null : 0.001 })),
    attempt({ model: 'm', case: 5, errorKind: 'server' }),
  ];
  const found = compared([
    dataOf('a', { models: { m: good }, cases: 6 }),
    dataOf('b', { models: { m: good }, cases: 6, attempts }),
  ]);
  const one = cell(found, 'm', 'b');
  assert.deepEqual([one.costPerSample, one.failed, one.cases, one.quality?.value], [null, 1, 5, 1]);
  assert.ok(found.details.some((text) => text.startsWith('Failed samples are in no figure: m 1 in ')));
});

test('answers without grades leave quality uncompared, not zero', () => {
  const none = graded(() => null);
  const found = compared([dataOf('a', { models: { m: none } }), dataOf('b', { models: { m: none } })]);
  assert.match(found.headline, /^Quality is not compared/);
  assert.deepEqual([cell(found, 'm', 'b').quality, cell(found, 'm', 'b').change?.quality], [null, null]);
  assert.equal(cell(found, 'm', 'b').change?.costRatio?.value, 1);
});

test('runs of two suites tell which model leads over both, on the models that both have', () => {
  const other = { suitePath: 'other.bench.yaml', suiteName: 'other' };
  const found = compared([
    dataOf('a', { models: { m: good, n: half, alone: good } }),
    dataOf('b', { models: { m: good, n: half }, run: other, detail: otherQuestions }),
  ]);
  assert.deepEqual(
    found.suites?.models.map(({ label }) => label),
    ['m', 'n'],
  );
  assert.deepEqual(found.suites?.leftOut, ['alone']);
  assert.deepEqual(
    found.suites?.suites.map(({ suiteName, cases }) => [suiteName, cases]),
    [
      ['suite', 40],
      ['other', 40],
    ],
  );
  const [best, second] = found.suites?.models ?? [];
  assert.deepEqual([best?.overall.value, best?.standing], [1, null]);
  assert.deepEqual([second?.overall.value, second?.standing?.verdict], [0.5, 'worse']);
  assert.match(found.headline, /^m is the best over these suites: 1\.00 on average over 2 suites, shown to be ahead/);
});

test('models that are level over the suites are told as level', () => {
  const other = { suitePath: 'other.bench.yaml', suiteName: 'other' };
  const models = { m: good, n: good };
  const found = compared([dataOf('a', { models }), dataOf('b', { models, run: other, detail: otherQuestions })]);
  assert.equal(found.headline, 'm, n are level: 1.00 on average over 2 suites.');
});

test('of a suite with several runs the latest counts, and one suite is no table of suites', () => {
  const other = { suitePath: 'other.bench.yaml', suiteName: 'other' };
  const runs = [
    dataOf('a', { models: { m: half } }),
    dataOf('b', { models: { m: good } }),
    dataOf('c', { models: { m: half }, run: other, detail: otherQuestions }),
  ];
  assert.deepEqual(
    compared(runs).suites?.suites.map(({ runId }) => runId),
    ['b', 'c'],
  );
  assert.equal(compared(runs.slice(0, 2)).suites, null);
});

test('a part of a suite is named as one', () => {
  const part = { cases: 3, ofCases: 40, models: 1, ofModels: 1, timing: false };
  const found = compared([dataOf('a', { models: { m: good } }), dataOf('b', { models: { m: good }, run: { part } })]);
  assert.ok(found.details.includes('2026-01-01 01:00 UTC: 3 of 40 cases.'));
});

test('one label for two models makes no figure over suites, and is told', () => {
  const other = (detail: RunDetail): RunDetail => ({
    ...detail,
    candidates: detail.candidates.map((one, i) => (i === 0 ? { ...one, model: 'another' } : one)),
  });
  const models = { m: good, n: half };
  const found = compared([
    dataOf('a', { models, run: { suitePath: 'a.bench.yaml' } }),
    dataOf('b', { models, run: { suitePath: 'b.bench.yaml' }, detail: other }),
  ]);
  assert.deepEqual(found.suites?.leftOut, ['m']);
  assert.deepEqual(
    found.suites?.models.map(({ label }) => label),
    ['n'],
  );
  assert.match(found.details.join('\n'), /“m” stands for several models in these runs: demo\/m, demo\/another\./);
});

test('latencies that were timed at other concurrency are told not to be comparable, and no change of theirs is named', () => {
  const at = (concurrency: number, factor: number): AttemptRecord[] =>
    answersOf({ m: half }, 40).map((one) => ({
      ...one,
      concurrency,
      timing: { ...one.timing, e2eMs: (one.timing.e2eMs ?? 0) * factor },
    }));
  const of = (id: string, concurrency: number, factor: number) =>
    dataOf(id, { models: { m: half }, attempts: at(concurrency, factor) });
  const apart = compared([of('a', 1, 1), of('b', 8, 3)]);
  assert.deepEqual(cell(apart, 'm', 'b').change?.timedApart, [1, 8]);
  assert.ok(apart.details.includes('Timed at concurrency 1 and 8: latencies are not comparable (m).'), apart.details.join('\n'));
  assert.ok(!apart.details.some((text) => text.startsWith('Latency:')));
  assert.match(runRows(apart)[2]?.[4] ?? '', /, at concurrency 1 and 8$/);

  const alike = compared([of('a', 7, 1), of('b', 8, 3)]);
  assert.equal(cell(alike, 'm', 'b').change?.timedApart, null);
  assert.ok(!alike.details.some((text) => text.startsWith('Timed at')));
  assert.ok(alike.details.some((text) => text.startsWith('Latency: m ')));
});
