import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { openai as error } from '../refusals.ts';
import { chatServer, heard, openaiCounts } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { deepinfra: refusals } = providerRefusals;

export const deepinfraServers = [
  chatServer({
    id: 'deepinfra',
    base: '/v1/openai',
    key: 'di0123456789ABCDEFghijklmnopqrst',
    shape: {
      envelope: { id: 'chatcmpl-di7', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'openai/gpt-oss-120b' },
      choice: { logprobs: null },
      thought: (reasoning_content) => ({ role: 'assistant', content: null, reasoning_content }),
      text: (content) => ({ role: 'assistant', content }),
      counts: { ...openaiCounts, estimated_cost: 0.00000378 },
      countsCome: 'asked',
    },
    heard: heard({ model: 'openai/gpt-oss-120b' }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: misfortune(error('Rate limited', 'rate_limit_error', 'rate_limit_exceeded'), {
        status: 429,
        kind: 'rate-limit',
        ...retryAfter(3),
      }),
      down: asIn(refusals, 'busy'),
    },
    bill: { by: 'model-list', usd: (16 * 0.05 + 4 * 0.025 + 12 * 0.24) / 1e6, estimated: false },
    list: listProviders.deepinfra,
  }),
];
