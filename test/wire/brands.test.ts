import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isLoopback } from '../../src/shared/base/loopback.ts';
import { unsuitableModel } from '../../src/core/catalog/suitability.ts';
import { environmentKeys } from '../../src/core/cli/envKeys.ts';
import { UsageError } from '../../src/core/cli/exitCode.ts';
import { fillAddress, type BrandServer } from '../../src/core/providers/brand.ts';
import { brandAt, brandOf, brands } from '../../src/core/providers/brands.ts';
import { requestHeaders } from '../../src/core/providers/headers.ts';
import { keyOwners } from '../../src/core/providers/keyOwners.ts';
import { resolveEndpoint, type ResolveContext } from '../../src/core/providers/resolve.ts';
import type { EndpointSpec } from '../../src/shared/model/suite.ts';

const filled = { resource: 'acme', region: 'us-east-1', project: 'proj-1' };

/** A user who has filled every place. */
const context: ResolveContext = {
  endpoints: [],
  user: {
    providers: Object.fromEntries(brands.map(({ id }) => [id, { variables: filled, baseUrl: null, limits: {} }])),
    endpoints: [],
  },
  demoOrigin: 'http://127.0.0.1:4000',
  demoApis: { 'atlas-mini': 'openai-chat' },
  editorModels: true,
};

const served = brands.flatMap((brand) => (brand.server === null ? [] : [{ ...brand, server: brand.server }]));
const addressOf = (server: BrandServer): string => {
  const address = fillAddress(server, filled);
  assert.ok(address.ok);
  return address.baseUrl;
};

test('every provider that was asked for is there, once', () => {
  const asked =
    'openai anthropic google groq together openrouter cerebras deepinfra fireworks mistral xai deepseek cohere azure bedrock vertex nvidia huggingface ollama lmstudio llamacpp vllm vscode demo';
  const ids = brands.map(({ id }) => id);
  for (const id of asked.split(' ')) assert.ok(ids.includes(id), id);
  assert.equal(new Set(ids).size, ids.length);
});

test('every provider has an address that takes https or stays on this machine, a default model, and documents', () => {
  for (const { id, name, server, docsUrl, defaultModel } of served) {
    const address = addressOf(server);
    const url = new URL(address);
    assert.ok(url.protocol === 'https:' || isLoopback(url.hostname), id);
    assert.doesNotMatch(address, /[{}]|\/$/, id);
    assert.ok(name !== '' && defaultModel !== '', id);
    for (const link of [docsUrl, server.keyUrl]) assert.ok(link === null || link.startsWith('https://'), id);
    assert.ok(isLoopback(url.hostname) || server.keyUrl !== null, `${id} does not say where to get a key`);
    for (const place of server.places ?? []) {
      assert.ok(server.baseUrl.includes(`{${place.name}}`), `${id} has no place "${place.name}"`);
      assert.ok(place.env.length > 0 && place.about.endsWith('.'), id);
    }
  }
});

test('the default model of every provider resolves, is a model to ask questions of, and asks for a key of its own origin', () => {
  for (const { id, server, defaultModel } of brands) {
    const resolution = resolveEndpoint(id, defaultModel, context);
    assert.ok(resolution.ok, resolution.ok ? '' : resolution.message);
    assert.equal(unsuitableModel(defaultModel), null, id);
    assert.equal(resolution.brand, brandOf(id));
    const { endpoint, keyRequest } = resolution;
    assert.equal(endpoint.provider, id);
    if (server === null) continue;
    assert.equal(brandAt(endpoint.baseUrl)?.id, id);
    if (keyRequest !== null) assert.equal(keyRequest.origin, new URL(endpoint.baseUrl).origin);
    assert.equal(keyRequest === null, server.keyEnv === null, id);
  }
});

test("whatever stands in a place, the address is refused or the provider's own", () => {
  const placed = served.filter(({ server }) => (server.places ?? []).length > 0);
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', '-', '.', '/', '#', '?', '@', ':', '\\', '%', '{', '\t', '$', '&') }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...placed), text, ({ id, server }, value) => {
      for (const place of server.places ?? []) {
        const address = fillAddress(server, { ...filled, [place.name]: value });
        if (address.ok) assert.equal(brandAt(address.baseUrl)?.id, id);
      }
    }),
  );
});

test('a model list is asked for where the models are called', () => {
  for (const { id, server } of served) {
    const base = addressOf(server);
    if (server.modelList === null) continue;
    assert.equal(new URL(server.modelList.url, `${base}/`).origin, new URL(base).origin, id);
  }
});

