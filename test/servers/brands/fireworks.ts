import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { openai as error } from '../refusals.ts';
import { chatServer, heard, knowing, openaiCounts } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { fireworks: refusals } = providerRefusals;

/** Counts come on the chunk that finishes. Its list is at another path of the same origin. */
export const fireworksServers = [
  chatServer({
    id: 'fireworks',
    base: '/inference/v1',
    key: 'fw_0123456789abcdefghijkl',
    refuses: knowing(['max_tokens', 'temperature', 'reasoning_effort', 'stream_options'], (field) => ({
      status: 400,
      body: JSON.stringify({
        error: { message: `Extra inputs are not permitted, field: '${field}', value: True`, type: 'invalid_request_error' },
      }),
    })),
    shape: {
      envelope: {
        id: '7f3e',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'accounts/fireworks/models/gpt-oss-120b',
      },
      first: { role: 'assistant' },
      thought: (reasoning_content) => ({ reasoning_content }),
      counts: { ...openaiCounts, completion_tokens_details: undefined },
      countsCome: 'finish',
    },
    heard: heard({
      model: 'accounts/fireworks/models/gpt-oss-120b',
      usage: { inputTokens: 20, outputTokens: 12, reasoningTokens: null, cachedInputTokens: 4, cacheWriteTokens: null },
    }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: misfortune(error('Too many requests', 'rate_limit_exceeded', null), {
        status: 429,
        kind: 'rate-limit',
        ...retryAfter(5),
      }),
      down: misfortune(error('Service overloaded, please retry later', 'error', 'SERVICE_UNAVAILABLE'), {
        status: 503,
        kind: 'overloaded',
      }),
    },
    bill: { by: 'genai-prices', usd: (16 * 0.15 + 4 * 0.014 + 12 * 0.6) / 1e6, estimated: false },
    list: listProviders.fireworks,
  }),
];
