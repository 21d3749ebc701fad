import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { brands } from '../../../src/core/providers/brands.ts';
import { limitBounds, readUserProviders } from '../../../src/host/providers/readUserProviders.ts';

test('providers and servers are read as they are set', () => {
  const { user, faults } = readUserProviders(
    {
      bedrock: { region: ' eu-central-1 ' },
      openai: { baseUrl: 'https://gate.example/v1', concurrency: 4, requestsPerMinute: 0.5, tokensPerMinute: 90_000 },
      lab: { concurrency: 1 },
    },
    { lab: { api: 'anthropic', baseUrl: 'http://10.0.0.7:8000', headers: { 'X-Team': 'search' }, keyEnv: 'LAB_KEY' } },
  );
  assert.deepEqual(faults, []);
  assert.deepEqual(user.providers, {
    bedrock: { variables: { region: 'eu-central-1' }, baseUrl: null, limits: {} },
    openai: {
      variables: {},
      baseUrl: 'https://gate.example/v1',
      limits: { concurrency: 4, requestsPerMinute: 0.5, tokensPerMinute: 90_000 },
    },
    lab: { variables: {}, baseUrl: null, limits: { concurrency: 1 } },
  });
  assert.deepEqual(user.endpoints, [
    { id: 'lab', api: 'anthropic', baseUrl: 'http://10.0.0.7:8000', headers: { 'X-Team': 'search' }, keyEnv: 'LAB_KEY' },
  ]);
});

test('nothing set is nothing wrong', () => {
  for (const nothing of [undefined, null, {}]) {
    assert.deepEqual(readUserProviders(nothing, nothing), { user: { providers: {}, endpoints: [] }, faults: [] });
  }
});

test('an entry with a fault is left out and named; the others hold', () => {
  const { user, faults } = readUserProviders({ openai: { concurrency: 0 }, groq: { concurrency: 2 } }, []);
  assert.deepEqual(Object.keys(user.providers), ['groq']);
  assert.deepEqual(faults, [
    'llmBench.endpoints must be an object with an entry for each server.',
    'llmBench.providers: “openai” has a “concurrency” that is none: a whole number above 0, at most 256.',
  ]);
});

test('what could lead a key or a prompt astray is refused', () => {
  const refused = (providers: unknown, endpoints: unknown, wanted: RegExp) => {
    const { user, faults } = readUserProviders(providers, endpoints);
    assert.deepEqual(user, { providers: {}, endpoints: [] }, String(wanted));
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', wanted);
  };
  const chat = (baseUrl: string, more = {}) => ({ mine: { api: 'openai-chat', baseUrl, ...more } });
  refused({ bedrock: { region: 'evil.example/#' } }, {}, /“bedrock” has a “region”/);
  refused({ openai: { region: 'eu-west-1' } }, {}, /“openai” does not take “region”/);
  refused({ opnai: { concurrency: 1 } }, {}, /Did you mean “openai”/);
  refused({ vscode: { concurrency: 1 } }, {}, /nothing to set/);
  refused({ openai: { baseURL: 'https://x.example' } }, {}, /Did you mean “baseUrl”/);
  refused({ openai: { baseUrl: 'ftp://x.example' } }, {}, /http or https/);
  refused({ openai: 7 }, {}, /must be an object/);
  refused({}, chat('https://user:hunter2@x.example'), /^(?!.*hunter2).*password/);
  refused({}, chat('https://x.example?key=1'), /host and path/);
  refused({}, chat('https://x.example', { headers: { Authorization: 'Bearer sk-1' } }), /^(?!.*sk-1).*key in its header/);
  refused({}, chat('https://x.example', { headers: { 'X-Line': 'a\r\nB: c' } }), /cannot be sent/);
  refused({}, { openai: { api: 'openai-chat', baseUrl: 'https://x.example' } }, /built-in provider/);
  refused({}, { 'a/b': { api: 'openai-chat', baseUrl: 'https://x.example' } }, /no id of a server/);
  refused({}, { mine: { api: 'bedrock-converse', baseUrl: 'https://x.example' } }, /needs an “api”/);
});

test("an entry's name that objects have by themselves is an entry like any other", () => {
  const { user, faults } = readUserProviders(
    JSON.parse('{"__proto__": {"concurrency": 1}, "constructor": {"concurrency": 2}}'),
    {},
  );
  assert.deepEqual(faults, []);
  assert.equal(Object.getPrototypeOf(user.providers), Object.prototype);
  assert.deepEqual(user.providers['constructor']?.limits, { concurrency: 2 });
});

interface Node {
  readonly [key: string]: unknown;
  readonly properties: Readonly<Record<string, Node>>;
  readonly additionalProperties: Node;
  readonly allOf: readonly Node[];
}

test('the settings file completes every provider, place and limit', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    contributes: { configuration: { properties: Readonly<Record<string, Node>> } };
  };
  const schema = manifest.contributes.configuration.properties['llmBench.providers'];
  assert.ok(schema);
  const servers = brands.filter(({ server }) => server !== null);
  assert.deepEqual(
    Object.entries(schema.allOf[0]?.properties ?? {}).map(([id, { description }]) => [id, description]),
    servers.map(({ id, name }) => [id, name]),
  );
  const places = servers.flatMap(({ server }) => server?.places?.map(({ name }) => name) ?? []);
  const { properties } = schema.additionalProperties;
  assert.deepEqual(new Set(Object.keys(properties)), new Set([...places, 'baseUrl', ...Object.keys(limitBounds)]));
  for (const [name, { most }] of Object.entries(limitBounds)) assert.equal(properties[name]?.['maximum'], most);
});
