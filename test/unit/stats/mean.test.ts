import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { clusteredMean, meanEstimate, unitMeanEstimate } from '../../../src/core/stats/mean.ts';
import { effectiveWilson, wilson } from '../../../src/core/stats/wilson.ts';
import { near } from './near.ts';

const uneven = { values: [1, 0, 1, 0.5, 0.5, 1, 1, 1, 0.8, 0.2], clusters: [1, 1, 1, 2, 2, 3, 3, 3, 3, 4] };

// y <- c(1,0,1,.5,.5,1,1,1,.8,.2); g <- c(1,1,1,2,2,3,3,3,3,4); e <- tapply(y-mean(y), g, sum); C <- length(e)
// se <- sqrt(C/(C-1)*sum(e^2))/length(y); mean(y) + c(-1,1)*qt(.975, C-1)*se
test('the standard error is clustered by case', () => {
  const found = clusteredMean(uneven);
  near(found?.mean, 0.7);
  near(found?.error, 0.137598449604);
  const { low, high, n, clusters } = meanEstimate(uneven) ?? {};
  near(low, 0.262100322446);
  near(high, 1.137899677554);
  assert.deepEqual({ n, clusters }, { n: 10, clusters: 4 });
});

// As above, then n <- mean(y)*(1-mean(y))/se^2*(qnorm(.975)/qt(.975,C-1))^2, and Wilson's formula with that n (4.206939)
test('a mean of figures from 0 to 1 has the interval of Wilson with the n that fits its clustered error', () => {
  const found = unitMeanEstimate(uneven);
  near(found?.low, 0.273868487207);
  near(found?.high, 0.935213575838);
  near(effectiveWilson(0.7, 0, 12).low, wilson(0.7, 12).low);
});

test('passes and failures of cases run once have the interval of Wilson, so that quality and pass rate agree', () => {
  const found = unitMeanEstimate({ values: [1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1], clusters: [...Array(12).keys()] });
  near(found?.low, wilson(0.75, 12).low);
  near(found?.high, wilson(0.75, 12).high);
});

test('with one run a case it is sd/√n, and repeating every answer makes it no smaller', () => {
  const once = { values: [2, 4, 4, 10], clusters: [0, 1, 2, 3] };
  const thrice = { values: once.values.flatMap((v) => [v, v, v]), clusters: once.clusters.flatMap((c) => [c, c, c]) };
  // sd(c(2,4,4,10))/2
  near(clusteredMean(once)?.error, 1.732050807569);
  near(clusteredMean(thrice)?.error, 1.732050807569);
});

test('one case has a mean but no interval; no case has neither', () => {
  assert.deepEqual(meanEstimate({ values: [1, 3], clusters: [7, 7] }), { value: 2, low: null, high: null, n: 2, clusters: 1 });
  assert.equal(meanEstimate({ values: [], clusters: [] }), null);
});

test('eight perfect cases do not prove perfection', () => {
  const perfect = unitMeanEstimate({ values: Array<number>(8).fill(1), clusters: [0, 1, 2, 3, 4, 5, 6, 7] });
  near(perfect?.low, 1 - 0.324407564884);
  assert.equal(perfect?.high, 1);
});

// prop.test(9, 12, correct=FALSE)$conf.int; prop.test(0, 8, correct=FALSE)$conf.int
test('Wilson intervals are those of R', () => {
  near(wilson(0.75, 12).low, 0.467694665066);
  near(wilson(0.75, 12).high, 0.911058331606);
  near(wilson(0, 8).low, 0);
  near(wilson(0, 8).high, 0.324407564884);
});

test('an interval of figures from 0 to 1 holds its mean and stays from 0 to 1', () => {
  const observation = fc.tuple(fc.double({ noNaN: true, min: 0, max: 1 }), fc.nat(6));
  fc.assert(
    fc.property(fc.array(observation, { minLength: 1 }), (observations) => {
      const found = unitMeanEstimate({ values: observations.map(([v]) => v), clusters: observations.map(([, c]) => c) });
      assert.ok(found);
      const { value, low, high } = found;
      assert.ok(low === null || high === null || (0 <= low && low <= value && value <= high && high <= 1 + 1e-12));
    }),
  );
});
