import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ModelListError } from '../../src/core/catalog/listModels.ts';
import { ListPrices } from '../../src/core/listPrices.ts';
import { ListNeedsKeyError, listOf, modelsOf } from '../../src/core/modelLists.ts';
import { noUserProviders, type KeySource, type UserProviders } from '../../src/core/ports.ts';
import { brandOf, brands } from '../../src/core/providers/brands.ts';
import { getJson } from '../../src/core/providers/getJson.ts';
import { resolveEndpoint } from '../../src/core/providers/resolve.ts';
import { ProviderError, type Endpoint } from '../../src/core/providers/spec.ts';
import type { ListedModel } from '../../src/shared/model/catalog.ts';
import { answerAs, listProviders, startModelListServer, type Answerer, type ListProvider } from '../servers/modelLists.ts';

const key = 'sk-list-0123456789abcdef';
const keys: KeySource = { key: async () => key };
const noKeys: KeySource = { key: async () => null };
const live = new AbortController().signal;

type Listed = keyof typeof listProviders;

async function serverOf(context: TestContext, answer: Answerer) {
  const server = await startModelListServer(answer);
  context.after(() => server.close());
  return server;
}

/** The user's own address for a brand, in the place of the provider's. */
function at(provider: string, baseUrl: string): UserProviders {
  return { providers: { [provider]: { variables: {}, baseUrl, limits: {} } }, endpoints: [] };
}

async function modelsAt(context: TestContext, provider: Listed): Promise<ReadonlyMap<string, ListedModel>> {
  const facts: ListProvider = listProviders[provider];
  const server = await serverOf(context, answerAs(facts));
  const models = await modelsOf(provider, { keys, user: at(provider, server.origin + facts.base) }, live);
  return new Map(models.map((model) => [model.id, model]));
}

test('every brand that has a list has a server here that speaks it', () => {
  const listing = brands.filter(({ server }) => server?.modelList && server.places === undefined).map(({ id }) => id);
  assert.deepEqual(new Set(listing), new Set(Object.keys(listProviders)));
});

/** The real addresses, which no test can ask. */
const addresses: Readonly<Record<string, string>> = {
  openai: 'https://api.openai.com/v1/models',
  anthropic: 'https://api.anthropic.com/v1/models?limit=1000',
  google: 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000',
  groq: 'https://api.groq.com/openai/v1/models',
  together: 'https://api.together.xyz/v1/models',
  openrouter: 'https://openrouter.ai/api/v1/models',
  cerebras: 'https://api.cerebras.ai/v1/models',
  deepinfra: 'https://api.deepinfra.com/v1/openai/models?filter=with_meta',
  fireworks: 'https://api.fireworks.ai/v1/accounts/fireworks/models?filter=supports_serverless=true&pageSize=200',
  mistral: 'https://api.mistral.ai/v1/models',
  xai: 'https://api.x.ai/v1/language-models',
  deepseek: 'https://api.deepseek.com/models',
  cohere: 'https://api.cohere.ai/v1/models?page_size=1000',
  nvidia: 'https://integrate.api.nvidia.com/v1/models',
  huggingface: 'https://router.huggingface.co/v1/models',
  azure: 'none',
  bedrock: 'none',
  'bedrock-mantle': 'https://bedrock-mantle.us-east-1.api.aws/v1/models',
  vertex: 'none',
  ollama: 'http://127.0.0.1:11434/api/tags',
  lmstudio: 'http://127.0.0.1:1234/api/v0/models',
  llamacpp: 'http://127.0.0.1:8080/v1/models',
  vllm: 'http://127.0.0.1:8000/v1/models',
};

