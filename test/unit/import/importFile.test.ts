import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { importFile } from '../../../src/core/importFile.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';

/** Files that would be misread, and what is said in place of a suite made of them. */
const misread: readonly (readonly [string, Buffer, string])[] = [
  ['q.csv', Buffer.from('question\nStra\u00DFe?\n', 'latin1'), 'Line 2: This line is not UTF-8: save the file as UTF-8.'],
  ['q.jsonl', Buffer.from('\uFEFF{"question": "a"}\n', 'utf16le'), 'Line 1: The file is UTF-16: save it as UTF-8.'],
  ['p.yaml', Buffer.from('prompts: [caf\u00E9]\n', 'latin1'), 'Line 1: This line is not UTF-8: save the file as UTF-8.'],
  [
    's.csv',
    Buffer.from('question;answer\n"1, or 2?";1\n'),
    'Line 1: This is one column with semicolons in its name: separate columns by commas, or put quotes around the name if it is one.',
  ],
];

for (const [name, bytes, fault] of misread) {
  test(`no suite is made of ${name}: ${fault}`, async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'import-'));
    context.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, name), bytes);
    assert.deepEqual(await importFile(join(folder, name), suiteOptions), { fault });
  });
}
