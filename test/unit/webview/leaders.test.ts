import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settledness, settleOffer } from '../../../webview/logic/leaders.ts';
import { fiveModels, fixture } from '../../tools/panel-harness/fixture.ts';

const { comparison } = fixture({ rich: true });
const { candidates } = comparison;
const [first, second, third] = candidates;
assert.ok(first && second && third);

test('a lead without rivals is settled, one with rivals names them', () => {
  const say = (rivals: readonly (typeof first)[]) =>
    settledness({ id: first.id, rivals: rivals.map(({ id }) => id) }, first.id, candidates);
  assert.deepEqual(say([]), { settled: true, text: 'settled', rivals: [] });
  assert.deepEqual(say([second]), {
    settled: false,
    text: `not settled against ${second.label}`,
    rivals: [second.label],
  });
  assert.deepEqual(say([second, third]), {
    settled: false,
    text: 'not settled against 2 others',
    rivals: [second.label, third.label],
  });
});

test('nothing is said of a lead that was not looked into, nor where nobody else answered', () => {
  assert.equal(settledness(null, first.id, candidates), null);
  assert.equal(settledness({ id: second.id, rivals: [] }, first.id, candidates), null);
  assert.equal(settledness({ id: first.id, rivals: [] }, first.id, [first]), null);
});

test('what would settle it counts the repeats beyond those already made', () => {
  const moreData = { pair: [first.id, second.id] as const, cases: 40, repeats: 6 };
  const label = (repeats: number | null) => settleOffer({ ...comparison, moreData: { ...moreData, repeats } })?.label;
  assert.equal(label(6), 'Settle it with about 40 more cases or 3 more repeats…');
  assert.equal(label(4), 'Settle it with about 40 more cases or 1 more repeat…');
  assert.equal(label(3), 'Settle it with about 40 more cases…');
  assert.equal(label(null), 'Settle it with about 40 more cases…');
  assert.equal(settleOffer({ ...comparison, moreData })?.purpose, `${first.label} against ${second.label}, with 80 % power`);
});

test('of two that are level it is offered to settle whether one is as good', () => {
  const difference = { value: 0, low: -0.2, high: 0.2, n: 4, clusters: 4 };
  const of = { a: first.id, b: second.id };
  const rest = { pValue: 1, verdict: 'cannot-tell', nonInferior: false, moreCases: null } as const;
  const moreData = { pair: [first.id, second.id] as const, cases: 1089, repeats: null };
  assert.equal(
    settleOffer({ ...comparison, pairs: [{ ...of, difference, ...rest }], moreData })?.purpose,
    `whether ${first.label} is as good as ${second.label}, with 80 % power`,
  );
});

test('nothing is offered while the run goes on, or where nothing is open', () => {
  assert.equal(settleOffer({ ...comparison, status: 'running' }), null);
  assert.equal(settleOffer(fixture({ models: fiveModels }).comparison), null);
});