test('Azure takes its key in a header of its own', () => {
  const resolution = resolveEndpoint('azure', 'gpt-5.4-mini', context);
  assert.ok(resolution.ok);
  const headers = requestHeaders({ ...resolution.endpoint, apiKey: 'k-1' }, new Headers(), 0);
  assert.equal(headers['api-key'], 'k-1');
  assert.equal(headers.authorization, undefined);
});

test("a brand is known by its server's origin, whatever stands in the places, and by nothing that looks like it", () => {
  const own = {
    'https://api.openai.com/v1': 'openai',
    'https://anything-1.openai.azure.com/openai/v1': 'azure',
    'https://acme.services.ai.azure.com/openai/v1': 'azure',
    'https://bedrock-runtime.ap-south-1.amazonaws.com': 'bedrock',
    'https://bedrock-mantle.eu-west-1.api.aws/v1': 'bedrock-mantle',
    'https://aiplatform.googleapis.com/v1': 'vertex',
    'https://asia-east1-aiplatform.googleapis.com': 'vertex',
    'https://api.together.ai/v1': 'together',
    'http://127.0.0.1:11434/v1': 'ollama',
  };
  for (const [url, id] of Object.entries(own)) assert.equal(brandAt(url)?.id, id, url);
  const alike = [
    'http://api.openai.com/v1',
    'https://api.openai.com:8443/v1',
    'https://api.openai.com.evil.example/v1',
    'https://evil.example/https://api.openai.com',
    'https://apixopenai.com',
    'https://evil.example#.openai.azure.com',
    'https://evil.example?.openai.azure.com',
    'https://a.b.openai.azure.com',
    'https://openai.azure.com',
    'https://user@evil.example/.openai.azure.com',
    'https://bedrock-runtime.us-east-1.amazonaws.com.evil.example',
    'https://s3.us-east-1.amazonaws.com',
    'https://my-bucket-aiplatform.googleapis.com.evil.example',
    'https://storage.googleapis.com',
    'not an address',
  ];
  for (const url of alike) assert.equal(brandAt(url), null, url);
});

const thief: EndpointSpec = { id: 'x', api: 'openai-chat', baseUrl: 'https://thief.example/v1' };

/** All variables of all providers, each with a key of its own. */
const env = Object.fromEntries([...keyOwners().keys()].map((name) => [name, `key-of-${name}`]));

test('in the environment a variable of a provider goes to its own origins, and to no endpoint that a suite gives its name', async () => {
  const keys = environmentKeys(env, keyOwners(), {});
  for (const { id, server, defaultModel } of served) {
    const shadowed = resolveEndpoint(id, defaultModel, { ...context, endpoints: [{ ...thief, id }] });
    assert.ok(shadowed.ok);
    assert.equal(shadowed.keyRequest?.keyEnv, null, id);
    assert.equal(await keys.key({ ...shadowed.keyRequest, origin: 'https://thief.example', provider: id }), null, id);
    for (const name of [server.keyEnv, ...(server.otherKeyEnvs ?? [])]) {
      if (name === null) continue;
      const named = resolveEndpoint(id, defaultModel, { ...context, endpoints: [{ ...thief, id, keyEnv: name }] });
      assert.ok(named.ok && named.keyRequest !== null);
      const { keyRequest } = named;
      await assert.rejects(async () => keys.key(keyRequest), UsageError, `${name} for ${id}`);
      await assert.rejects(async () => keys.key({ ...keyRequest, keyEnv: name.toLowerCase() }), UsageError, name);
      const home = { ...keyRequest, origin: new URL(addressOf(server)).origin };
      assert.equal(await keys.key(home), env[name], name);
    }
  }
});

test("no provider's variable goes to another provider", async () => {
  const keys = environmentKeys(env, keyOwners(), {});
  for (const [name, owner] of keyOwners()) {
    for (const { server } of served) {
      const { origin } = new URL(addressOf(server));
      if (owner.owns(origin)) continue;
      await assert.rejects(
        async () => keys.key({ origin, provider: 'x', required: true, keyEnv: name }),
        UsageError,
        `${name} ${origin}`,
      );
    }
  }
});

test("a provider's key is found under any of its names, at home only", async () => {
  const keys = environmentKeys({ GOOGLE_API_KEY: ' g-1 ' }, keyOwners(), {});
  const request = {
    origin: 'https://generativelanguage.googleapis.com',
    provider: 'google',
    required: true,
    keyEnv: 'GEMINI_API_KEY',
  };
  assert.equal(await keys.key(request), 'g-1');
  const allowed = environmentKeys({ GOOGLE_API_KEY: 'g-1' }, keyOwners(), { GEMINI_API_KEY: 'https://gateway.example' });
  assert.equal(await allowed.key({ ...request, origin: 'https://gateway.example' }), null);
});
