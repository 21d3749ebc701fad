import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noUserProviders } from '../../../../src/core/ports.ts';
import { KeptDatasets } from '../../../../src/core/suite/language/keptDatasets.ts';
import { packOutline, unpackOutline } from '../../../../src/core/suite/language/packedOutline.ts';
import { packSymbols, unpackSymbols } from '../../../../src/core/suite/language/packedSymbols.ts';
import { ParsedSuites } from '../../../../src/core/suite/language/parsed.ts';
import type { SuiteSymbol } from '../../../../src/core/suite/language/spec.ts';
import { memoryReader, options } from '../helpers.ts';

const plain = { noNullPrototype: true };
const position = fc.record({ line: fc.nat(20_000), character: fc.nat(2_000) }, plain);
const range = fc.record({ start: position, end: position }, plain);
const outlineCase = fc.record({ id: fc.string(), name: fc.string(), range, nameRange: range, index: fc.nat(20_000) }, plain);

test('an outline that was packed is unpacked as it was', () => {
  fc.assert(
    fc.property(fc.array(outlineCase, { maxLength: 20 }), (cases) => {
      const outline = {
        name: null,
        models: [],
        prompts: [{ id: 'prompt 1', range: { start: one, end: one } }],
        cases,
        datasets: [],
      };
      assert.deepEqual(unpackOutline(structuredClone(packOutline(outline))), outline);
    }),
  );
});

const symbol = fc.letrec<{ symbol: SuiteSymbol; children: SuiteSymbol[] }>((tie) => ({
  symbol: fc.record(
    {
      kind: fc.constantFrom('suite', 'cases', 'case'),
      name: fc.string(),
      detail: fc.string(),
      range,
      nameRange: range,
      children: tie('children'),
    },
    plain,
  ),
  children: fc.oneof({ maxDepth: 3 }, fc.constant<SuiteSymbol[]>([]), fc.array(tie('symbol'), { maxLength: 3 })),
}));

test('symbols that were packed are unpacked as they were', () => {
  fc.assert(
    fc.property(fc.array(symbol.symbol, { maxLength: 3 }), (symbols) => {
      assert.deepEqual(unpackSymbols(structuredClone(packSymbols(symbols))), symbols);
    }),
  );
});

const one = { line: 1, character: 1 };
const suite = 'models: [demo/atlas-large]\nprompt: "{{q}}"\ncases: [{ dataset: rows.csv, expect: [{ exact: a }] }]\n';
const document = { path: '/w/x.bench.yaml', root: '/w', text: suite };

function suites() {
  const { reader, opened } = memoryReader({ '/w/rows.csv': 'q\n1\n2\n' });
  return { parsed: new ParsedSuites({ reader, stampOf: async () => 'same', optionsFor: () => options }), opened };
}

test('a text is parsed once, and a dataset read once, however often both are asked for', async () => {
  const { parsed, opened } = suites();
  await parsed.load(document, noUserProviders, 0);
  const first = await parsed.parse(document);
  const second = await parsed.parse(document);
  assert.equal(first.reading, second.reading);
  assert.deepEqual(second.datasets.get(0)?.columns, ['q']);
  assert.deepEqual(opened, ['/w/rows.csv']);
});

test('a survey names the datasets as they were before they were read, those that are missing too, and none outside', async () => {
  const { reader } = memoryReader({ '/w/rows.csv': 'q\n1\n' });
  const stamped: string[] = [];
  const stampOf = async (path: string) => {
    stamped.push(path);
    return path === '/w/rows.csv' ? `${stamped.length}` : Promise.reject(new Error('not there'));
  };
  const parsed = new ParsedSuites({ reader, stampOf, optionsFor: () => options });
  const names = ['rows.csv', 'rows.csv', 'gone.csv', '../outside.csv', '//other/share/x.csv'];
  const text = `models: [demo/atlas-large]\nprompt: "{{q}}"\ncases: [${names.map((name) => `{ dataset: ${name} }`).join(', ')}]\n`;
  const { files } = await parsed.survey({ ...document, text }, noUserProviders);
  assert.deepEqual(files, [
    { file: '/w/rows.csv', stamp: '1' },
    { file: '/w/gone.csv', stamp: null },
  ]);
  assert.deepEqual(new Set(stamped), new Set(['/w/rows.csv', '/w/gone.csv']));
  const { files: none } = await parsed.survey({ path: '/w/none.bench.yaml', root: '/w', text: null }, noUserProviders);
  assert.deepEqual(none, []);
});

test('another text of the same file is another suite', async () => {
  const { parsed } = suites();
  await parsed.parse(document);
  const { reading } = await parsed.parse({ ...document, text: suite.replace('atlas-large', 'atlas-mini') });
  assert.deepEqual(reading.file?.models, ['demo/atlas-mini']);
});

test('while a text is half written, its datasets are those of the last that was whole', async () => {
  const { parsed } = suites();
  await parsed.parse(document);
  for (const text of ['models: [', 'models: [demo/atlas-large]\nprompt: "{{']) {
    const { reading, datasets } = await parsed.parse({ ...document, text });
    assert.equal(reading.file, null);
    assert.deepEqual(datasets.get(0)?.columns, ['q']);
  }
});

test('of many suites that are open the last ones are kept', async () => {
  const { parsed } = suites();
  const first = await parsed.parse(document);
  for (let n = 0; n < 4; n++) await parsed.parse({ ...document, path: `/w/${n}.bench.yaml` });
  assert.notEqual((await parsed.parse(document)).reading, first.reading);
});

test('a dataset is read again when its stamp has changed, and under another ending', async () => {
  const { reader, opened } = memoryReader({ '/w/rows': '["q"]\n' });
  let stamp = '1';
  const kept = new KeptDatasets(async () => stamp);
  await kept.read('/w/rows', 'a.csv', reader);
  await kept.read('/w/rows', 'a.csv', reader);
  assert.equal(opened.length, 1);
  stamp = '2';
  await kept.read('/w/rows', 'a.csv', reader);
  assert.equal(opened.length, 2);
  await kept.read('/w/rows', 'a.json', reader);
  assert.equal(opened.length, 3);
});

test('datasets that are too large together are not all kept', async () => {
  const large = `q\n${'x'.repeat(20 * 1024 * 1024)}\n`;
  const { reader, opened } = memoryReader({ '/w/a.csv': large, '/w/b.csv': large });
  const kept = new KeptDatasets(async () => 'same');
  for (const name of ['a.csv', 'b.csv', 'b.csv', 'a.csv']) await kept.read(`/w/${name}`, name, reader);
  assert.deepEqual(opened, ['/w/a.csv', '/w/b.csv', '/w/a.csv']);
});
