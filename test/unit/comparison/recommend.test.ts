import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import type { ScoringId } from '../../../src/shared/model/ids.ts';
import type { ScoringRecord } from '../../../src/shared/model/scoring.ts';
import { attempt, compareAnswers, runOf, type Answer, type Shape } from './builders.ts';

/** Wrong in every case whose number `every` divides. */
function model(every: number | null, usd: number | null, e2eMs: number): Answer {
  return (index) => ({ quality: every !== null && index % every === 0 ? 0 : 1, usd, e2eMs: e2eMs + index });
}

const perfect = null;

/** Headline and details, as one reads them. */
function advice(models: Readonly<Record<string, Answer>>, shape: Omit<Shape, 'models'>): string[] {
  const { headline, details } = compareAnswers(models, shape).recommendation;
  return [headline, ...details];
}

test('as good for less: the difference, the saving, both with their intervals, and the margin', () => {
  const grade = (index: number): number => 0.8 + (index % 10) / 100;
  const models: Record<string, Answer> = {
    large: (index) => ({ quality: grade(index), usd: 0.01 + (index % 7) / 1000, e2eMs: 2000 + index }),
    mini: (index) => ({ quality: grade(index) - (index % 3) / 100, usd: 0.003 + (index % 5) / 2000, e2eMs: 900 + index }),
  };
  assert.deepEqual(advice(models, { cases: 240 }), [
    'mini is as good as large (difference −1.0 points, 95 % interval −1.1 to +0.6) and saves 69 % of the cost (68 to 70 %), at 48 % of the median latency.',
    '“As good” means that the whole interval of the difference lies above −3.0 points; the two are compared case by case.',
  ]);
  const { cheapestAsGood, saving } = compareAnswers(models, { cases: 240 }).recommendation;
  assert.equal(cheapestAsGood, 'mini');
  assert.ok(saving && saving.low !== null && saving.high !== null && saving.low < 0.69 && saving.high > 0.69);
});

test('small differences on few cases are not called as good, whatever their spread', () => {
  const models: Record<string, Answer> = {
    large: (index) => ({ quality: 0.9, usd: 0.01, e2eMs: 2000 + index }),
    mini: (index) => ({ quality: 0.9 - (index % 3) / 100, usd: 0.003, e2eMs: 900 + index }),
  };
  const [headline, , basis] = advice(models, { cases: 60 });
  assert.match(headline ?? '', /^Cannot tell whether mini is as good as large .*; about 130 more cases would settle it\.$/);
  assert.equal(basis, 'With 60 cases, a difference of these two shows reliably from 7 points on (80 % power).');
});

test('too few cases: cannot tell, and how many more would do', () => {
  assert.deepEqual(advice({ large: model(10, 0.01, 2000), mini: model(7, 0.003, 900) }, { cases: 30 }), [
    'Cannot tell whether mini is as good as large with 30 cases (difference −6.7 points, 95 % interval −24.8 to +11.1); about 330 more cases would settle it.',
    '“As good” means that the whole interval of the difference lies above −3.0 points; the two are compared case by case.',
    'With 30 cases, a difference of these two shows reliably from 26 points on (80 % power).',
  ]);
});

test('clearly better than what costs less', () => {
  assert.deepEqual(advice({ large: model(perfect, 0.01, 2000), mini: model(2, 0.003, 900) }, { cases: 40 }), [
    'large is better than all that cost less: closest is mini (difference −50.0 points, 95 % interval −64.8 to −35.2).',
  ]);
});

test('better than all is said only when every other is shown to be worse', () => {
  const clear = advice({ best: model(perfect, 0.001, 900), poor: model(2, 0.01, 900) }, { cases: 40 });
  assert.match(clear[0] ?? '', /^best is better than all others and costs least: closest is poor/);
  const open = advice({ best: model(perfect, 0.001, 900), poor: model(2, 0.01, 900), near: model(39, 0.01, 900) }, { cases: 40 });
  assert.match(open[0] ?? '', /^best scored highest and costs least: quality 1\.00/);
  assert.deepEqual(open.slice(1), ['Not shown to be worse: near; about 120 more cases would settle it.']);
});

test('level scores are called level', () => {
  const [headline] = advice({ large: model(perfect, 0.01, 2000), mini: model(perfect, 0.003, 900) }, { cases: 12 });
  assert.equal(
    headline,
    'mini scored highest (level with large) and costs least: quality 1.00 (95 % interval 0.76 to 1.00), $0.003 a sample, median latency 906 ms.',
  );
});

