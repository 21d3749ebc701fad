import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../src/core/report/comparison/compare.ts';
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

test('as good for less: the difference, its interval, the saving, and the margin', () => {
  const grade = (index: number): number => 0.8 + (index % 10) / 100;
  const models: Record<string, Answer> = {
    large: (index) => ({ quality: grade(index), usd: 0.01, e2eMs: 2000 + index }),
    mini: (index) => ({ quality: grade(index) - (index % 3) / 100, usd: 0.0031, e2eMs: 900 + index }),
  };
  assert.deepEqual(advice(models, { cases: 60 }), [
    'mini is as good as large (difference −1.0 points, 95 % interval −1.2 to −0.8) at 31 % of the cost (saves 69 %) and 46 % of the median latency.',
    '“As good” means that the whole interval of the difference lies above −3.0 points; the two are compared case by case.',
  ]);
  const { recommendation } = compareAnswers(models, { cases: 60 });
  assert.equal(recommendation.cheapestAsGood, 'mini');
  assert.ok(Math.abs((recommendation.saving ?? 0) - 0.69) < 1e-12);
});

test('too few cases: cannot tell, and how many more would do', () => {
  assert.deepEqual(advice({ large: model(10, 0.01, 2000), mini: model(7, 0.003, 900) }, { cases: 30 }), [
    'Cannot tell whether mini is as good as large with 30 cases (difference −6.7 points, 95 % interval −24.8 to +11.1); about 330 more cases would settle it.',
    '“As good” means that the whole interval of the difference lies above −3.0 points; the two are compared case by case.',
    'With 30 cases, a difference shows reliably from 24 points on (80 % power).',
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
  assert.deepEqual(open.slice(1), ['Not shown to be worse: near.']);
});

test('level scores are called level', () => {
  const [headline] = advice({ large: model(perfect, 0.01, 2000), mini: model(perfect, 0.003, 900) }, { cases: 12 });
  assert.equal(
    headline,
    'mini scored highest (level with large) and costs least: quality 1.00 (95 % interval 0.76 to 1.00), $0.003 a sample, median latency 906 ms.',
  );
});

test('one model: its figures', () => {
  assert.deepEqual(advice({ mini: model(10, 0.0012, 830) }, { cases: 30 }), [
    'mini: quality 0.90 (95 % interval 0.79 to 1.00), $0.0012 a sample, median latency 845 ms.',
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
  assert.match(compare(run, detail, attempts).recommendation.headline, /at ~40 % of the cost \(saves ~60 %\)/);
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
  assert.match(headline, /^mini is as good as large .* at 50 % of the cost \(saves 50 %\); it failed on 10 of 200 samples\.$/);
  assert.ok(details.includes('10 cases could not be compared, because only one of the two has a judged answer there.'));
});

test('a run that goes on speaks of so far; one that was stopped says on what it rests', () => {
  const [running] = advice({ mini: model(10, 0.0012, 830) }, { cases: 30, status: 'running' });
  assert.match(running ?? '', /^So far: mini: quality 0\.90/);
  const [, stopped] = advice({ mini: model(10, 0.0012, 830) }, { cases: 30, status: 'cancelled' });
  assert.equal(stopped, 'The run ended early: this rests on 30 of 30 samples.');
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
  assert.match(headline ?? '', /^mini is as good as large .* at 99\.6 % of the cost \(saves 0\.4 %\)/);
});
