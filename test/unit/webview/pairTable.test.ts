import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairTable } from '../../../webview/logic/pairTable.ts';
import { standingText } from '../../../webview/logic/standing.ts';
import { pairTitle } from '../../../webview/logic/wording.ts';
import { detectableText } from '../../../src/shared/comparisonText.ts';
import { fixture, manyModels } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture();

test('each model stands against each, the best first both ways, and never against itself', () => {
  const { rows, columns, complete } = pairTable(comparison);
  assert.ok(complete);
  assert.equal(rows[0]?.candidate.id, comparison.recommendation.bestQuality);
  assert.deepEqual(
    rows.map(({ candidate }) => candidate.id),
    columns.map(({ candidate }) => candidate.id),
  );
  for (const [index, { cells }] of rows.entries())
    assert.deepEqual(
      cells.map((cell) => cell === null),
      cells.map((_, column) => column === index),
    );
});

test('a cell and the one across the diagonal say the same from two sides', () => {
  const { rows } = pairTable(comparison);
  const opposite: Record<string, string> = { better: 'worse', worse: 'better' };
  for (const [r, { cells }] of rows.entries()) {
    for (const [c, cell] of cells.entries()) {
      const across = rows[c]?.cells[r];
      if (cell?.kind !== 'compared' || across?.kind !== 'compared') continue;
      assert.equal(across.verdict, opposite[cell.verdict] ?? 'cannot-tell');
      assert.equal(across.difference.value, -cell.difference.value);
    }
  }
});

test('more than eight models are held against the best alone, which has no row', () => {
  const many = fixture({ models: manyModels(12) }).comparison;
  const { rows, columns, complete } = pairTable(many);
  assert.ok(!complete);
  assert.deepEqual(
    columns.map(({ candidate }) => candidate.id),
    [many.recommendation.bestQuality],
  );
  assert.equal(rows.length, 11);
  assert.ok(rows.every(({ cells }) => cells.length === 1 && cells[0] && standingText(cells[0]) !== 'not compared'));
});

test('who was not compared with anybody is left out', () => {
  const [first] = comparison.candidates;
  assert.ok(first);
  const pairs = comparison.pairs.filter(({ a, b }) => a !== first.id && b !== first.id);
  assert.equal(pairTable({ ...comparison, pairs }).rows.length, comparison.candidates.length - 1);
});

test('a pair says what it rests on', () => {
  const difference = { value: 0, low: -0.1, high: 0.1, n: 24, clusters: 24 };
  const one = { kind: 'compared', verdict: 'cannot-tell', difference, asGood: false } as const;
  assert.equal(
    pairTitle({ ...one, moreCases: 140, pValue: 0.3012 }),
    '24 cases, p = 0.3 (Holm). About 140 more cases would settle a difference of this size.',
  );
  assert.equal(pairTitle({ ...one, moreCases: null, pValue: 0.00004 }), '24 cases, p < 0.001 (Holm).');
  assert.equal(pairTitle({ ...one, moreCases: null, pValue: null }), '24 cases.');
});

test('what so many cases can show is said only where it is known', () => {
  assert.equal(
    detectableText({ ...comparison, detectable: 0.058 }),
    'With 24 cases, a difference of 0.06 or more shows reliably (80 % power).',
  );
  assert.equal(detectableText({ ...comparison, detectable: null }), '');
});
