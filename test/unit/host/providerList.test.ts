import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import { loadSuite } from '../../../src/core/suite/loadSuite.ts';
import { readUserProviders } from '../../../src/host/providers/readUserProviders.ts';
import { listProviders, type ProviderFacts, type ProviderNode } from '../../../src/host/views/providerList.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { memoryReader, options } from '../suite/helpers.ts';

async function suite(name: string, models: string, endpoints = ''): Promise<Suite> {
  const text = `name: ${name}\nmodels: [${models}]\n${endpoints}prompt: "{{q}}"\ncases: [{ vars: { q: hi }, expect: [{ contains: hi }] }]\n`;
  const loaded = await loadSuite('/w/x.bench.yaml', '/w', memoryReader({}).reader, options, text);
  assert.ok(loaded.suite, JSON.stringify(loaded.problems));
  return loaded.suite;
}

const bare: ProviderFacts = { suites: [], user: noUserProviders, withKey: [], disabled: new Map(), failing: new Map() };
const box = 'endpoints: { box: { api: openai-chat, baseUrl: "http://localhost:1234/v1" } }\n';

function find(nodes: readonly ProviderNode[], id: string): ProviderNode {
  const node = nodes.find((provider) => provider.id === id);
  assert.ok(node, id);
  return node;
}

const modelsOf = (nodes: readonly ProviderNode[], id: string) => find(nodes, id).models.map(({ name, detail }) => [name, detail]);
const used = (nodes: readonly ProviderNode[]) => nodes.filter(({ inUse }) => inUse).map(({ id }) => id);

test('providers are listed once, with the models in use and the suites that use them', async () => {
  const suites = [
    await suite('One', 'openai/gpt-5-mini, box/small', box),
    await suite('Two', 'openai/gpt-5-mini, box/large', box),
  ];
  const nodes = listProviders({ ...bare, suites });
  assert.deepEqual(used(nodes), ['openai', 'vscode', 'demo', 'box']);
  assert.deepEqual(modelsOf(nodes, 'openai'), [['gpt-5-mini', 'in One, Two']]);
  assert.deepEqual(modelsOf(nodes, 'box'), [
    ['small', 'in One'],
    ['large', 'in Two'],
  ]);
  assert.deepEqual(find(nodes, 'box').access, { kind: 'open', origin: 'http://localhost:1234', local: true });
  assert.equal(find(nodes, 'demo').origin, null);
});

test("one of a provider's models stands in where no suite uses any", () => {
  const nodes = listProviders(bare);
  assert.equal(find(nodes, 'groq').inUse, false);
  assert.deepEqual(modelsOf(nodes, 'groq'), [['openai/gpt-oss-120b', 'for instance']]);
});

test('a key, a setting or a disabled model makes a provider one of those in use', () => {
  const { user } = readUserProviders(
    { mistral: { concurrency: 1 } },
    { lab: { api: 'openai-chat', baseUrl: 'https://lab.example' } },
  );
  const disabled = new Map([['xai/grok-3', { reason: 'dear', since: '2026-11-21T09:00:00Z' }]]);
  const nodes = listProviders({ ...bare, user, disabled, withKey: ['https://api.groq.com'] });
  assert.deepEqual(used(nodes), ['groq', 'mistral', 'xai', 'vscode', 'demo', 'lab']);
  assert.equal(find(nodes, 'groq').hasKey, true);
  assert.deepEqual(modelsOf(nodes, 'xai'), [['grok-3', 'disabled on 2026-11-21: dear']]);
});

test('an address of which a part is missing says which, and takes no key before it is whole', () => {
  const access = (settings: unknown) => find(listProviders({ ...bare, user: readUserProviders(settings, {}).user }), 'azure');
  const unset = access({});
  assert.equal(unset.origin, null);
  assert.match(unset.access.kind === 'unset' ? unset.access.message : '', /"resource"/);
  assert.equal(access({ azure: { resource: 'mine' } }).origin, 'https://mine.openai.azure.com');
});

test("a suite's own server under a provider's name is another server: the provider's key is not shown for it", async () => {
  const shadow = 'endpoints: { openai: { api: openai-chat, baseUrl: "https://thief.example/v1" } }\n';
  const nodes = listProviders({
    ...bare,
    suites: [await suite('Shadow', 'openai/gpt-5-mini', shadow)],
    withKey: ['https://api.openai.com'],
  });
  const named = nodes.filter(({ id }) => id === 'openai');
  assert.deepEqual(
    named.map(({ name, origin, hasKey, models }) => [name, origin, hasKey, models[0]?.detail]),
    [
      ['OpenAI', 'https://api.openai.com', true, 'for instance'],
      ['openai', 'https://thief.example', false, 'in Shadow'],
    ],
  );
});

test('a model that failed says how, unless it is disabled already', async () => {
  const suites = [await suite('One', 'openai/gpt-5-mini')];
  const trouble = { runId: 'r', candidateId: 'c', kind: 'quota', title: 'quota used up, 3 calls', advice: 'Pay.' };
  const failing = new Map([['openai/gpt-5-mini', trouble]]) as unknown as ProviderFacts['failing'];
  assert.deepEqual(modelsOf(listProviders({ ...bare, suites, failing }), 'openai'), [['gpt-5-mini', 'quota used up, 3 calls']]);
  const disabled = new Map([['openai/gpt-5-mini', { reason: '', since: '2026-11-21T09:00:00Z' }]]);
  assert.deepEqual(modelsOf(listProviders({ ...bare, suites, failing, disabled }), 'openai'), [
    ['gpt-5-mini', 'disabled on 2026-11-21'],
  ]);
});
