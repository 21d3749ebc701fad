import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskReader } from '../../../src/core/diskReader.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { head, memoryReader, options, told } from './helpers.ts';

async function load(text: string, files: Readonly<Record<string, string>>) {
  const { suite, problems } = await loadSuite(
    '/w/s.bench.yaml',
    '/w',
    memoryReader({ '/w/s.bench.yaml': text, ...files }).reader,
    options,
    text,
  );
  return { suite, problems: told(problems) };
}

test('rows with nothing to ask are told once for each column, with the first and how many', async () => {
  const text = `${head}cases: [{ dataset: a.csv, expect: [{ exact: "{{right}}" }] }]\n`;
  const loaded = await load(text, { '/w/a.csv': 'q,right,more\none,1,\n"  ",2,\nthree,,\n,4,\n' });
  assert.deepEqual(loaded.problems, [
    '3:20 warning empty-cell: Nothing stands under `q` in row 2 of "a.csv", line 3, and in 1 more: the prompt takes it.',
  ]);
  assert.equal(loaded.suite?.cases.length, 4);
  const made = text.replace('a.csv,', 'a.jsonl, vars: { q: "{{a}} of {{b}}" },').replace('{{right}}', 'x');
  assert.deepEqual((await load(made, { '/w/a.jsonl': '{"a": 1, "b": "c"}\n{"a": null, "b": "c"}\n' })).problems, [
    '3:20 warning empty-cell: Nothing stands under `a` in row 2 of "a.jsonl", line 2: the prompt takes it.',
  ]);
});

const latin = Buffer.from('q,a\nfine,1\nStra\u00DFe,2\n', 'latin1');

test('a dataset and a suite that are not UTF-8 are told with their line; a byte order mark is no fault', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'suite-'));
  context.after(() => rm(folder, { recursive: true }));
  const text = `${head}cases: [{ dataset: a.csv, expect: [{ exact: a }] }]\n`;
  const read = async (suite: Buffer, csv: Buffer) => {
    await writeFile(join(folder, 's.bench.yaml'), suite);
    await writeFile(join(folder, 'a.csv'), csv);
    const { problems } = await loadSuite(join(folder, 's.bench.yaml'), folder, diskReader, options);
    return told(problems).map((line) => line.replace(folder, ''));
  };
  const marked = Buffer.from('\uFEFFq,a\nStra\u00DFe,2\n');
  assert.deepEqual(await read(Buffer.from(`\uFEFF${text}`), marked), []);
  assert.deepEqual(await read(Buffer.from(text), latin), [
    '3:20 error dataset-fault: "a.csv" cannot be read, line 3: This line is not UTF-8: save the file as UTF-8.',
    '/a.csv:3:1 error dataset-fault: This line is not UTF-8: save the file as UTF-8.',
  ]);
  assert.deepEqual(await read(Buffer.from(text), Buffer.from('\uFEFFq\nhi\n', 'utf16le')), [
    '3:20 error dataset-fault: "a.csv" cannot be read, line 1: The file is UTF-16: save it as UTF-8.',
    '/a.csv:1:1 error dataset-fault: The file is UTF-16: save it as UTF-8.',
  ]);
  assert.deepEqual(await read(Buffer.from(`${text}# \u00FC\n`, 'latin1'), marked), [
    '4:1 error not-utf8: This line is not UTF-8: save the file as UTF-8.',
  ]);
  assert.deepEqual(await read(Buffer.from(text, 'utf16le'), marked), [
    '1:1 error not-utf8: The file is UTF-16: save it as UTF-8.',
  ]);
});
