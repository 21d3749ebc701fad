import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readTable } from '../../../src/core/suite/datasetRows.ts';
import type { DatasetTable } from '../../../src/core/suite/datasetRows.ts';
import { jsonPlaces } from '../../../src/core/suite/jsonPlaces.ts';
import { rowsTaken, sample } from '../../../src/core/suite/sample.ts';
import type { CaseEntry } from '../../../src/core/suite/schema.ts';

function table(path: string, content: string): DatasetTable {
  const read = readTable(path, content);
  assert.ok(!('fault' in read), 'fault' in read ? read.fault : '');
  return read;
}

const values = (read: DatasetTable) => read.rows.map((row) => row.values);

test('CSV: byte order mark, quotes, line breaks in fields, blank lines', () => {
  const read = table('d.csv', '\uFEFFq, a\r\n"one, ""two""",x\r\n\r\n"line\r\nbreak",y\r\n');
  assert.deepEqual(read.columns, ['q', 'a']);
  assert.deepEqual(values(read), [
    { q: 'one, "two"', a: 'x' },
    { q: 'line\r\nbreak', a: 'y' },
  ]);
});

test('CSV: a semicolon in the name of one of several columns, or in quotes, is part of the name', () => {
  assert.deepEqual(table('d.csv', 'q;r,a\n1;2,3\n').columns, ['q;r', 'a']);
  assert.deepEqual(table('d.csv', '"q;r"\n1;2\n').columns, ['q;r']);
});

test('CSV rows know their line', () => {
  const read = table('d.csv', 'q\none\n"two\nlines"\n\n\nthree\n');
  assert.deepEqual(
    read.rows.map((row) => read.lineOf(row)),
    [1, 2, 6],
  );
});

test('JSON and JSONL rows keep their types and know their line', () => {
  const json = table('d.json', '[\n {"q": 1},\n\n {"q": [true], "r": null}]');
  const lines = table('d.jsonl', '{"q": 1}\n\n{"q": [true], "r": null}\n');
  for (const read of [json, lines]) {
    assert.deepEqual(read.columns, ['q', 'r']);
    assert.deepEqual(values(read), [{ q: 1 }, { q: [true], r: null }]);
  }
  assert.deepEqual(
    json.rows.map((row) => json.lineOf(row)),
    [1, 3],
  );
  assert.deepEqual(
    lines.rows.map((row) => lines.lineOf(row)),
    [0, 2],
  );
});

const faults: readonly (readonly [string, string, number, RegExp])[] = [
  ['d.csv', '', 0, /empty/],
  ['d.csv', 'q,q\n1,2\n', 0, /Two columns are called `q`/],
  ['d.csv', 'q,,r\n1,2,3\n', 0, /Column 2 has no name/],
  ['d.csv', 'q,r\n1,2\n1,2,3\n', 2, /more or fewer fields/],
  ['d.csv', 'q,r\n1,2\n1,"2\n3,4\n', 2, /never closed/],
  ['d.csv', 'q,r\n\n1,2,3\n', 2, /more or fewer fields/],
  ['d.csv', 'q,r\n1,2 "x"\n', 1, /quote/],
  ['d.csv', 'q;r\n1;2\n', 0, /one column with semicolons in its name: separate columns by commas/],
  ['d.csv', '\n"q";"r"\n"1";"2"\n', 1, /semicolons/],
  ['d.csv', '\uFEFFq;r\n"a, b";2,5\n', 0, /semicolons/],
  ['d.csv', 'q\tr\n1\t2\n', 0, /tabs/],
  ['d.json', '[\n{"q": 1},\n]', 2, /not valid JSON/],
  ['d.json', '[{"q": 1}', 0, /not valid JSON/],
  ['d.json', '{"q": 1}', 0, /list of objects/],
  ['d.json', '[{"q": 1},\n3]', 1, /A row is an object/],
  ['d.jsonl', '{"q": 1}\n{q: 1}\n', 1, /not valid JSON/],
  ['d.jsonl', '{"q": 1}\n[1]\n', 1, /A row is an object/],
];

