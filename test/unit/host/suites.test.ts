import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileReader } from '../../../src/core/ports.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { starterText } from '../../../src/host/suites/starter.ts';
import { listProviders } from '../../../src/host/views/providerList.ts';
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

test('providers are listed once, with the models in use and the suites that use them', async () => {
  const text = (name: string, model: string) => `
name: ${name}
models: [openai/gpt-5-mini, box/${model}]
endpoints: { box: { api: openai-chat, baseUrl: "http://localhost:1234/v1" } }
prompt: "{{q}}"
cases: [{ vars: { q: hi }, expect: [{ contains: hi }] }]`;
  const providers = listProviders([await load(text('One', 'small')), await load(text('Two', 'large'))]);
  assert.deepEqual(
    providers.map(({ id }) => id),
    ['openai', 'anthropic', 'google', 'demo', 'box'],
  );
  const models = (id: string) =>
    providers.find((provider) => provider.id === id)?.models.map(({ name, detail }) => [name, detail]);
  assert.deepEqual(models('openai'), [['gpt-5-mini', 'in One, Two']]);
  assert.deepEqual(models('box'), [
    ['small', 'in One'],
    ['large', 'in Two'],
  ]);
  assert.equal(providers.find(({ id }) => id === 'box')?.local, true);
  assert.equal(providers.find(({ id }) => id === 'demo')?.origin, null);
});
