import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAskedRows } from '../../../src/core/askedRows.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { suite, testCase } from '../runner/fakes.ts';

const rows = ['a', 'b', 'c', 'd', 'e'];
const of = (...ids: string[]): Suite => suite({ cases: ids.map((id) => testCase(id)) });

/** A file whose sample is so many of the rows. */
function file(sample: number) {
  const asked: number[] = [];
  const load = async (moreRows: number) => {
    asked.push(moreRows);
    return { suite: of(...rows.slice(0, sample + moreRows)) };
  };
  return { now: of(...rows.slice(0, sample)), load, asked };
}

const ids = ({ cases }: Suite): string[] => cases.map(({ id }) => id);

test('rows that were added to a run are scored with those of the sample', async () => {
  const { now, load } = file(2);
  assert.deepEqual(ids(await withAskedRows(now, of('a', 'b', 'c', 'd'), load)), ['a', 'b', 'c', 'd']);
});

test('a run without them is scored by the file as it is, which is not read again', async () => {
  const { now, load, asked } = file(2);
  assert.equal(await withAskedRows(now, of('a', 'b'), load), now);
  assert.deepEqual(asked, []);
});

test('cases that are no rows any more bring no rows that were never asked', async () => {
  const { now, load } = file(2);
  assert.equal(await withAskedRows(now, of('a', 'b', 'renamed'), load), now);
});

test('where the rows are gone from the file, what it has is scored', async () => {
  const { now } = file(2);
  assert.equal(await withAskedRows(now, of('a', 'b', 'c'), async () => ({ suite: null })), now);
});
