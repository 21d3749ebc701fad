import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameIn, rank, type UnrankedModel } from '../../../src/core/rankings/ranked.ts';

function model(id: string): UnrankedModel {
  const unknown = { releasedAt: null, inputUsdPerMTok: null, outputUsdPerMTok: null, tokensPerSecond: null };
  return { id, name: id, aliases: [], creator: null, ...unknown, ttftMs: null, latencyMs: null, n: null };
}

test('what is far too long for a name is none', () => {
  assert.equal(nameIn('GPT-5 mini'), 'GPT-5 mini');
  assert.deepEqual(['('.repeat(100_000), '', 5, null].map(nameIn), [null, null, null, null]);
});

test('of a list that is far too long the best are ranked', () => {
  const all = Array.from({ length: 50_000 }, (_, index) => ({ model: model(`m${index}`), score: index }));
  const ranked = rank(all);
  assert.ok(ranked.length < 5000);
  assert.deepEqual([ranked[0]?.id, ranked[0]?.rank], ['m49999', 1]);
});
