import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateRun, type PlannedGrading } from '../../../src/core/pricing/estimate.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';

const row: PriceRow = {
  inputPerMTok: 2,
  outputPerMTok: 10,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'suite',
  matchedModel: 'm',
  exact: true,
};
const tier = { aboveInputTokens: 2000, inputPerMTok: 4, outputPerMTok: 15, cachedInputPerMTok: null, cacheWritePerMTok: null };

test('a run is estimated as a range over the models whose price is known', () => {
  const calls = { model: 'openai/m', samples: 10, promptChars: 400, maxOutputTokens: null, price: row };
  const inputUsd = (10 * 100 * 2) / 1e6;
  const estimate = estimateRun([calls, { ...calls, model: 'x/y', price: null }, { ...calls, model: 'x/y', price: null }]);
  assert.ok(Math.abs((estimate.lowUsd ?? 0) - (inputUsd + (10 * 20 * 10) / 1e6)) < 1e-12);
  assert.ok(Math.abs((estimate.highUsd ?? 0) - (inputUsd + (10 * 500 * 10) / 1e6)) < 1e-12);
  assert.deepEqual(estimate.unknownModels, ['x/y']);
});

test('long prompts are estimated at the price of their tier', () => {
  const calls = {
    model: 'm',
    samples: 3,
    promptChars: 4 * 2001,
    maxOutputTokens: 100,
    price: { ...row, inputPerMTok: 2, outputPerMTok: 10, longContext: [tier] },
  };
  assert.ok(Math.abs((estimateRun([calls]).highUsd ?? 0) - (3 * (2001 * 4 + 100 * 15)) / 1e6) < 1e-12);
});

test('a limit of output tokens bounds both ends of the range', () => {
  const calls = { model: 'm', samples: 1, promptChars: 0, maxOutputTokens: 5, price: row };
  assert.deepEqual(estimateRun([calls]), { lowUsd: 50 / 1e6, highUsd: 50 / 1e6, unknownModels: [], judging: null });
});

test('no known price: no range', () => {
  const calls = { model: 'm', samples: 1, promptChars: 0, maxOutputTokens: null, price: null };
  assert.deepEqual(estimateRun([calls]), { lowUsd: null, highUsd: null, unknownModels: ['m'], judging: null });
  assert.deepEqual(estimateRun([]), { lowUsd: null, highUsd: null, unknownModels: [], judging: null });
});

const grading: PlannedGrading = {
  model: 'j/judge',
  kind: 'judge',
  calls: 10,
  inputChars: 4000,
  answers: 2,
  answerLimits: [100, null],
  price: row,
};

test('judges are a part of the estimate, and a line of their own', () => {
  const calls = { model: 'm', samples: 1, promptChars: 0, maxOutputTokens: 5, price: row };
  const estimate = estimateRun([calls], [grading]);
  // 1,000 tokens of frame, two answers of 20 or of (100 + 500) / 2 tokens, a grade of 60 or 1,000.
  const low = (10 * ((1000 + 2 * 20) * 2 + 60 * 10)) / 1e6;
  const high = (10 * ((1000 + 2 * 300) * 2 + 1000 * 10)) / 1e6;
  assert.equal(estimate.judging?.calls, 10);
  for (const [found, wanted] of [
    [estimate.judging?.costUsd?.low, low],
    [estimate.judging?.costUsd?.high, high],
    [estimate.lowUsd, low + 50 / 1e6],
    [estimate.highUsd, high + 50 / 1e6],
  ] as const) {
    assert.ok(Math.abs((found ?? Number.NaN) - wanted) < 1e-12, `${found} for ${wanted}`);
  }
});

test('embeddings write nothing', () => {
  const { judging } = estimateRun([], [{ ...grading, kind: 'embedding', answers: 0 }]);
  assert.deepEqual(judging, { calls: 10, costUsd: { low: (10 * 1000 * 2) / 1e6, high: (10 * 1000 * 2) / 1e6 } });
});

test('a judge without a known price is named, and what it costs is not taken for nothing', () => {
  const estimate = estimateRun([], [{ ...grading, price: null }]);
  assert.deepEqual(estimate, {
    lowUsd: null,
    highUsd: null,
    unknownModels: ['j/judge'],
    judging: { calls: 10, costUsd: null },
  });
});