test('a pair whose interval alone leaves out 0 is open for want of cases that differ, not for being one of many', () => {
  const details = advice(
    { fast: model(perfect, 0.001, 900), slow: (i) => ({ quality: Number(i >= 4), usd: 0.01, e2eMs: 900 }) },
    { cases: 12 },
  );
  assert.ok(details.includes('Too few cases differ to show which is better (it takes at least 6): slow in 4 of 12 (p 0.125).'));
  assert.doesNotMatch(details.join(' '), /Holm/);
});

/** 10 of 400 samples; where both answered they are even, and the other's further cases were easy. */
function cancelledEven() {
  const { run, detail } = runOf({ models: ['slow', 'fast'], cases: 200, status: 'cancelled' });
  const [bySlow, byFast] = [
    [1, 0.5, 1, 0.8, 1, 1],
    [0.5, 1, 1, 0.8],
  ];
  return compare(run, detail, [
    ...bySlow.map((quality, index) => attempt({ model: 'slow', case: index, quality, usd: 0.01 })),
    ...byFast.map((quality, index) => attempt({ model: 'fast', case: index, quality, usd: 0.001 })),
  ]).recommendation;
}

test('level is who is so case by case, whatever the means over different cases', () => {
  const { headline, details, marked } = cancelledEven();
  assert.match(headline, /^fast scored highest case by case \(level with slow\) and costs least: quality 0\.82/);
  assert.ok(details.includes('Not shown to be worse: slow; about 1,100 more cases would show that it stays within 3.0 points.'));
  assert.equal(marked, null);
});

test('equal means over different cases are not level', () => {
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 3 });
  const attempts = [
    ...[1, 0.5, 0.75].map((quality, index) => attempt({ model: 'a', case: index, quality })),
    ...[0.875, null, 0.625].flatMap((quality, index) =>
      quality === null ? [] : [attempt({ model: 'b', case: index, quality })],
    ),
  ];
  assert.doesNotMatch(compare(run, detail, attempts).recommendation.headline, /level with/);
});

test('recommended is who the headline takes; while it cannot tell, the highest is only that', () => {
  const marked = (models: Record<string, Answer>, cases: number) => compareAnswers(models, { cases }).recommendation.marked;
  const large = model(perfect, 0.01, 2000);
  assert.deepEqual(marked({ large, mini: model(199, 0.003, 900) }, 400), { id: 'mini', as: 'recommended' });
  assert.deepEqual(marked({ large, mini: model(2, 0.003, 900) }, 40), { id: 'large', as: 'recommended' });
  assert.deepEqual(marked({ large: model(10, 0.01, 2000), mini: model(7, 0.003, 900) }, 30), { id: 'large', as: 'highest' });
  assert.deepEqual(marked({ large, mini: model(39, 0.02, 900) }, 40), { id: 'large', as: 'highest' });
  assert.equal(marked({ large, mini: model(perfect, 0.003, 900) }, 12), null, 'level');
  assert.equal(marked({ large }, 12), null, 'nobody to choose from');
});

test('one model: its figures', () => {
  assert.deepEqual(advice({ mini: model(10, 0.0012, 830) }, { cases: 30 }), [
    'mini: quality 0.90 (95 % interval 0.74 to 0.97), $0.0012 a sample, median latency 845 ms.',
  ]);
});

test('nothing expected: cost and speed alone, and it says so', () => {
  const unjudged =
    (usd: number, e2eMs: number): Answer =>
    () => ({ quality: null, usd, e2eMs });
  assert.deepEqual(advice({ large: unjudged(0.01, 800), mini: unjudged(0.002, 900) }, { cases: 3, judged: false }), [
    'Quality is not measured, since the suite expects nothing of the answers; mini is the cheapest ($0.002 a sample), large is the fastest (median 800 ms).',
  ]);
});

test('the cheapest is so only among known costs, and an estimate is marked as one', () => {
  const { run, detail } = runOf({ models: ['unpriced', 'mini'], cases: 3, judged: false });
  const attempts = [0, 1, 2].flatMap((index) => [
    attempt({ model: 'unpriced', case: index, quality: null, usd: null, e2eMs: 900 }),
    attempt({
      model: 'mini',
      case: index,
      quality: null,
      cost: { usd: 0.002, estimated: true, source: 'price-row' },
      e2eMs: 800,
    }),
  ]);
  assert.match(
    compare(run, detail, attempts).recommendation.headline,
    /; mini is the cheapest of those whose cost is known \(~\$0\.002 a sample\) and the fastest/,
  );
});

test('a saving that rests on an estimated cost is marked', () => {
  const { run, detail } = runOf({ models: ['large', 'mini'], cases: 200 });
  const attempts = Array.from({ length: 200 }, (_, index) => [
    attempt({ model: 'large', case: index, usd: 0.01 }),
    attempt({
      model: 'mini',
      case: index,
      cost: { usd: 0.004, estimated: true, source: 'price-row' },
      quality: index === 0 ? 0 : 1,
    }),
  ]).flat();
  assert.match(compare(run, detail, attempts).recommendation.headline, / and saves ~60 % of the cost\./);
});

