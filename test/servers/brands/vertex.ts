import { cloudRefusals } from '../cloudRefusals.ts';
import { messageEvents, refusedMessage } from './anthropic.ts';
import { askedThinking, chatServer, heard, openaiCounts, thinking } from './chat.ts';
import { asIn, bearer, misfortune, usage, type BrandServer, type Misfortunes } from './spec.ts';

const { vertex: refusals } = cloudRefusals;

/** What this machine is signed in to Google with. */
export const googleToken = 'ya29.c.c0ASRK0123456789abcdefghijklmnopqrstuvwxyz';
const location = '/v1/projects/my-project/locations/us-central1';

const misfortunes: Misfortunes = {
  key: misfortune(
    [
      {
        error: {
          code: 401,
          message: 'Request had invalid authentication credentials. Expected OAuth 2 access token.',
          status: 'UNAUTHENTICATED',
        },
      },
    ],
    {
      status: 401,
      kind: 'authentication',
      advice: /gcloud auth application-default login/,
    },
  ),
  model: asIn(refusals, 'model', { advice: /Enable no-such-model|Enable .*no-such-model.* in the Model Garden/ }),
  rate: asIn(refusals, 'rate', { headers: { 'retry-after': '20' }, retryAfterMs: 20_000 }),
  down: misfortune([{ error: { code: 503, message: 'The service is currently unavailable.', status: 'UNAVAILABLE' } }], {
    status: 503,
    kind: 'overloaded',
  }),
};

/** Gemini over the OpenAI-compatible endpoint: thoughts are counted beside `completion_tokens`, and kept back. */
const gemini = chatServer({
  id: 'vertex',
  way: 'Gemini',
  base: location,
  key: null,
  modelOf: ({ path, body }) => (path === `${location}/endpoints/openapi/chat/completions` ? String(body['model']) : null),
  authorized: bearer(googleToken),
  shape: {
    envelope: {
      id: 'Zx8d',
      object: 'chat.completion.chunk',
      created: 1_795_000_000,
      model: 'google/gemini-3.5-flash-lite',
      system_fingerprint: '',
    },
    choice: { logprobs: null },
    first: { role: 'assistant' },
    text: (content) => ({ content, role: 'assistant' }),
    counts: {
      ...openaiCounts,
      completion_tokens: 7,
      extra_properties: { google: { traffic_type: 'ON_DEMAND' } },
    },
    countsCome: 'finish',
  },
  params: thinking,
  wants: askedThinking,
  heard: heard({ reasoning: 'counted', model: 'google/gemini-3.5-flash-lite' }),
  misfortunes,
  bill: { by: 'genai-prices', usd: (16 * 0.3 + 4 * 0.03 + 12 * 2.5) / 1e6, estimated: false },
  list: null,
});

const model = 'claude-haiku-4-5@20251001';

/** Claude: Anthropic's events, with the model in the path and the version in the body. */
const claude: BrandServer = {
  id: 'vertex',
  way: 'Claude',
  model,
  base: location,
  key: null,
  modelOf: ({ path }) => /\/us-central1\/publishers\/anthropic\/models\/([^/:]+):streamRawPredict$/.exec(path)?.[1] ?? null,
  authorized: bearer(googleToken),
  refuses: (asked) =>
    'model' in asked.body || asked.headers['anthropic-version'] !== undefined
      ? { status: 400, body: 'model: Extra inputs are not permitted' }
      : refusedMessage(asked),
  contentType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'request-id',
  answers: (said) => messageEvents(said, 'claude-haiku-4-5-20251001', true),
  params: thinking,
  wants: {
    anthropic_version: 'vertex-2023-10-16',
    max_tokens: 4096,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    stream: true,
  },
  heard: heard({
    usage: { ...usage, cacheWriteTokens: 3 },
    model: 'claude-haiku-4-5-20251001',
    adapted: ['without temperature'],
  }),
  misfortunes,
  bill: { by: 'genai-prices', usd: (13 * 1 + 3 * 1.25 + 4 * 0.1 + 12 * 5) / 1e6, estimated: false },
  list: null,
};

export const vertexServers = [gemini, claude];
