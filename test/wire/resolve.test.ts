import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders, type ProviderSettings, type UserProviders } from '../../src/core/ports.ts';
import { brandOf, brands } from '../../src/core/providers/brands.ts';
import { resolveEndpoint, type ResolveContext } from '../../src/core/providers/resolve.ts';
import type { EndpointSpec } from '../../src/shared/model/suite.ts';

const context: ResolveContext = {
  endpoints: [],
  user: noUserProviders,
  demoOrigin: 'http://127.0.0.1:4000',
  demoApis: { chat: 'openai-chat', answers: 'openai-responses', claude: 'anthropic', gem: 'gemini' },
  editorModels: true,
};

function resolved(
  provider: string,
  model: string,
  endpoints: readonly EndpointSpec[] = [],
  user: UserProviders = noUserProviders,
) {
  const result = resolveEndpoint(provider, model, { ...context, endpoints, user });
  assert.ok(result.ok, result.ok ? '' : result.message);
  return result;
}

function refusal(provider: string, model: string, with_: Partial<ResolveContext> = {}): string {
  const result = resolveEndpoint(provider, model, { ...context, ...with_ });
  assert.ok(!result.ok, 'this should not resolve');
  return result.message;
}

/** A user who has set this much of one provider. */
function userOf(id: string, settings: Partial<ProviderSettings>): UserProviders {
  return { providers: { [id]: { variables: {}, baseUrl: null, limits: {}, ...settings } }, endpoints: [] };
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
    brand: brandOf('anthropic'),
    withoutKey: null,
    endpoint: { provider: 'anthropic', api: 'anthropic', baseUrl: 'https://api.anthropic.com', apiKey: null, headers: {} },
    keyRequest: { origin: 'https://api.anthropic.com', provider: 'anthropic', required: true, keyEnv: 'ANTHROPIC_API_KEY' },
  });
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
  for (const { id } of brands) assert.match(refusal('opanai', 'm'), new RegExp(`\\b${id}\\b`));
  assert.match(refusal('demo', 'nope'), /chat, answers, claude, gem/);
  assert.match(refusal('demo', 'chat', { demoOrigin: null }), /not running/);
  for (const baseUrl of [
    'localhost:8000',
    'ftp://x/v1',
    '',
    'https://me:secret-word@x.example/v1',
    'https://x.example/v1?key=secret-word',
  ]) {
    const message = refusal('own', 'm', { endpoints: [{ id: 'own', api: 'gemini', baseUrl }] });
    assert.match(message, /baseUrl/);
    assert.doesNotMatch(message, /secret-word/);
  }
});

test('the places of an address are filled by what the user has set', () => {
  const bedrock = resolved('bedrock', 'openai.gpt-oss-20b-1:0', [], userOf('bedrock', { variables: { region: ' eu-west-1 ' } }));
  assert.equal(bedrock.endpoint.baseUrl, 'https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1');
  const azure = resolved('azure', 'mine', [], userOf('azure', { variables: { resource: 'acme-eu' } }));
  assert.equal(azure.endpoint.baseUrl, 'https://acme-eu.openai.azure.com/openai/v1');
  assert.equal(azure.endpoint.keyHeader, 'api-key');
  assert.equal(azure.keyRequest?.origin, 'https://acme-eu.openai.azure.com');
});

