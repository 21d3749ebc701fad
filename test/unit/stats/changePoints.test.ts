import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { changePoints, type Stretch } from '../../../src/core/stats/changePoints.ts';
import { LevelScan } from '../../../src/core/stats/levelScan.ts';
import { mulberry32 } from '../../engine/random.ts';
import { figuresOf, isOver, scatters, shareMarked, sharesFound, steps } from './changeSimulation.ts';

/** Discharge of the Nile at Aswan 1871 to 1970: R's `Nile`, which fell when the first dam was begun. */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210,
  1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120,
  1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
  846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746,
  919, 718, 714, 740,
];

// set.seed(7); round(c(rnorm(14), rnorm(9, 3), rnorm(13)), 2)
const upAndBack = [
  2.29, -1.2, -0.69, -0.41, -0.97, -0.95, 0.75, -0.12, 0.15, 2.19, 0.36, 2.72, 2.28, 0.32, 4.9, 3.47, 2.11, 2.69, 3, 3.99, 3.84,
  3.71, 4.31, -1.39, 1.27, 0.18, 0.75, 0.59, -0.98, -0.28, -0.87, 0.72, 0.11, -0.08, -0.42, -0.56,
];

// set.seed(11); round(c(rnorm(12), rnorm(12, 2.5), rnorm(12, 5)), 2)
const staircase = [
  -0.59, 0.03, -1.52, -1.36, 1.18, -0.93, 1.32, 0.62, -0.05, -1, -0.83, -0.35, 0.96, 2.24, 1.35, 2.51, 2.28, 3.39, 1.91, 1.84,
  1.82, 2.48, 2.06, 2.85, 5.07, 5.01, 4.81, 4.23, 4.78, 4.02, 3.9, 4.06, 5.68, 3.42, 4.13, 5.48,
];

// set.seed(3); round(rt(40, 3), 2)
const heavyTailed = [
  -1.38, 0.44, 0.04, 3.5, -0.67, -1.73, -1.72, -1.28, -1.09, -0.44, 2.65, 0.77, 0.65, -0.32, 1.56, -0.86, 1.14, 1.22, -3.02, -1.1,
  1.5, -0.57, -1.15, 0.54, -0.08, -1.13, 1.89, -0.89, -1.44, -0.37, -0.51, -2.44, 0.93, -2.14, 1.06, -1.06, -0.92, 0.07, 0.27,
  -0.52,
];

function changesOf(stretch: Stretch) {
  return changePoints([[stretch]])[0]?.[0] ?? [];
}

function indexes(values: readonly number[]): readonly number[] {
  return changesOf(figuresOf(values)).map(({ index }) => index);
}

// breakpoints(x ~ 1, h = 3, breaks = k)$breakpoints of strucchange 1.5-3, where DNAcopy 1.72.3,
// segment(CNA(x, rep(1, n), 1:n), min.width = 3, alpha = 0.05), finds as many (k = 0: none).
for (const [name, values, breaks] of [
  ['the Nile', nile, [28]],
  ['a level that passes', upAndBack, [14, 23]],
  ['a staircase', staircase, [13, 24]],
  ['heavy tails without a change', heavyTailed, []],
] as const) {
  test(`changes are found where R's strucchange finds them: ${name}`, () => assert.deepEqual(indexes(values), breaks));
}

// The long version is a part of `npm run bench`.
const stableRuns = 400;
const runs = 150;

for (const scatter of scatters) {
  test(`a stable series is seldom marked: ${scatter.name}`, () => {
    const draw = mulberry32(11);
    for (const figures of [10, 20, 60]) {
      const marked = shareMarked(scatter, figures, stableRuns, draw);
      assert.ok(!isOver(marked, scatter.mostMarked, stableRuns), `${figures} figures: ${marked}`);
    }
  });
}

for (const world of steps) {
  test(`steps are found, and nothing else: ${world.name}`, () => {
    const { found, exact } = sharesFound(world, runs, mulberry32(13));
    assert.ok(!isOver(1 - found, 1 - world.leastFound, runs), String(found));
    assert.ok(found - exact <= 0.06, `marked more than there was: ${found - exact}`);
  });
}

test('twenty series without a change are marked in one history of twenty at most', () => {
  const [histories, draw] = [100, mulberry32(17)];
  const [normal] = scatters;
  const marked = Array.from({ length: histories }, () =>
    changePoints(Array.from({ length: 20 }, () => [figuresOf(normal?.noise(12, draw) ?? [])])),
  ).filter((found) => found.flat(2).length > 0);
  assert.ok(!isOver(marked.length / histories, 0.05, histories), String(marked.length));
});

