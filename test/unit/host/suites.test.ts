import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileReader } from '../../../src/core/ports.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { blankText, starterText } from '../../../src/host/suites/starter.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';

const noFiles: FileReader = {
  readText: (path) => Promise.reject(new Error(path)),
  size: (path) => Promise.reject(new Error(path)),
  realPath: async (path) => path,
};
const options = { knownProviders: ['openai', 'anthropic', 'google', 'demo'] };

async function load(text: string): Promise<Suite> {
  const { suite, problems } = await loadSuite('/w/x.bench.yaml', '/w', noFiles, options, text);
  assert.deepEqual(problems, []);
  assert.ok(suite);
  return suite;
}

test('the starter is a suite without a problem, whatever its name', async () => {
  for (const name of ['Support replies', 'Is it "good": yes # or no?', '日本 \\ $&']) {
    assert.equal((await load(starterText(name))).name, name);
  }
});

test('the blank one is a suite without a problem, whatever its name', async () => {
  for (const name of ['Mine', 'Is it "good": yes # or no?']) assert.equal((await load(blankText(name))).name, name);
});
