import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bestValue, columns, visibleColumns } from '../../../webview/logic/columns.ts';
import { compareNullable, nextSort, sortCandidates } from '../../../webview/logic/sort.ts';
import { comparedCandidates } from '../../../webview/logic/standing.ts';
import { fiveModels, fixture } from '../../tools/panel-harness/fixture.ts';

const rows = comparedCandidates(fixture().comparison);
const labels = (sorted: typeof rows | readonly (typeof rows)[number][]) => sorted.map(({ candidate }) => candidate.label);
const column = (id: (typeof columns)[number]['id']) => {
  const found = columns.find((one) => one.id === id);
  assert.ok(found);
  return found;
};

test('a header turns from the good end to the other and back to the run’s order', () => {
  const first = nextSort(null, 'quality', 'high');
  assert.deepEqual(first, { column: 'quality', direction: 'descending' });
  const second = nextSort(first, 'quality', 'high');
  assert.deepEqual(second, { column: 'quality', direction: 'ascending' });
  assert.equal(nextSort(second, 'quality', 'high'), null);
  assert.deepEqual(nextSort(second, 'costTotal', 'low'), { column: 'costTotal', direction: 'ascending' });
});

test('a model with an unknown cost comes last in both directions', () => {
  for (const direction of ['ascending', 'descending'] as const) {
    const sorted = sortCandidates(rows, { column: 'costPerSample', direction }, columns);
    assert.equal(labels(sorted).at(-1), 'local llama3.2', direction);
  }
  const cheapest = sortCandidates(rows, { column: 'costPerSample', direction: 'ascending' }, columns);
  assert.equal(labels(cheapest)[0], 'gemini-2.5-flash');
});

test('sorting by model is by label, numbers in their order', () => {
  const named = ['b10', 'b9', 'a'].map((label, index) => {
    const [row] = rows;
    assert.ok(row);
    return { ...row, index, candidate: { ...row.candidate, label } };
  });
  assert.deepEqual(labels(sortCandidates(named, { column: 'model', direction: 'ascending' }, columns)), ['a', 'b9', 'b10']);
});

test('a sort by a column that is hidden leaves the run’s order', () => {
  assert.deepEqual(
    labels(sortCandidates(rows, { column: 'quality', direction: 'ascending' }, [])),
    fiveModels.map(({ label }) => label),
  );
});

test('nulls sort last whatever surrounds them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer())),
      fc.constantFrom('ascending' as const, 'descending' as const),
      (values, direction) => {
        const sorted = values.toSorted((a, b) => compareNullable(a, b, direction));
        const known = sorted.filter((value) => value !== null);
        assert.deepEqual(sorted.slice(0, known.length), known);
        assert.deepEqual(
          known,
          known.toSorted((a, b) => (direction === 'ascending' ? a - b : b - a)),
        );
      },
    ),
  );
});

test('the bold figure is the best known one, and counts have none', () => {
  assert.equal(bestValue(column('costPerSample'), rows), 0.00031);
  assert.equal(bestValue(column('quality'), rows), Math.max(...rows.map(({ candidate }) => candidate.quality?.value ?? 0)));
  assert.equal(bestValue(column('errors'), rows), null);
  assert.equal(bestValue(column('quality'), rows.slice(0, 1)), null);
});

test('a model that answered nothing does not lead by having cost nothing', () => {
  const mute = rows.map((row, index) => {
    const cost = { ...row.candidate.cost, totalUsd: index === 0 ? 0 : 0.5 + index };
    return { ...row, candidate: { ...row.candidate, cost, ok: index === 0 ? 0 : 10 } };
  });
  assert.equal(bestValue(column('costTotal'), mute), 1.5);
});

test('columns without a figure are left out, cost stays to say that it is unknown', () => {
  const unscored = comparedCandidates(
    fixture({ scored: false, models: fiveModels.map((model) => ({ ...model, usd: null })) }).comparison,
  );
  const ids = visibleColumns(
    columns.map(({ id }) => id),
    unscored,
  ).map(({ id }) => id);
  assert.ok(!ids.includes('quality') && !ids.includes('standing') && !ids.includes('passRate'));
  assert.ok(ids.includes('costTotal') && ids.includes('costPerSample') && ids.includes('latencyP50'));
});
