import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { asking, chatServer, extraForbidden, heard, knowing, unasked } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { mistral: refusals } = providerRefusals;

/** 422 on `stream_options` and `max_completion_tokens`; reasoning comes in the parts of a content, its end beside the first text. */
export const mistralServers = [
  chatServer({
    id: 'mistral',
    base: '/v1',
    key: 'm0123456789abcdefghijklmnopqrstu',
    refuses: knowing(['max_tokens', 'temperature', 'reasoning_effort'], extraForbidden(422)),
    shape: {
      envelope: { id: '5f1a', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'mistral-small-latest' },
      thought: (text) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }),
      text: (text) => ({
        content: [
          { type: 'thinking', thinking: [] },
          { type: 'text', text },
        ],
      }),
      last: { content: '' },
      counts: {
        prompt_tokens: 20,
        total_tokens: 32,
        completion_tokens: 12,
        prompt_tokens_details: { cached_tokens: 4 },
        num_cached_tokens: 4,
      },
      countsCome: 'finish',
    },
    params: { ...asking, reasoningEffort: 'high' },
    wants: { ...unasked, reasoning_effort: 'high' },
    heard: heard({
      model: 'mistral-small-latest',
      usage: { inputTokens: 20, outputTokens: 12, reasoningTokens: null, cachedInputTokens: 4, cacheWriteTokens: null },
    }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: asIn(refusals, 'rate', retryAfter(6)),
      down: misfortune(
        { object: 'error', message: 'Internal server error', type: 'internal_server_error', param: null, code: '1000' },
        { status: 500, kind: 'server' },
      ),
    },
    bill: { by: 'genai-prices', usd: (20 * 0.1 + 12 * 0.3) / 1e6, estimated: false },
    list: listProviders.mistral,
  }),
];
