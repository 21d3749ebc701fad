import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { chatServer, heard, openaiCounts } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { huggingface: refusals } = providerRefusals;

/** A router: what one of the providers behind it sends is handed through. */
export const huggingfaceServers = [
  chatServer({
    id: 'huggingface',
    base: '/v1',
    key: 'hf_0123456789abcdefghijklmnopqrstuvwx',
    shape: {
      envelope: {
        id: 'chatcmpl-hf9',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'openai/gpt-oss-120b',
        system_fingerprint: null,
      },
      choice: { logprobs: null },
      thought: (reasoning) => ({ content: null, reasoning }),
      counts: openaiCounts,
      countsCome: 'asked',
    },
    heard: heard({ model: 'openai/gpt-oss-120b' }),
    misfortunes: {
      key: asIn(refusals, 'token'),
      model: asIn(refusals, 'model'),
      rate: misfortune(
        { error: 'Rate limit reached. You reached free usage limit (reset hourly).' },
        { status: 429, kind: 'rate-limit', ...retryAfter(60) },
      ),
      down: misfortune({ error: 'Service Unavailable' }, { status: 503, kind: 'overloaded' }),
    },
    // The dearest of the providers that may serve it.
    bill: { by: 'model-list', usd: (20 * 0.35 + 12 * 0.75) / 1e6, estimated: true },
    list: listProviders.huggingface,
  }),
];