test('the list of each brand is at its own address', () => {
  const variables = { region: 'us-east-1', project: 'p', resource: 'r' };
  const found = brands.flatMap((brand) => {
    const user = { providers: { [brand.id]: { variables, baseUrl: null, limits: {} } }, endpoints: [] };
    const context = { user, endpoints: [], demoOrigin: null, demoApis: {}, editorModels: false };
    const resolved = resolveEndpoint(brand.id, brand.defaultModel, context);
    return resolved.ok ? [[brand.id, listOf(resolved.endpoint, brand)?.url ?? 'none']] : [];
  });
  assert.deepEqual(Object.fromEntries(found), addresses);
});

for (const provider of Object.keys(listProviders) as Listed[]) {
  test(`the list of ${provider} is read to its end, with the key in its header`, async (context) => {
    const facts: ListProvider = listProviders[provider];
    const server = await serverOf(context, answerAs(facts));
    const models = await modelsOf(provider, { keys, user: at(provider, server.origin + facts.base) }, live);
    assert.ok(models.length > 0);
    assert.equal(new Set(models.map(({ id }) => id)).size, models.length, 'each model once');
    for (const { path, headers } of server.requests) {
      assert.equal(path, facts.path);
      if (facts.auth !== null) assert.equal(String(headers[facts.auth]).replace('Bearer ', ''), key);
      assert.equal(headers['user-agent'], 'llm-bench');
    }
    const paged: readonly string[] = ['anthropic', 'google', 'openrouter', 'fireworks', 'cohere'];
    assert.equal(server.requests.length, paged.includes(provider) ? 2 : 1);
  });
}

/** What stands in each list, but for what is `null`, false or the same for all of them. */
const facts: readonly (readonly [Listed, string, Partial<ListedModel>])[] = [
  ['openai', 'gpt-6-luna', { createdAt: '2025-07-31T22:13:20.000Z', deprecated: false }],
  ['openai', 'gpt-4-turbo', { deprecated: true, retiresAt: '2027-03-26T00:00:00.000Z' }],
  [
    'anthropic',
    'claude-sonnet-5',
    { name: 'claude sonnet 5', contextTokens: 200_000, maxOutputTokens: 64_000, deprecated: false },
  ],
  ['anthropic', 'claude-3-haiku-20240307', { deprecated: true, retiresAt: '2026-12-31T00:00:00.000Z' }],
  ['google', 'gemini-3.5-flash-lite', { name: 'gemini 3.5 flash lite', contextTokens: 1_048_576, maxOutputTokens: 65_536 }],
  ['groq', 'openai/gpt-oss-120b', { contextTokens: 131_072, maxOutputTokens: 65_536, deprecated: false }],
  ['groq', 'gone-8b', { deprecated: true }],
  ['together', 'openai/gpt-oss-20b', { name: 'gpt-oss-20b', contextTokens: 131_072 }],
  [
    'openrouter',
    'openai/gpt-oss-120b:free',
    { deprecated: true, retiresAt: '2026-12-01T00:00:00.000Z', maxOutputTokens: 32_768 },
  ],
  ['deepinfra', 'openai/gpt-oss-120b', { createdAt: null, contextTokens: 131_072 }],
  ['fireworks', 'accounts/fireworks/models/gpt-oss-120b', { contextTokens: 131_072, createdAt: '2026-02-01T12:00:00.500Z' }],
  ['fireworks', 'accounts/fireworks/models/kimi-k2p5', { deprecated: true, retiresAt: '2026-12-24T00:00:00.000Z' }],
  ['mistral', 'mistral-small-latest', { contextTokens: 131_072, deprecated: false }],
  ['mistral', 'open-mistral-7b', { deprecated: true, retiresAt: null }],
  ['xai', 'grok-4.3', { contextTokens: 1_000_000 }],
  ['cohere', 'command-light', { deprecated: true, contextTokens: 256_000 }],
  ['huggingface', 'openai/gpt-oss-120b', { contextTokens: 131_072 }],
  ['huggingface', 'openai/gpt-oss-120b:fast', { contextTokens: 65_536 }],
  ['ollama', 'gpt-oss:20b', { sizeBytes: 13_780_173_734, contextTokens: null }],
  ['lmstudio', 'qwen2-vl-7b-instruct', { contextTokens: 32_768 }],
  ['llamacpp', 'gpt-oss-20b.gguf', { contextTokens: 131_072, sizeBytes: 12_083_312_640 }],
  ['vllm', 'openai/gpt-oss-20b', { contextTokens: 131_072 }],
];

