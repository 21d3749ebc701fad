import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { openai as error } from '../refusals.ts';
import { chatServer, heard } from './chat.ts';
import { asIn, comment, misfortune, retryAfter } from './spec.ts';

const { deepseek: refusals } = providerRefusals;

/** Counts on the chunk that finishes, cache hits under a name of their own; `content: null` beside reasoning. */
export const deepseekServers = [
  chatServer({
    id: 'deepseek',
    base: '',
    key: 'sk-0123456789abcdef0123456789abcdef',
    shape: {
      envelope: {
        id: '00f1',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'deepseek-v4-flash',
        system_fingerprint: 'fp_eaab_kvcache',
      },
      choice: { logprobs: null },
      opening: [comment('keep-alive')],
      first: { role: 'assistant', content: null, reasoning_content: '' },
      thought: (reasoning_content) => ({ content: null, reasoning_content }),
      text: (content) => ({ content, reasoning_content: null }),
      last: { content: '', reasoning_content: null },
      counts: {
        prompt_tokens: 20,
        completion_tokens: 12,
        total_tokens: 32,
        completion_tokens_details: { reasoning_tokens: 5 },
        prompt_cache_hit_tokens: 4,
        prompt_cache_miss_tokens: 16,
      },
      countsCome: 'finish',
    },
    heard: heard({ model: 'deepseek-v4-flash' }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: misfortune(error('Rate limit reached', 'rate_limit_error', 'rate_limit_reached'), {
        status: 429,
        kind: 'rate-limit',
        ...retryAfter(11),
      }),
      down: asIn(refusals, 'busy'),
    },
    // Its price changes by the hour: half of it at night.
    bill: { by: 'genai-prices', usd: (16 * 0.22 + 4 * 0.007 + 12 * 0.66) / 1e6, estimated: true },
    list: listProviders.deepseek,
  }),
];
