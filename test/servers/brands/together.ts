import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { openai as error } from '../refusals.ts';
import { chatServer, heard, openaiCounts } from './chat.ts';
import { asIn, misfortune, retryAfter, usage } from './spec.ts';

const { together: refusals } = providerRefusals;

/** Its list of models is a bare array, with prices. */
export const togetherServers = [
  chatServer({
    id: 'together',
    base: '/v1',
    key: 'tgp_v1_0123456789abcdefghijklmnopqrstuvwxyz',
    shape: {
      envelope: { id: 'oCK6', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'openai/gpt-oss-20b' },
      choice: { text: '', logprobs: null, seed: null },
      first: { token_id: null, role: 'assistant', content: '' },
      thought: (reasoning) => ({ token_id: 976, role: 'assistant', content: '', reasoning }),
      text: (content) => ({ token_id: 976, role: 'assistant', content, reasoning: '' }),
      last: { token_id: 200_002, role: 'assistant', content: '' },
      counts: { ...openaiCounts, prompt_tokens_details: undefined },
      countsCome: 'asked',
    },
    heard: heard({ model: 'openai/gpt-oss-20b', usage: { ...usage, cachedInputTokens: null } }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: misfortune(error('You have reached the rate limit specific to this model.', 'model_rate_limit', null), {
        status: 429,
        kind: 'rate-limit',
        ...retryAfter(2),
      }),
      down: misfortune(error('The server is overloaded or not ready yet.', 'service_unavailable', null), {
        status: 503,
        kind: 'overloaded',
      }),
    },
    bill: { by: 'model-list', usd: (20 * 0.05 + 12 * 0.2) / 1e6, estimated: false },
    list: listProviders.together,
  }),
];