test('the p-value of a change grows with the number of series it was looked for in', () => {
  const still = figuresOf(heavyTailed);
  const pValue = (others: number) =>
    changePoints([[figuresOf(nile)], ...Array.from({ length: others }, () => [still])])[0]?.[0]?.[0]?.pValue ?? assert.fail();
  assert.ok(Math.abs(pValue(9) / pValue(0) - 10) < 1e-9);
});

test('a change within a piece is no surer than that there was something to cut', () => {
  const values = [
    -0.6, -0.51, 0.86, -0.8, -0.72, -0.18, -0.81, 0.21, 1.65, 1.89, 2.74, 3.11, 1.62, 2.87, 3.04, 0.18, 1.8, 4.19, 4.57, 4.35,
    5.23, 4.41, 5.7, 3.97, 4.53, 6.21, 5.78, 4.79, 4.42, 6.47, 5.34,
  ];
  const [first, second] = changesOf(figuresOf(values));
  assert.deepEqual([first?.index, second?.index], [8, 17]);
  assert.equal(first?.pValue, second?.pValue, 'the second one was found first');
});

test('nothing is compared across stretches', () => {
  const before = figuresOf(heavyTailed.slice(0, 20));
  const after = figuresOf(heavyTailed.slice(20).map((value) => value + 50));
  assert.deepEqual(changePoints([[before, after]]), [[[], []]]);
  assert.equal(changesOf([...before, ...after])[0]?.index, 20);
});

test('a figure of few answers moves no level', () => {
  const draw = mulberry32(3);
  const values = Array.from({ length: 16 }, () => draw() / 10);
  const few = new Set([13, 14, 15]);
  const stretch = (n: number): Stretch =>
    values.map((value, t) =>
      few.has(t) ? { value: value + 0.3, error: 0.5 / Math.sqrt(n), n } : { value, error: 0.025, n: 400 },
    );
  assert.deepEqual(changesOf(stretch(4)), []);
  assert.equal(changesOf(stretch(400))[0]?.index, 13);
});

test('what never moves has no change, and what moves once without any scatter has one', () => {
  for (const level of [0, 0.1, 1e-7, 12_345]) {
    assert.deepEqual(indexes(Array.from({ length: 30 }, () => level)), []);
    // Sums in another order differ in the last digit.
    assert.deepEqual(indexes(Array.from({ length: 30 }, (_, t) => level * (t < 15 ? 1 : 1 + Number.EPSILON))), []);
    assert.deepEqual(indexes(Array.from({ length: 30 }, (_, t) => level + (t < 12 ? 0 : 0.01))), [12]);
  }
});

test('one figure far out, wherever it is, is no change of level', () => {
  for (let place = 0; place < heavyTailed.length; place++) {
    assert.deepEqual(indexes(heavyTailed.map((value, t) => (t === place ? 60 : value))), [], String(place));
  }
});

test('few figures, and no figures, say nothing', () => {
  assert.deepEqual(changePoints([]), []);
  assert.deepEqual(changePoints([[]]), [[]]);
  assert.deepEqual(changePoints([[[]]]), [[[]]]);
  assert.deepEqual(indexes([0, 0, 0, 9, 9, 9, 9]), []);
});

test('changes are the same at every look, whatever the unit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 30 }),
      fc.constantFrom(1e-6, 0.5, 1000),
      (values, unit) => {
        const found = changesOf(figuresOf(values));
        assert.deepEqual(changesOf(figuresOf(values)), found);
        assert.deepEqual(
          indexes(values.map((value) => value * unit)),
          found.map(({ index }) => index),
        );
        assert.ok(found.every(({ index, pValue }) => index >= 3 && index <= values.length - 3 && pValue > 0 && pValue < 0.05));
      },
    ),
    { numRuns: 40 },
  );
});

test('the best single step is the one that leaves the least squares, weighted', () => {
  const weighted = fc.record({
    value: fc.double({ min: -9, max: 9, noNaN: true }),
    weight: fc.double({ min: 0.1, max: 9, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(weighted, { minLength: 6, maxLength: 20 }), (points) => {
      const residuals = Float64Array.from(points, ({ value, weight }) => value * Math.sqrt(weight));
      const scan = new LevelScan(Float64Array.from(points, ({ weight }) => weight));
      const left = (at: number) => squaresOf(points.slice(0, at)) + squaresOf(points.slice(at));
      const least = Math.min(...Array.from({ length: points.length - 5 }, (_, i) => left(3 + i)));
      assert.ok(left(scan.bestStep(residuals)) <= least + 1e-9);
    }),
  );
});

function squaresOf(points: readonly { readonly value: number; readonly weight: number }[]): number {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = points.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
  return points.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0);
}
