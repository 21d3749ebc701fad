import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PublicRanking } from '../../../src/shared/model/publicRanks.ts';
import { disagreementsOf, partTitle, rankRow, ranksShown, sourceGroups, unranked } from '../../../webview/logic/ranks.ts';
import { fixture } from '../../tools/panel-harness/fixture.ts';
import { ranksFixture } from '../../tools/panel-harness/ranks.ts';

const { comparison } = fixture();
const found = ranksFixture(comparison, { ranked: 4 });
const { ranks } = found;

test('until an answer came the ranks are loading; one without ranks, or with a fault, is told apart', () => {
  assert.deepEqual(ranksShown(null, comparison), { kind: 'loading' });
  assert.deepEqual(ranksShown({ type: 'ranks-updated', found: null }, comparison), { kind: 'none' });
  assert.deepEqual(ranksShown({ type: 'ranks-failed', message: 'busy' }, comparison), { kind: 'failed', message: 'busy' });
  assert.equal(ranksShown({ type: 'ranks-updated', found }, comparison).kind, 'found');
});

test('the ranks of another run are none of this one', () => {
  const other = { ...found, ranks: { ...ranks, runId: 'other' as typeof ranks.runId } };
  assert.deepEqual(ranksShown({ type: 'ranks-updated', found: other }, comparison), { kind: 'loading' });
});

test('a disagreement is marked at both of its models', () => {
  const [part] = ranks.parts;
  const [first] = part?.disagreements ?? [];
  assert.ok(part && first);
  assert.ok(disagreementsOf(part, first.above.id).includes(first.below.label));
  assert.ok(disagreementsOf(part, first.below.id).includes(first.above.label));
  const total = part.rows.flatMap(({ id }) => disagreementsOf(part, id)).length;
  assert.equal(total, 2 * part.disagreements.length);
});

test('models that no board has are named', () => {
  assert.deepEqual(
    unranked(ranks).map(({ label }) => label),
    ['local llama3.2'],
  );
});

test('a row has a cell for each ranking, empty where that does not have the model', () => {
  const [first] = ranks.candidates;
  const missing = unranked(ranks)[0];
  assert.ok(first && missing);
  assert.deepEqual(
    rankRow(first, ranks.rankings).map((rank) => rank?.category),
    ranks.rankings.map(({ category }) => category),
  );
  assert.deepEqual(new Set(rankRow(missing, ranks.rankings)), new Set([null]));
});

test('categories of one reading share a line with one credit; another time or board has its own', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const of = (own: Partial<PublicRanking>): PublicRanking => ({
    ...{ category: 'coding', origin: 'artificial-analysis', source: 'cache', fetchedAt: '2026-11-21T09:00:00Z' },
    ...{ index: 'coding index', standsIn: false, models: 7 },
    ...own,
  });
  const math = of({ category: 'math', index: 'intelligence index', standsIn: true });
  const groups = sourceGroups([of({}), math, of({ category: 'general', origin: 'minimal-test' })], now);
  assert.deepEqual(
    groups.map(({ text, credit, indices }) => [text, credit?.url, indices.length]),
    [
      ['Artificial Analysis, 3 hours ago', 'https://artificialanalysis.ai/', 2],
      ['The minimal test, 3 hours ago', undefined, 1],
    ],
  );
  assert.match(groups[0]?.indices[1] ?? '', /^Math: intelligence index \(stands in/);
  const later = of({ category: 'reasoning', fetchedAt: '2026-11-21T08:59:58Z' });
  assert.equal(sourceGroups([of({}), later], now).length, 1, 'what reads the same is one line');
});

test('a part is named by the category of its cases', () => {
  assert.equal(partTitle({ caseCategory: null }), 'All cases');
  assert.equal(partTitle({ caseCategory: 'policy' }), 'Category “policy”');
});