for (const [provider, id, expected] of facts) {
  test(`${provider} tells of ${id}: ${Object.keys(expected).join(', ')}`, async (context) => {
    const model = (await modelsAt(context, provider)).get(id);
    assert.ok(model);
    assert.deepEqual({ ...model, ...expected }, model);
    assert.equal(model.unsuitable, null);
  });
}

const unsuitable: readonly (readonly [Listed, string, string])[] = [
  ['openai', 'text-embedding-3-small', 'embedding'],
  ['openai', 'sora-2', 'video'],
  ['google', 'text-vectors-9', 'embedding'],
  ['google', 'picture-4', 'image'],
  ['google', 'moving-picture-3', 'video'],
  ['google', 'talker-1', 'audio'],
  ['google', 'gemini-3.5-flash-preview-tts', 'audio'],
  ['groq', 'groq/compound', 'agentic'],
  ['together', 'maker/base-7b', 'not-chat'],
  ['together', 'maker/vectors-large', 'embedding'],
  ['openrouter', 'maker/painter', 'image'],
  ['deepinfra', 'BAAI/bge-m3', 'embedding'],
  ['fireworks', 'accounts/fireworks/models/vectors-8b', 'embedding'],
  ['mistral', 'codestral-fill', 'not-chat'],
  ['cohere', 'vectors-v4', 'embedding'],
  ['cohere', 'order-v4', 'rerank'],
  ['ollama', 'nomic-embed-text:latest', 'embedding'],
  ['lmstudio', 'vectors-v2', 'embedding'],
];

for (const [provider, id, kind] of unsuitable) {
  test(`${id} of ${provider} is no model to ask: ${kind}`, async (context) => {
    assert.equal((await modelsAt(context, provider)).get(id)?.unsuitable?.kind, kind);
  });
}

type Price = readonly [input: number, output: number, cached: number | null, exact: boolean] | null;

/** USD per million tokens, in whatever unit the list has them. */
const prices: readonly (readonly [Listed, string, Price])[] = [
  ['openrouter', 'openai/gpt-oss-120b', [0.15, 0.6, 0.075, true]],
  ['openrouter', 'openai/gpt-oss-120b:free', [0, 0, null, true]],
  ['openrouter', 'openrouter/auto', null],
  ['openrouter', 'maker/thinker', [2, 8, null, true]],
  ['openrouter', 'maker/per-request', [1, 1, null, false]],
  ['together', 'openai/gpt-oss-20b', [0.05, 0.2, null, true]],
  ['together', 'maker/rented-by-the-hour', null],
  ['together', 'maker/Llama-Turbo-Free', [0, 0, null, true]],
  ['deepinfra', 'openai/gpt-oss-120b', [0.05, 0.24, 0.025, true]],
  ['deepinfra', 'BAAI/bge-m3', null],
  ['xai', 'grok-3', [3, 15, 0.75, true]],
  ['xai', 'grok-3-latest', [3, 15, 0.75, true]],
  ['xai', 'grok-4.3', [1.25, 2.5, 0.2, true]],
  ['huggingface', 'openai/gpt-oss-120b', [0.35, 0.75, null, false]],
  ['huggingface', 'openai/gpt-oss-120b:cheap', [0.05, 0.24, null, true]],
  ['huggingface', 'maker/one-price', [1, 2, null, true]],
  ['huggingface', 'maker/half-known', null],
  ['openai', 'gpt-6-luna', null],
];