test('Vertex has one address for each location, and Claude a wire of its own there', () => {
  const at = (model: string, variables: Record<string, string>) =>
    resolved('vertex', model, [], userOf('vertex', { variables: { project: 'p-1', ...variables } }));
  const paths = {
    'us-central1': 'https://us-central1-aiplatform.googleapis.com',
    global: 'https://aiplatform.googleapis.com',
    eu: 'https://aiplatform.eu.rep.googleapis.com',
  };
  for (const [location, origin] of Object.entries(paths)) {
    const base = `${origin}/v1/projects/p-1/locations/${location}`;
    const gemini = at('google/gemini-3.5-flash', { location });
    const claude = at('claude-sonnet-4-5@20250929', { location });
    assert.deepEqual([gemini.endpoint.api, gemini.endpoint.baseUrl], ['openai-chat', `${base}/endpoints/openapi`]);
    assert.deepEqual([claude.endpoint.api, claude.endpoint.baseUrl], ['vertex-anthropic', base]);
    for (const { endpoint, keyRequest } of [gemini, claude]) {
      assert.equal(endpoint.credentials, 'google');
      assert.equal(keyRequest, null);
    }
  }
  assert.match(at('google/x', {}).endpoint.baseUrl, /^https:\/\/aiplatform\.googleapis\.com\/.*\/global\//);
});

test('a place that nobody has filled is named, with the setting and the variable that fill it', () => {
  assert.match(
    refusal('azure', 'mine'),
    /"resource" of "azure" in the setting llmBench\.providers, or AZURE_RESOURCE_NAME .*AZURE_OPENAI_ENDPOINT/,
  );
  assert.match(refusal('bedrock', 'amazon.nova-lite-v1:0'), /"region".*AWS_REGION/);
  assert.match(refusal('vertex', 'google/x'), /"project".*GOOGLE_CLOUD_PROJECT/);
});

const hostileValues = [
  'evil.example/#',
  'evil.example/',
  'evil.example?',
  'evil.example\\\\',
  'x@evil.example',
  'evil.example:443/',
  'a.b',
  '..',
  '%2e',
  'ｅvil',
  'a b',
  '{region}',
  '-'.repeat(64),
];

test('a value that would move the address is refused, in every place of every provider', () => {
  let places = 0;
  for (const { id, server, defaultModel } of brands) {
    for (const place of server?.places ?? []) {
      places += 1;
      const others = Object.fromEntries((server?.places ?? []).map(({ name }) => [name, 'fine']));
      for (const value of hostileValues) {
        const message = refusal(id, defaultModel, { user: userOf(id, { variables: { ...others, [place.name]: value } }) });
        assert.match(message, /letters, digits and hyphens only/, `${id} ${place.name} ${value}`);
      }
    }
  }
  assert.ok(places >= 4);
});

test("an address of the user's own replaces the provider's, and the key goes to its origin", () => {
  const gateway = resolved('openai', 'gpt-4o', [], userOf('openai', { baseUrl: 'https://gateway.example/openai/v1/' }));
  assert.equal(gateway.endpoint.baseUrl, 'https://gateway.example/openai/v1');
  assert.equal(gateway.keyRequest?.origin, 'https://gateway.example');
  assert.equal(resolved('azure', 'm', [], userOf('azure', { baseUrl: 'https://gw.example/v1' })).endpoint.keyHeader, 'api-key');
  const ollama = resolved('ollama', 'm', [], userOf('ollama', { baseUrl: 'http://gpu.example:11434/v1' }));
  assert.deepEqual(ollama.keyRequest, { origin: 'http://gpu.example:11434', provider: 'ollama', required: false, keyEnv: null });
  assert.match(
    refusal('openai', 'm', { user: userOf('openai', { baseUrl: 'https://me:pw@x.example' }) }),
    /baseUrl that you set/,
  );
});

test('what this machine is signed in with is used at its own cloud only', () => {
  const elsewhere = [
    'https://gateway.example/v1',
    'https://aiplatform.googleapis.com.evil.example',
    'https://evilaiplatform.googleapis.com',
    'http://aiplatform.googleapis.com',
    'https://aiplatform.googleapis.com:8443',
    'https://bedrock-runtime.us-east-1.amazonaws.com.evil.example',
    'https://bedrock-runtime.x.y.amazonaws.com',
    'http://127.0.0.1:9',
  ];
  for (const baseUrl of elsewhere) {
    for (const [id, model] of [
      ['vertex', 'claude-opus-4-6'],
      ['vertex', 'google/gemini-3.5-flash'],
      ['bedrock', 'amazon.nova-lite-v1:0'],
      ['bedrock', 'openai.gpt-oss-20b-1:0'],
    ] as const) {
      const { endpoint, withoutKey } = resolved(
        id,
        model,
        [],
        userOf(id, { baseUrl, variables: { region: 'us-east-1', project: 'p' } }),
      );
      assert.equal(endpoint.credentials, undefined, `${id} at ${baseUrl}`);
      assert.equal(withoutKey, null, `${id} at ${baseUrl}`);
    }
  }
  const other = 'https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1';
  assert.equal(resolved('vertex', 'claude-opus-4-6', [], userOf('vertex', { baseUrl: other })).endpoint.credentials, 'google');
});

test('Bedrock takes a key where there is one, over the wire that serves the model, and signs in with AWS otherwise', () => {
  const user = userOf('bedrock', { variables: { region: 'us-west-2' } });
  const openWeights = resolved('bedrock', 'openai.gpt-oss-120b-1:0', [], user);
  assert.deepEqual(openWeights.keyRequest, {
    origin: 'https://bedrock-runtime.us-west-2.amazonaws.com',
    provider: 'bedrock',
    required: false,
    keyEnv: 'AWS_BEARER_TOKEN_BEDROCK',
  });
  assert.deepEqual([openWeights.endpoint.api, openWeights.endpoint.credentials], ['openai-chat', undefined]);
  assert.deepEqual(openWeights.withoutKey, {
    provider: 'bedrock',
    api: 'bedrock-converse',
    baseUrl: 'https://bedrock-runtime.us-west-2.amazonaws.com',
    apiKey: null,
    headers: {},
    credentials: 'aws',
  });
  for (const model of [
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'amazon.nova-lite-v1:0',
    'arn:aws:bedrock:us-west-2:1:x/y',
  ]) {
    const claude = resolved('bedrock', model, [], user);
    assert.deepEqual([claude.endpoint.api, claude.endpoint.credentials], ['bedrock-converse', undefined], model);
    assert.equal(claude.withoutKey?.credentials, 'aws');
  }
  assert.equal(
    resolved('bedrock-mantle', 'anthropic.claude-haiku-4-5', [], userOf('bedrock-mantle', { variables: { region: 'us-east-1' } }))
      .endpoint.baseUrl,
    'https://bedrock-mantle.us-east-1.api.aws/anthropic',
  );
});

test("an id that breaks its provider's rules is told with the right one before anything is called", () => {
  const user = userOf('bedrock', { variables: { region: 'eu-central-1' } });
  assert.match(
    refusal('bedrock', 'anthropic.claude-haiku-4-5-20251001-v1:0', { user }),
    /"eu\.anthropic\.claude-haiku-4-5-20251001-v1:0"/,
  );
  const vertex = userOf('vertex', { variables: { project: 'p' } });
  assert.match(refusal('vertex', 'gemini-3.5-flash', { user: vertex }), /"google\/gemini-3\.5-flash"/);
  assert.match(refusal('vertex', 'anthropic/claude-opus-4-6', { user: vertex }), /name it "claude-opus-4-6"/);
});

test("a server that the user has set up can be named by any suite; the suite's own of that name stands before it", () => {
  const user: UserProviders = {
    providers: {},
    endpoints: [{ id: 'lab', api: 'openai-chat', baseUrl: 'https://lab.example/v1', keyEnv: 'LAB' }],
  };
  assert.equal(resolved('lab', 'm', [], user).keyRequest?.origin, 'https://lab.example');
  const suites = resolved(
    'lab',
    'm',
    [{ id: 'lab', api: 'openai-chat', baseUrl: 'https://thief.example/v1', keyEnv: 'LAB' }],
    user,
  );
  assert.equal(suites.keyRequest?.origin, 'https://thief.example');
  assert.match(refusal('lap', 'm', { user }), /\blab\b/);
});

test("the user's limits hold for a provider and for an endpoint of that name", () => {
  const user = userOf('groq', { limits: { concurrency: 2 } });
  assert.deepEqual(resolved('groq', 'm', [], user).endpoint.limits, { concurrency: 2 });
  const own = [{ id: 'groq', api: 'openai-chat', baseUrl: 'http://127.0.0.1:1/v1' }] as const;
  assert.deepEqual(resolved('groq', 'm', own, user).endpoint.limits, { concurrency: 2 });
  assert.equal(resolved('openai', 'm', [], user).endpoint.limits, undefined);
});

test('what is known of a server holds under any name that a suite gives it', () => {
  const spelt = resolved('fast', 'm', [{ id: 'fast', api: 'openai-chat', baseUrl: 'https://api.mistral.ai/v1' }]);
  assert.deepEqual(spelt.endpoint.dialect, { streamOptions: false, tokenLimit: 'max_tokens' });
  assert.equal(spelt.brand?.id, 'mistral');
  const proxy = resolved('mistral', 'm', [{ id: 'mistral', api: 'openai-chat', baseUrl: 'https://proxy.example/v1' }]);
  assert.equal(proxy.endpoint.dialect, undefined);
  assert.equal(proxy.brand, null);
});

test("the editor's models are called in the editor only", () => {
  assert.equal(resolved('vscode', 'gpt-5-mini').endpoint.api, 'vscode-lm');
  assert.match(refusal('vscode', 'gpt-5-mini', { editorModels: false }), /in the editor only/);
});
