import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casesToTell } from '../../../src/core/report/comparison/planning.ts';
import { fewestCases } from '../../../src/core/stats/foresight.ts';
import { casesForNonInferiority } from '../../../src/core/stats/noninferiority.ts';
import { pairedDifference, type PairedDifference } from '../../../src/core/stats/paired.ts';
import { verdict } from '../../../src/core/stats/verdict.ts';
import { isNonInferior } from '../../../src/shared/nonInferiority.ts';
import { mulberry32 } from '../../engine/random.ts';

const runs = 500;

function paired(differences: readonly number[]): PairedDifference {
  const found = pairedDifference(
    differences.map((d) => Math.max(0, d)),
    differences.map((d) => Math.max(0, -d)),
  );
  assert.ok(found);
  return found;
}

/** Share of suites of so many cases, drawn from those seen, that are settled. */
function settled(seen: readonly number[], cases: number | null, is: (found: PairedDifference) => boolean): number {
  assert.ok(cases !== null);
  const random = mulberry32(5);
  let count = 0;
  for (let run = 0; run < runs; run++) {
    if (is(paired(Array.from({ length: cases }, () => seen[Math.floor(random() * seen.length)] ?? 0)))) count++;
  }
  return count / runs;
}

/** Differences as seen: so many cases each, all others tie. */
function suite(cases: number, ...differing: readonly (readonly [count: number, d: number])[]): number[] {
  const given = differing.flatMap(([count, d]) => Array<number>(count).fill(d));
  return [...given, ...Array<number>(cases - given.length).fill(0)];
}

const graded: Readonly<Record<string, readonly number[]>> = {
  'few gains and no loss': suite(50, [4, 0.5]),
  'one step each': suite(50, [5, -0.2]),
  'gains and losses': suite(60, [8, -0.25], [3, 0.25]),
  'one great loss among small gains': suite(61, [20, 0.1], [1, -0.9]),
  'one great gain among small ones': suite(50, [4, 0.1], [1, 0.9]),
  'most differ': suite(30, [12, -0.4], [6, 0.4]),
  'graded finely': Array.from({ length: 40 }, (_, i) => 0.12 * Math.sin(i * 1.7) - 0.02),
};

for (const [name, seen] of Object.entries(graded)) {
  test(`so many cases as are asked for tell four of five suites like the one seen: ${name}`, () => {
    const found = paired(seen);
    const side = found.difference.value > 0 ? 'better' : 'worse';
    for (const open of [1, 6]) {
      const told = ({ difference, pValue }: PairedDifference) => verdict(difference, pValue && pValue * open) === side;
      const share = settled(seen, casesToTell(found, open), told);
      assert.ok(share >= 0.75 && share <= 0.87, `${share} as one of ${open}`);
    }
  });
}

const asGood: Readonly<Record<string, readonly number[]>> = {
  'gains alone': suite(50, [4, 0.5]),
  'small losses': suite(50, [5, -0.2]),
  'a great loss': suite(61, [1, -0.9], [20, 0.1]),
  'passed or failed': suite(60, [2, 1], [3, -1]),
  'graded finely': graded['graded finely'] ?? [],
};

for (const [name, seen] of Object.entries(asGood)) {
  test(`so many cases as are asked for show as good in four of five suites like the one seen: ${name}`, () => {
    const share = settled(seen, casesForNonInferiority(paired(seen), 0.05), ({ difference }) => isNonInferior(difference, 0.05));
    assert.ok(share >= 0.75 && share <= 0.92, `${share}`);
  });
}

test('two that differ by the same in every case are told by so many as bring their interval past 0', () => {
  const cases = casesToTell(paired(Array<number>(5).fill(0.1)), 1) ?? 0;
  const told = (n: number) => {
    const { difference, pValue } = paired(Array<number>(n).fill(0.1));
    return verdict(difference, pValue);
  };
  assert.deepEqual([told(cases - 1), told(cases)], ['cannot-tell', 'better']);
});

test('what takes more cases than there could be has no number', () => {
  assert.equal(
    fewestCases((cases) => cases >= 1000),
    1000,
  );
  assert.equal(
    fewestCases(() => false),
    null,
  );
  assert.equal(casesForNonInferiority(paired([0.5]), 0.03), null);
});