for (const [provider, id, expected] of prices) {
  test(`the list of ${provider} says what ${id} costs`, async (context) => {
    const model = (await modelsAt(context, provider)).get(id);
    assert.ok(model);
    const { price } = model;
    const found = price && [price.inputPerMTok, price.outputPerMTok, price.cachedInputPerMTok, price.exact];
    assert.deepEqual(found, expected);
    if (price) assert.equal(price.source, 'model-list');
  });
}

test('a tier for long prompts and a price for reasoning are taken along', async (context) => {
  assert.deepEqual((await modelsAt(context, 'xai')).get('grok-4.3')?.price?.longContext, [
    { aboveInputTokens: 199_999, inputPerMTok: 2.5, outputPerMTok: 5, cachedInputPerMTok: 0.4, cacheWritePerMTok: null },
  ]);
  assert.equal((await modelsAt(context, 'openrouter')).get('maker/thinker')?.price?.reasoningPerMTok, 3);
});

test('a provider that is down at Hugging Face is no way to its model', async (context) => {
  const models = await modelsAt(context, 'huggingface');
  assert.ok(models.has('openai/gpt-oss-120b:fast'));
  assert.ok(!models.has('openai/gpt-oss-120b:down'));
});

test('a server of the user’s own is asked where its wire format has the list', async (context) => {
  const server = await serverOf(context, answerAs(listProviders.vllm));
  const endpoint = { id: 'mine', api: 'openai-chat', baseUrl: `${server.origin}/v1/` } as const;
  const models = await modelsOf('mine', { keys: noKeys, user: { providers: {}, endpoints: [endpoint] } }, live);
  assert.deepEqual(
    models.map(({ id }) => id),
    ['openai/gpt-oss-20b'],
  );
});

test('the demo models are listed without a server', async () => {
  const models = await modelsOf('demo', { keys: noKeys, user: noUserProviders }, live);
  assert.ok(models.some(({ id, price }) => id === 'atlas-mini' && price !== null));
});

test('without a key nobody is asked who wants one, and it is said which', async () => {
  await assert.rejects(
    modelsOf('openai', { keys: noKeys, user: noUserProviders }, live),
    (error) => error instanceof ListNeedsKeyError && error.request.keyEnv === 'OPENAI_API_KEY' && /OpenAI/.test(error.message),
  );
});

for (const [provider, told] of [
  ['nobody', /no provider "nobody"/],
  ['azure', /needs "resource"/],
  ['vscode', /editor/],
] as const) {
  test(`there is no list of ${provider}, in words`, async () => {
    await assert.rejects(
      modelsOf(provider, { keys, user: noUserProviders }, live),
      (error) => error instanceof ModelListError && told.test(error.message),
    );
  });
}

test('an entry that cannot be read is left out', async (context) => {
  const data = [null, 7, 'text', [], {}, { id: '' }, { id: 5 }, { id: '  ' }, { id: 'fine', created: 'x', context_window: -1 }];
  const server = await serverOf(context, () => ({ body: { data } }));
  const models = await modelsOf('openai', { keys, user: at('openai', server.origin) }, live);
  assert.deepEqual(
    models.map(({ id, createdAt, contextTokens }) => [id, createdAt, contextTokens]),
    [['fine', null, null]],
  );
});

for (const body of [{}, [], { data: {} }, { data: 'x' }, 'null', '3', { models: [] }]) {
  test(`${JSON.stringify(body)} is no list of OpenAI's, and the error names it`, async (context) => {
    const server = await serverOf(context, () => ({ body }));
    await assert.rejects(
      modelsOf('openai', { keys, user: at('openai', server.origin) }, live),
      (error) => error instanceof ModelListError && error.message.startsWith('OpenAI '),
    );
  });
}

test('pages that never end are asked for no more than fifty times', async (context) => {
  const server = await serverOf(context, ({ params }) => ({
    body: { models: [], nextPageToken: `${Number(params.get('pageToken') ?? 0) + 1}` },
  }));
  await assert.rejects(modelsOf('google', { keys, user: at('google', server.origin) }, live), /more than 50 pages/);
  assert.equal(server.requests.length, 50);
});