for (const [path, content, line, message] of faults) {
  test(`${path} ${JSON.stringify(content)} is at fault in line ${line + 1}`, () => {
    const read = readTable(path, content);
    assert.ok('fault' in read);
    assert.match(read.fault, message);
    assert.equal(read.line, line);
  });
}

test('JSON places agree with JSON.parse on what is JSON', () => {
  const valid = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"\\u00e9\\n"',
    '"\\x"',
    '-1.5e+3',
    '01',
    '.5',
    'true',
    'nul',
    ' ',
    '\n',
    '"',
  );
  const mutated = fc
    .tuple(fc.json(), fc.nat(), piece)
    .map(([json, at, odd]) => json.slice(0, at % json.length) + odd + json.slice(at % json.length));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.array(piece).map((pieces) => pieces.join('')),
        mutated,
      ),
      (text) => {
        const { fault } = jsonPlaces(text);
        assert.equal(fault === null, valid(text), text);
        assert.ok(fault === null || fault <= text.length);
      },
    ),
    { numRuns: 500 },
  );
});

test('JSON places find the entries of the outermost list', () => {
  const entry = fc.jsonValue();
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 6 }), (list) => {
      const text = JSON.stringify(list, null, 1);
      const { entries } = jsonPlaces(text);
      assert.equal(entries.length, list.length);
      for (const [index, offset] of entries.entries()) {
        assert.ok(text.slice(offset).startsWith(JSON.stringify(list[index], null, 1).slice(0, 1)));
      }
    }),
  );
});

test('a sample has its size, is fixed by its seed, and contains every smaller one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat()), fc.nat(30), fc.nat(30), fc.nat(), (items, size, more, seed) => {
      const drawn = sample(items, size, seed);
      assert.equal(drawn.size, Math.min(size, items.length));
      assert.ok(drawn.isSubsetOf(new Set(items)));
      assert.deepEqual([...drawn], [...sample(items, size, seed)]);
      assert.ok(drawn.isSubsetOf(sample(items, size + more, seed)));
    }),
  );
});

test('the sample of a seed is the same in every release', () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  const drawn = (seed: number) => [...sample(items, 5, seed)].toSorted((a, b) => a - b);
  assert.deepEqual(drawn(0), [0, 1, 5, 6, 11]);
  assert.deepEqual(drawn(7), [0, 2, 12, 14, 19]);
});

const entryOf = (size?: number): CaseEntry => ({ dataset: 'r.csv', ...(size === undefined ? {} : { sample: size }) });

test('more rows go to the samples by their sizes, and never beyond what there is', () => {
  const entries = [entryOf(10), entryOf(), entryOf(30), entryOf(5), { vars: {} }];
  const available = new Map([
    [0, 1000],
    [1, 50],
    [2, 1000],
    [3, 4],
  ]);
  assert.deepEqual(
    [...rowsTaken(entries, available, 0)],
    [
      [0, 10],
      [1, 50],
      [2, 30],
      [3, 4],
    ],
  );
  assert.deepEqual([...rowsTaken(entries, available, 8).values()], [12, 50, 36, 4]);
  assert.deepEqual([...rowsTaken(entries, available, 1e9).values()], [1000, 50, 1000, 4]);
});

test('with more rows no dataset has fewer', () => {
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(sizes, fc.nat(60), (given, more) => {
      const entries = given.map(([size]) => entryOf(size));
      const available = new Map(given.map(([, all], index): [number, number] => [index, all]));
      const [fewer, then] = [rowsTaken(entries, available, more), rowsTaken(entries, available, more + 1)];
      const added = [...available.keys()].map((index) => (then.get(index) ?? 0) - (fewer.get(index) ?? 0));
      assert.ok(!added.some((number) => number < 0 || number > 1));
      const full = given.every(([, all], index) => fewer.get(index) === all);
      assert.equal(
        added.reduce((sum, number) => sum + number, 0),
        full ? 0 : 1,
      );
    }),
  );
});

test('every item is drawn about as often as every other', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let seed = 0; seed < 2000; seed++)
    for (const item of sample([...counts.keys()], 3, seed)) counts[item] = (counts[item] ?? 0) + 1;
  // 600 expected, standard deviation about 20.
  for (const count of counts) assert.ok(Math.abs(count - 600) < 100, counts.join());
});