test('a saving that may be none is not claimed', () => {
  const usd = (index: number, by: number): number => 0.01 + (((index * by) % 11) - 5) / 1000;
  const [headline] = advice(
    {
      large: (index) => ({ quality: 1, usd: usd(index, 3), e2eMs: 2000 }),
      mini: (index) => ({ quality: index === 7 ? 0.99 : 1, usd: usd(index, 7) - 0.0001, e2eMs: 2000 }),
    },
    { cases: 200 },
  );
  assert.match(
    headline ?? '',
    /^mini is as good as large \(.*\), at a cost that cannot be told from the other’s \(0\.8 % less, 95 % interval −4 to 5 %\)\.$/,
  );
});

test('no price for the best: no saving is claimed', () => {
  const models = { large: model(10, null, 2000), mini: model(perfect, 0.003, 900) };
  const { recommendation } = compareAnswers({ large: models.mini, mini: models.large }, { cases: 30 });
  assert.equal(recommendation.bestQuality, 'large');
  const unpriced = compareAnswers({ large: model(perfect, null, 2000), mini: model(10, 0.003, 900) }, { cases: 30 });
  assert.deepEqual([unpriced.recommendation.cheapestAsGood, unpriced.recommendation.saving], [null, null]);
  assert.ok(unpriced.recommendation.details.includes('The cost is unknown for large.'));
});

test('failures are named with the one that is recommended, and the cases they cost', () => {
  const { run, detail } = runOf({ models: ['large', 'mini'], cases: 200 });
  const indexes = [...Array(200).keys()];
  const attempts = indexes.flatMap((index) => [
    attempt({ model: 'large', case: index, quality: 1, usd: 0.01 }),
    index < 10
      ? attempt({ model: 'mini', case: index, errorKind: 'server', usd: 0 })
      : attempt({ model: 'mini', case: index, quality: index % 50 === 1 ? 0.99 : 1, usd: 0.005 }),
  ]);
  const { headline, details } = compare(run, detail, attempts).recommendation;
  assert.match(headline, /^mini is as good as large .* and saves 50 % of the cost; it failed on 10 of 200 samples\.$/);
  assert.ok(details.includes('10 cases could not be compared, because only one of the two has a graded answer there.'));
});

test('a run that goes on speaks of so far; one that was stopped says on what it rests', () => {
  const [running] = advice({ mini: model(10, 0.0012, 830) }, { cases: 30, status: 'running' });
  assert.match(running ?? '', /^So far: mini: quality 0\.90/);
  const early = (planned: number) => {
    const { run, detail } = runOf({ models: ['mini'], cases: planned, status: 'cancelled' });
    return compare(run, detail, [attempt({ model: 'mini', case: 0 })]).recommendation.details;
  };
  assert.ok(early(30).includes('The run ended early: this rests on 1 of 30 samples.'));
  assert.ok(!early(1).some((detail) => detail.startsWith('The run ended early')), 'all was answered all the same');
});

test('nothing yet, and nothing but failures', () => {
  const { run, detail } = runOf({ models: ['large', 'mini'], cases: 2, status: 'running' });
  assert.equal(compare(run, detail, []).recommendation.headline, 'There are no results yet.');
  const failed = compare(run, detail, [attempt({ model: 'mini', case: 0, errorKind: 'authentication', usd: null })]);
  assert.equal(failed.recommendation.headline, 'So far: Every call failed: there is nothing to compare.');
  assert.equal(failed.recommendation.bestQuality, null);
});

test('samples that were timed badly are counted in a sentence that fits one, too', () => {
  const { run, detail } = runOf({ models: ['mini'], cases: 2 });
  const busy = [0, 1].map((index) => attempt({ model: 'mini', case: index, contaminated: true }));
  const told = (attempts: typeof busy) => compare(run, detail, attempts).recommendation.details.at(-1) ?? '';
  assert.match(told([...busy.slice(1), attempt({ model: 'mini', case: 0 })]), /^1 of 2 samples was timed while/);
  assert.match(told(busy), /^2 of 2 samples were timed while/);
});

test('a difference in two of many cases is called what it is', () => {
  const rare: Answer = (index) => ({ quality: index < 2 ? 0.7 : 1, usd: 0.003, e2eMs: 900 });
  const [headline, , basis] = advice({ large: model(perfect, 0.01, 2000), mini: rare }, { cases: 30 });
  assert.match(headline ?? '', /^Cannot tell whether mini is as good as large/);
  assert.equal(basis, 'The two differ in only 2 of 30 cases: it takes at least 6 to show which is better.');
});