test('the next page of another origin is not fetched', async (context) => {
  const thief = await serverOf(context, () => ({ body: { data: [] } }));
  const server = await serverOf(context, () => ({ body: { data: [], links: { next: `${thief.origin}/api/v1/models` } } }));
  await assert.rejects(
    modelsOf('openrouter', { keys, user: at('openrouter', `${server.origin}/api/v1`) }, live),
    (error) => error instanceof ProviderError && error.detail.kind === 'network' && error.message.includes(thief.origin),
  );
  assert.equal(thief.requests.length, 0);
});

const endpoint = (origin: string): Endpoint => ({
  provider: 'p',
  api: 'openai-chat',
  baseUrl: `${origin}/v1`,
  apiKey: key,
  headers: {},
});
const get = (origin: string, path = '/v1/models', timeoutMs = 5000) =>
  getJson(endpoint(origin), origin + path, { timeoutMs, signal: live });

test('a redirect is followed within the origin and not beyond it', async (context) => {
  const thief = await serverOf(context, () => ({ body: {} }));
  const server = await serverOf(context, ({ path }) =>
    path === '/new'
      ? { body: { moved: true } }
      : { status: 302, headers: { location: path === '/out' ? `${thief.origin}/new` : '/new' }, body: '' },
  );
  assert.deepEqual(await get(server.origin), { moved: true });
  await assert.rejects(get(server.origin, '/out'), (error) => error instanceof ProviderError && error.detail.kind === 'network');
  assert.equal(thief.requests.length, 0);
});

test('redirects that go round end', async (context) => {
  const server = await serverOf(context, () => ({ status: 307, headers: { location: '/v1/models' }, body: '' }));
  await assert.rejects(get(server.origin), /redirects more than 3 times/);
  assert.equal(server.requests.length, 4);
});

for (const [status, body, kind] of [
  [401, { error: { message: `Incorrect API key provided: ${key}` } }, 'authentication'],
  [403, { error: { message: 'no' } }, 'permission'],
  [404, '<html>nothing here</html>', 'model-not-found'],
  [429, { error: { message: 'slow down' } }, 'rate-limit'],
  [500, 'oops', 'server'],
  [200, '<!doctype html><title>Sign in</title>', 'malformed-response'],
  [200, '{"data": [', 'malformed-response'],
  [200, '', 'malformed-response'],
] as const) {
  test(`${status} with ${JSON.stringify(body).slice(0, 24)} is ${kind}, and says nothing of the key, a model or a suite`, async (context) => {
    const server = await serverOf(context, () => ({ status, body, headers: { 'x-request-id': 'req-5' } }));
    await assert.rejects(get(server.origin), (error) => {
      assert.ok(error instanceof ProviderError);
      assert.equal(error.detail.kind, kind);
      assert.ok(!JSON.stringify(error.detail).includes(key));
      assert.doesNotMatch(error.detail.advice, /suite|model/);
      return true;
    });
  });
}

test('a key that a server says back is not in what is read', async (context) => {
  const server = await serverOf(context, () => ({ body: { data: [{ id: `model-of-${key}` }], n: 12_345_678 } }));
  assert.deepEqual(await get(server.origin), { data: [{ id: 'model-of-[redacted]' }], n: 12_345_678 });
});

test('more than 8 MB are not read', async (context) => {
  const server = await serverOf(context, () => ({ body: JSON.stringify({ data: 'x'.repeat(9 * 1024 * 1024) }) }));
  await assert.rejects(get(server.origin), /more than 8 MB/);
});

