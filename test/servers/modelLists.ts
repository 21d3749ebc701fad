import { createServer, type IncomingHttpHeaders } from 'node:http';
import { listen } from './listen.ts';

/** What the providers answer when they are asked for their models: shapes, headers and pages as their API references have them. */

export interface SeenList {
  readonly path: string;
  readonly params: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface ModelListServer {
  readonly origin: string;
  readonly requests: readonly SeenList[];
  close(): Promise<void>;
}

export interface ListAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is a text, else as JSON. */
  readonly body: unknown;
}

/** `null`: never an answer. */
export type Answerer = (request: SeenList) => ListAnswer | null;

export async function startModelListServer(answer: Answerer): Promise<ModelListServer> {
  const requests: SeenList[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
    const seen = { path: pathname, params: searchParams, headers: request.headers };
    requests.push(seen);
    const answered = answer(seen);
    if (answered === null) return;
    const { status = 200, headers = {}, body } = answered;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const { origin, close } = await listen(server);
  return {
    origin,
    requests,
    close,
  };
}

export interface ListProvider {
  /** Of the base URL that calls go to. */
  readonly base: string;
  /** Of the list. */
  readonly path: string;
  /** The header that must be there; `null` where everybody may read. */
  readonly auth: 'authorization' | 'x-api-key' | 'x-goog-api-key' | null;
  readonly list: (params: URLSearchParams) => unknown;
}

/** A provider that knows its own path alone, and wants its key. */
export function answerAs({ path, auth, list }: ListProvider): Answerer {
  return (request) => {
    if (request.path !== path) return { status: 404, body: { error: { message: `no route for ${request.path}` } } };
    if (auth !== null && !request.headers[auth]) return { status: 401, body: { error: { message: 'No API key provided' } } };
    if (auth === 'x-api-key' && !request.headers['anthropic-version']) {
      return { status: 400, body: { type: 'error', error: { type: 'invalid_request_error', message: 'anthropic-version' } } };
    }
    return { body: list(request.params) };
  };
}

function paged(items: readonly object[], from: number, size: number) {
  const page = items.slice(from, from + size);
  return { page, next: from + page.length < items.length ? String(from + page.length) : null };
}

const data = (items: readonly object[]) => () => ({ object: 'list', data: items });
const generic = (id: string, more: object = {}) => ({ id, object: 'model', created: 1_754_000_000, owned_by: 'maker', ...more });

const claude = (id: string, lifecycle = 'active', retires_at: string | null = null) => ({
  type: 'model',
  id,
  display_name: id.replaceAll('-', ' '),
  created_at: '2025-09-29T00:00:00Z',
  lifecycle,
  deprecated_at: null,
  retires_at,
  max_input_tokens: 200_000,
  max_tokens: 64_000,
  capabilities: null,
});
const claudes = [
  claude('claude-sonnet-5'),
  claude('claude-haiku-4-5'),
  claude('claude-3-haiku-20240307', 'deprecated', '2026-12-31T00:00:00Z'),
];

function anthropicPage(params: URLSearchParams) {
  const from = claudes.findIndex(({ id }) => id === params.get('after_id')) + 1;
  const page = claudes.slice(from, from + 2);
  const [first, last] = [page[0]?.id ?? null, page.at(-1)?.id ?? null];
  return { data: page, has_more: from + page.length < claudes.length, first_id: first, last_id: last };
}

const gemini = (id: string, methods: readonly string[]) => ({
  name: `models/${id}`,
  version: '001',
  displayName: id.replaceAll('-', ' '),
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: methods,
});
const geminis = [
  gemini('gemini-3.5-flash-lite', ['generateContent', 'countTokens']),
  gemini('text-vectors-9', ['embedContent']),
  gemini('picture-4', ['predict']),
  gemini('moving-picture-3', ['predictLongRunning']),
  gemini('talker-1', ['bidiGenerateContent']),
  gemini('gemini-3.5-flash-preview-tts', ['generateContent']),
];

function geminiPage(params: URLSearchParams) {
  const { page, next } = paged(geminis, Number(params.get('pageToken') ?? 0), 4);
  return { models: page, ...(next !== null && { nextPageToken: next }) };
}

const together = (id: string, type: string, input: number, output: number, more: object = {}) => ({
  ...generic(id, more),
  type,
  display_name: id.split('/').at(-1),
  context_length: 131_072,
  pricing: { hourly: 0, input, output, base: 0, finetune: 0 },
});

const openRouter = (id: string, prices: object, more: object = {}) => ({
  id,
  canonical_slug: id,
  name: id.split('/').at(-1),
  created: 1_754_000_000,
  context_length: 131_072,
  architecture: { modality: 'text->text', input_modalities: ['text'], output_modalities: ['text'] },
  pricing: { image: '0', request: '0', ...prices },
  top_provider: { context_length: 131_072, max_completion_tokens: 32_768, is_moderated: false },
  expiration_date: null,
  ...more,
});
const openRouters = [
  openRouter('openai/gpt-oss-120b', { prompt: '0.00000015', completion: '0.0000006', input_cache_read: '0.000000075' }),
  openRouter('openai/gpt-oss-120b:free', { prompt: '0', completion: '0' }, { expiration_date: '2026-12-01' }),
  openRouter('openrouter/auto', { prompt: '-1', completion: '-1' }),
  openRouter('maker/thinker', { prompt: '0.000002', completion: '0.000008', internal_reasoning: '0.000003' }),
  openRouter('maker/per-request', { prompt: '0.000001', completion: '0.000001', request: '0.005' }),
  openRouter('maker/painter', { prompt: '0', completion: '0' }, { architecture: { output_modalities: ['image'] } }),
];

function openRouterPage(params: URLSearchParams) {
  const { page, next } = paged(openRouters, Number(params.get('offset') ?? 0), 4);
  const links = next === null ? { next: null } : { next: `/api/v1/models?offset=${next}&limit=4` };
  return { data: page, links, total_count: openRouters.length };
}

const deepInfra = (id: string, metadata: object | null) => ({ ...generic(id), created: 0, root: id, parent: null, metadata });

const fireworks = (id: string, more: object = {}) => ({
  name: `accounts/fireworks/models/${id}`,
  displayName: id,
  createTime: '2026-02-01T12:00:00.5Z',
  kind: 'HF_BASE_MODEL',
  contextLength: 131_072,
  supportsServerless: true,
  ...more,
});
const fireworkModels = [
  fireworks('gpt-oss-120b'),
  fireworks('vectors-8b', { kind: 'EMBEDDING_MODEL' }),
  fireworks('kimi-k2p5', { deprecationDate: { year: 2026, month: 12, day: 24 } }),
];

function fireworksPage(params: URLSearchParams) {
  if (params.get('filter') !== 'supports_serverless=true') return { models: [], nextPageToken: '' };
  const { page, next } = paged(fireworkModels, Number(params.get('pageToken') ?? 0), 2);
  return { models: page, nextPageToken: next ?? '', totalSize: fireworkModels.length };
}

const mistral = (id: string, chat: boolean, deprecation: string | null = null) => ({
  ...generic(id),
  name: id,
  capabilities: { completion_chat: chat, completion_fim: false, function_calling: chat, fine_tuning: false, vision: false },
  max_context_length: 131_072,
  aliases: [],
  deprecation,
  type: 'base',
});

const grok = (id: string, aliases: readonly string[], more: object) => ({
  ...generic(id, { fingerprint: 'fp_1', version: '1.0', aliases }),
  input_modalities: ['text'],
  output_modalities: ['text'],
  context_length: 1_000_000,
  ...more,
});

const cohere = (name: string, endpoints: readonly string[], is_deprecated = false) => ({
  name,
  endpoints,
  finetuned: false,
  context_length: 256_000,
  is_deprecated,
});
const coheres = [
  cohere('command-a-03-2025', ['chat']),
  cohere('vectors-v4', ['embed', 'embed_image']),
  cohere('order-v4', ['rerank']),
  cohere('command-light', ['chat', 'generate'], true),
];

function coherePage(params: URLSearchParams) {
  const { page, next } = paged(coheres, Number(params.get('page_token') ?? 0), 3);
  return { models: page, ...(next !== null && { next_page_token: next }) };
}

const route = (provider: string, pricing: object | null, more: object = {}) => ({
  provider,
  status: 'live',
  context_length: 131_072,
  ...(pricing && { pricing }),
  supports_tools: true,
  ...more,
});
const routed = (id: string, routes: readonly object[]) => ({
  ...generic(id),
  architecture: { input_modalities: ['text'], output_modalities: ['text'] },
  providers: routes,
});

const ollama = (model: string, size: number) => ({
  name: model,
  model,
  modified_at: '2026-08-05T10:00:00Z',
  size,
  digest: 'aabb',
  details: { format: 'gguf', family: 'llama', parameter_size: '20B', quantization_level: 'Q4_K_M' },
});

const lmStudio = (id: string, type: string) => ({
  ...generic(id),
  type,
  arch: 'llama',
  state: 'not-loaded',
  max_context_length: 32_768,
});

/** By brand. */
export const listProviders = {
  openai: {
    base: '/v1',
    path: '/v1/models',
    auth: 'authorization',
    list: data([
      generic('gpt-6-luna'),
      generic('gpt-4-turbo', { shutdown_date: '2027-03-26' }),
      generic('text-embedding-3-small'),
      generic('sora-2'),
    ]),
  },
  anthropic: { base: '', path: '/v1/models', auth: 'x-api-key', list: anthropicPage },
  google: { base: '', path: '/v1beta/models', auth: 'x-goog-api-key', list: geminiPage },
  groq: {
    base: '/openai/v1',
    path: '/openai/v1/models',
    auth: 'authorization',
    list: data([
      generic('openai/gpt-oss-120b', { active: true, context_window: 131_072, max_completion_tokens: 65_536 }),
      generic('gone-8b', { active: false, context_window: 8192 }),
      generic('groq/compound', { active: true, context_window: 131_072 }),
    ]),
  },
  together: {
    base: '/v1',
    path: '/v1/models',
    auth: 'authorization',
    list: () => [
      together('openai/gpt-oss-20b', 'chat', 0.05, 0.2),
      together('maker/rented-by-the-hour', 'chat', 0, 0),
      together('maker/Llama-Turbo-Free', 'chat', 0, 0),
      together('maker/base-7b', 'language', 0.2, 0.2),
      together('maker/vectors-large', 'embedding', 0.02, 0),
    ],
  },
  openrouter: { base: '/api/v1', path: '/api/v1/models', auth: null, list: openRouterPage },
  cerebras: { base: '/v1', path: '/v1/models', auth: 'authorization', list: data([generic('gpt-oss-120b')]) },
  deepseek: { base: '', path: '/models', auth: 'authorization', list: data([generic('deepseek-v4-flash')]) },
  nvidia: { base: '/v1', path: '/v1/models', auth: 'authorization', list: data([generic('openai/gpt-oss-120b')]) },
  deepinfra: {
    base: '/v1/openai',
    path: '/v1/openai/models',
    auth: null,
    list: (params) => ({
      object: 'list',
      data:
        params.get('filter') === 'with_meta'
          ? [
              deepInfra('openai/gpt-oss-120b', {
                context_length: 131_072,
                max_tokens: 131_072,
                pricing: { input_tokens: 0.05, output_tokens: 0.24, cache_read_tokens: 0.025 },
                tags: ['prompt_cache'],
              }),
              deepInfra('BAAI/bge-m3', null),
            ]
          : [],
    }),
  },
  fireworks: {
    base: '/inference/v1',
    path: '/v1/accounts/fireworks/models',
    auth: 'authorization',
    list: fireworksPage,
  },
  mistral: {
    base: '/v1',
    path: '/v1/models',
    auth: 'authorization',
    list: data([
      mistral('mistral-small-latest', true),
      mistral('open-mistral-7b', true, '2024-11-30T12:00:00Z'),
      mistral('codestral-fill', false),
    ]),
  },
  xai: {
    base: '/v1',
    path: '/v1/language-models',
    auth: 'authorization',
    list: () => ({
      models: [
        grok('grok-3', ['grok-3-latest'], {
          prompt_text_token_price: 30_000,
          cached_prompt_text_token_price: 7500,
          completion_text_token_price: 150_000,
        }),
        grok('grok-4.3', [], {
          prompt_text_token_price: 12_500,
          cached_prompt_text_token_price: 2000,
          completion_text_token_price: 25_000,
          long_context_threshold: 200_000,
          prompt_text_token_price_long_context: 25_000,
          cached_prompt_text_token_price_long_context: 4000,
          completion_text_token_price_long_context: 50_000,
        }),
      ],
    }),
  },
  cohere: { base: '/compatibility/v1', path: '/v1/models', auth: 'authorization', list: coherePage },
  huggingface: {
    base: '/v1',
    path: '/v1/models',
    auth: null,
    list: data([
      routed('openai/gpt-oss-120b', [
        route('cheap', { input: 0.05, output: 0.24 }),
        route('fast', { input: 0.35, output: 0.75 }, { context_length: 65_536 }),
        route('down', { input: 9, output: 9 }, { status: 'error' }),
      ]),
      routed('maker/one-price', [route('a', { input: 1, output: 2 }), route('b', { input: 1, output: 2 })]),
      routed('maker/half-known', [route('a', { input: 1, output: 2 }), route('b', null)]),
    ]),
  },
  ollama: {
    base: '/v1',
    path: '/api/tags',
    auth: null,
    list: () => ({ models: [ollama('gpt-oss:20b', 13_780_173_734), ollama('nomic-embed-text:latest', 274_302_450)] }),
  },
  lmstudio: {
    base: '/v1',
    path: '/api/v0/models',
    auth: null,
    list: data([lmStudio('qwen2-vl-7b-instruct', 'vlm'), lmStudio('vectors-v2', 'embeddings')]),
  },
  llamacpp: {
    base: '/v1',
    path: '/v1/models',
    auth: null,
    list: () => ({
      models: [],
      object: 'list',
      data: [generic('gpt-oss-20b.gguf', { meta: { n_ctx_train: 131_072, n_params: 20_914_757_184, size: 12_083_312_640 } })],
    }),
  },
  vllm: {
    base: '/v1',
    path: '/v1/models',
    auth: null,
    list: data([generic('openai/gpt-oss-20b', { root: 'openai/gpt-oss-20b', parent: null, max_model_len: 131_072 })]),
  },
} as const satisfies Readonly<Record<string, ListProvider>>;