test('a saving of half a percent is not called none', () => {
  const nearly: Answer = (index) => ({ quality: index % 20 === 0 ? 0.99 : 1, usd: 0.00996, e2eMs: 2000 });
  const [headline] = advice({ large: model(perfect, 0.01, 2000), mini: nearly }, { cases: 200 });
  assert.match(headline ?? '', /^mini is as good as large .* and saves 0\.4 % of the cost/);
});

test('what is still to be graded, and what a scoring leaves out, is said before all else', () => {
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 30 });
  const attempts = [0, 1, 2].flatMap((index) => ['a', 'b'].map((name) => attempt({ model: name, case: index })));
  const scoring = { active: null, all: [], leftOut: 1, open: 12 };
  const { details } = compare(run, detail, attempts, { scoring }).recommendation;
  assert.equal(
    details[0],
    '12 answers are still to be graded, and 1 answer is not part of this scoring: qualities leave them out.',
  );
});

test('a run that was made longer after a look says what that does to chance', () => {
  const { run, detail } = runOf({ models: ['a', 'b'], cases: 3 });
  const attempts = [0, 1, 2].flatMap((index) => ['a', 'b'].map((name) => attempt({ model: name, case: index })));
  const told = (extensions: number) => compare({ ...run, extensions }, detail, attempts).recommendation.details;
  assert.ok(told(0).every((text) => !text.includes('look')));
  assert.ok(told(1).includes('Samples were added after a look at the results; each further look makes a chance find likelier.'));
  assert.ok(told(3).some((text) => text.startsWith('Samples were added 3 times after a look')));
});

test('a later scoring is named as one', () => {
  const { run, detail } = runOf({ models: ['a'], cases: 1 });
  const scoring: ScoringRecord = {
    id: 's' as ScoringId,
    runId: run.id,
    trigger: 'rescore',
    createdAt: '2026-01-02T00:00:00.000Z',
    finishedAt: '2026-01-02T00:01:00.000Z',
    status: 'finished',
    statusMessage: null,
    planned: 1,
    source: 'expectations of support.bench.yaml',
  };
  const told = (active: ScoringId | null, trigger: ScoringRecord['trigger']) =>
    compare(run, detail, [attempt({ model: 'a', case: 0 })], {
      scoring: { active, all: [{ ...scoring, trigger }], leftOut: 0, open: 0 },
    }).recommendation.details;
  assert.deepEqual(told(scoring.id, 'rescore'), [
    'Qualities are those of a later scoring, by the expectations of support.bench.yaml.',
  ]);
  assert.deepEqual([told(null, 'rescore'), told(scoring.id, 'run')], [[], []]);
});

test('more models make a difference harder to tell, and the cases that would settle it more', () => {
  const pair = { large: model(10, 0.01, 2000), mini: model(4, 0.003, 900) };
  const crowd = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`m${i}`, model(5 + i, 0.02, 900)]));
  const alone = compareAnswers(pair, { cases: 40 }).pairs.find(({ a }) => a === 'mini');
  const among = compareAnswers({ ...pair, ...crowd }, { cases: 40 }).pairs.find(({ a, b }) => a === 'mini' && b === 'large');
  assert.ok(alone?.moreCases && among?.moreCases);
  assert.equal(alone.difference.value, among.difference.value);
  assert.ok(among.moreCases > alone.moreCases);
});

test('an interval that leaves out 0 and a verdict that cannot tell are explained', () => {
  const models = {
    mini: model(12, 0.003, 800),
    large: model(11, 0.01, 2000),
    flash: model(3, 0.001, 300),
    mid: model(8, 0.006, 900),
  };
  const { headline, details } = compareAnswers(models, { cases: 22 }).recommendation;
  assert.doesNotMatch(headline, /flash/, 'nobody asks whether what looks so much worse is as good');
  assert.ok(
    details.includes(
      'Taken alone the difference would show for flash; among so many comparisons it may be chance (Holm’s correction).',
    ),
  );
  const other = compareAnswers({ ...models, mini: model(11, 0.003, 800), large: model(12, 0.01, 2000) }, { cases: 22 })
    .recommendation.details;
  assert.ok(
    other.includes('Too few cases differ to show which is better: flash in 8 of 22 (p 0.070).'),
    'of one pair alone, too',
  );
});

test('a run of a version that kept no margin has the usual one', () => {
  const { run, detail } = runOf({ models: ['a'], cases: 1 });
  const { margin: _, ...suite } = detail.suite;
  const older = { ...detail, suite: suite as typeof detail.suite };
  assert.equal(compare(run, older, [attempt({ model: 'a', case: 0 })]).recommendation.margin, 0.03);
});
