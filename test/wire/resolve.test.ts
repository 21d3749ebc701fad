import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../src/core/ports.ts';
import { brands, keyOwners } from '../../src/core/providers/brands.ts';
import { resolveEndpoint, type ResolveContext } from '../../src/core/providers/resolve.ts';
import type { EndpointSpec } from '../../src/shared/model/suite.ts';

const context: ResolveContext = {
  endpoints: [],
  user: noUserProviders,
  demoOrigin: 'http://127.0.0.1:4000',
  demoApis: { chat: 'openai-chat', answers: 'openai-responses', claude: 'anthropic', gem: 'gemini' },
};

function resolved(provider: string, model: string, endpoints: readonly EndpointSpec[] = []) {
  const result = resolveEndpoint(provider, model, { ...context, endpoints });
  assert.ok(result.ok, result.ok ? '' : result.message);
  return result;
}

test('OpenAI models go to the API that serves them', () => {
  const apis = {
    'openai-chat': [
      'gpt-4o',
      'gpt-4.1-mini',
      'gpt-4o-mini',
      'gpt-5-chat-latest',
      'gpt-5.2-chat',
      'ft:gpt-4o:acme',
      'chatgpt-4o-latest',
      'gpt-3.5-turbo',
    ],
    'openai-responses': [
      'o1',
      'o1-pro',
      'o3-mini',
      'o4-mini',
      'o4-mini-deep-research',
      'gpt-5',
      'gpt-5-mini',
      'gpt-5-pro',
      'gpt-5-codex',
      'gpt-5.1',
      'gpt-6-nano',
      'gpt-10',
      'codex-mini-latest',
    ],
  };
  for (const [api, models] of Object.entries(apis)) {
    for (const model of models) assert.equal(resolved('openai', model).endpoint.api, api, model);
  }
});

test('a brand asks for the key of its own origin', () => {
  assert.deepEqual(resolved('anthropic', 'claude-haiku-4-5'), {
    ok: true,
    endpoint: { provider: 'anthropic', api: 'anthropic', baseUrl: 'https://api.anthropic.com', apiKey: null, headers: {} },
    keyRequest: { origin: 'https://api.anthropic.com', provider: 'anthropic', required: true, keyEnv: 'ANTHROPIC_API_KEY' },
  });
  assert.deepEqual(keyOwners().get('OPENAI_API_KEY'), ['https://api.openai.com']);
});

test('a server on this machine needs no key; one that names a key elsewhere does', () => {
  const spec = (baseUrl: string, keyEnv?: string): readonly EndpointSpec[] => [
    { id: 'own', api: 'openai-chat', baseUrl, ...(keyEnv !== undefined && { keyEnv }) },
  ];
  for (const host of ['localhost', 'api.localhost', '127.0.0.1', '127.8.8.8', '[::1]']) {
    assert.equal(resolved('own', 'm', spec(`http://${host}:8000/v1`)).keyRequest, null, host);
    assert.equal(resolved('own', 'm', spec(`http://${host}:8000/v1`, 'K')).keyRequest?.required, false, host);
  }
  for (const host of ['notlocalhost', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.4']) {
    assert.equal(resolved('own', 'm', spec(`http://${host}:8000/v1`)).keyRequest?.required, false, host);
    assert.deepEqual(resolved('own', 'm', spec(`http://${host}:8000/v1`, 'K')).keyRequest, {
      origin: `http://${host}:8000`,
      provider: 'own',
      required: true,
      keyEnv: 'K',
    });
  }
});

test("an endpoint that bears a brand's name asks for a key of its own origin, not the brand's", () => {
  const request = resolved('openai', 'm', [{ id: 'openai', api: 'openai-chat', baseUrl: 'https://proxy.example/v1' }]).keyRequest;
  assert.equal(request?.origin, 'https://proxy.example');
  assert.equal(request.keyEnv, null);
});

test('demo models are called where the embedded server is', () => {
  assert.deepEqual(resolved('demo', 'claude').endpoint.baseUrl, 'http://127.0.0.1:4000');
  assert.deepEqual(resolved('demo', 'answers').endpoint.baseUrl, 'http://127.0.0.1:4000/v1');
  assert.equal(resolved('demo', 'gem').keyRequest, null);
});

test('what cannot be resolved says what there is', () => {
  const message = (provider: string, model: string, with_: Partial<ResolveContext> = {}): string => {
    const result = resolveEndpoint(provider, model, { ...context, ...with_ });
    return result.ok ? '' : result.message;
  };
  for (const { id } of brands) assert.match(message('opanai', 'm'), new RegExp(`\\b${id}\\b`));
  assert.match(message('demo', 'nope'), /chat, answers, claude, gem/);
  assert.match(message('demo', 'chat', { demoOrigin: null }), /not running/);
  for (const baseUrl of ['localhost:8000', 'ftp://x/v1', '']) {
    assert.match(message('own', 'm', { endpoints: [{ id: 'own', api: 'gemini', baseUrl }] }), /baseUrl/);
  }
});
