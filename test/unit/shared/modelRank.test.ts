import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankSource } from '../../../src/shared/modelRank.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const fetchedAt = '2026-11-21T09:00:00.000Z';

test('a rank of the minimal test says on how little it rests, that of a board only whose it is', () => {
  assert.equal(
    rankSource({ origin: 'minimal-test', index: 'share of 3 prompts answered right', fetchedAt }, now),
    'the minimal test, 3 hours ago: a rough order, by the share of 3 prompts answered right',
  );
  assert.equal(rankSource({ origin: 'llm-stats', index: 'code rating', fetchedAt }, now), 'LLM Stats, 3 hours ago');
});