test('a list of more models than anybody has is an error, also where each entry stands for many', async (context) => {
  const data = Array.from({ length: 20_001 }, (_, i) => ({ id: `m${i}` }));
  const server = await serverOf(context, () => ({ body: { data } }));
  await assert.rejects(modelsOf('openai', { keys, user: at('openai', server.origin) }, live), /more than 20000 models/);

  const providers = Array.from({ length: 150_000 }, (_, i) => ({ provider: `p${i}` }));
  const router = await serverOf(context, () => ({ body: { data: [{ id: 'm', providers }] } }));
  const models = await modelsOf('huggingface', { keys, user: at('huggingface', router.origin) }, live);
  assert.equal(models.length, 101);
});

test('an id that cannot be one, for its length or for control characters, is left out', async (context) => {
  const data = [{ id: 'x'.repeat(513) }, { id: 'a\u001b[2J' }, { id: 'a\u009b2J' }, { id: 'a\nb' }, { id: 'x'.repeat(512) }];
  const server = await serverOf(context, () => ({ body: { data } }));
  const models = await modelsOf('openai', { keys, user: at('openai', server.origin) }, live);
  assert.deepEqual(
    models.map(({ id }) => id.length),
    [512],
  );
});

test('what is nested without end is not followed', async (context) => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const server = await serverOf(context, () => ({ body: `{"data":[{"id":"fine","x":${deep}}]}` }));
  const models = await modelsOf('openai', { keys, user: at('openai', server.origin) }, live);
  assert.deepEqual(
    models.map(({ id }) => id),
    ['fine'],
  );
});

test('nobody there, no answer, and a user who gives up are three different ends', async (context) => {
  const gone = await startModelListServer(() => ({ body: {} }));
  await gone.close();
  await assert.rejects(get(gone.origin), (error) => error instanceof ProviderError && error.detail.kind === 'network');
  const silent = await serverOf(context, () => null);
  await assert.rejects(
    get(silent.origin, '/v1/models', 50),
    (error) => error instanceof ProviderError && error.detail.kind === 'timeout',
  );
  const user = new AbortController();
  const waiting = getJson(endpoint(silent.origin), `${silent.origin}/v1/models`, { timeoutMs: 5000, signal: user.signal });
  user.abort(new Error('enough'));
  await assert.rejects(waiting, /enough/);
});

test('prices are fetched once for a run of many models, and anew after an hour', async (context) => {
  const server = await serverOf(context, answerAs(listProviders.together));
  let now = 0;
  const prices = new ListPrices({ now: () => now });
  const ask = (model: string) => prices.price(brandOf('together'), { ...endpoint(server.origin), provider: 'together' }, model);
  const [one, two] = await Promise.all([ask('openai/gpt-oss-20b'), ask('maker/rented-by-the-hour')]);
  assert.deepEqual([one?.inputPerMTok, two], [0.05, null]);
  now = 59 * 60_000;
  await ask('openai/gpt-oss-20b');
  assert.equal(server.requests.length, 1);
  now = 61 * 60_000;
  await ask('openai/gpt-oss-20b');
  assert.equal(server.requests.length, 2);
});

test('a list that cannot be had is no obstacle, and is asked for again a minute later', async (context) => {
  let down = true;
  const answer = answerAs(listProviders.together);
  const server = await serverOf(context, (request) => (down ? { status: 500, body: 'oops' } : answer(request)));
  let now = 0;
  const prices = new ListPrices({ now: () => now });
  const ask = () => prices.price(brandOf('together'), { ...endpoint(server.origin), provider: 'together' }, 'openai/gpt-oss-20b');
  assert.deepEqual([await ask(), await ask()], [null, null]);
  assert.equal(server.requests.length, 1);
  [down, now] = [false, 61_000];
  assert.equal((await ask())?.outputPerMTok, 0.2);
});

test('who states no prices is not asked for them', async (context) => {
  const server = await serverOf(context, answerAs(listProviders.openai));
  const prices = new ListPrices({ now: () => 0 });
  assert.equal(await prices.price(brandOf('openai'), endpoint(server.origin), 'gpt-6-luna'), null);
  assert.equal(await prices.price(null, endpoint(server.origin), 'gpt-6-luna'), null);
  assert.equal(server.requests.length, 0);
});
