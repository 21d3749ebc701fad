import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { openai as error } from '../refusals.ts';
import { askedThinking, chatServer, heard, knowing, openaiCounts } from './chat.ts';
import { asIn, misfortune } from './spec.ts';

const { groq: refusals } = providerRefusals;
const counts = { queue_time: 0.061, ...openaiCounts, prompt_time: 0.0008, completion_time: 0.036, total_time: 0.037 };

/** Counts come unasked on the chunk that finishes, twice. */
export const groqServers = [
  chatServer({
    id: 'groq',
    base: '/openai/v1',
    key: 'gsk_0123456789abcdefghijklmnopqrstuvwxyz',
    refuses: knowing(['max_tokens', 'max_completion_tokens', 'temperature', 'reasoning_effort'], (field) => ({
      status: 400,
      body: JSON.stringify(error(`property '${field}' is unsupported`, 'invalid_request_error', null)),
    })),
    shape: {
      envelope: {
        id: 'chatcmpl-6b77',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'openai/gpt-oss-120b',
        system_fingerprint: 'fp_37da',
      },
      choice: { logprobs: null },
      thought: (reasoning) => ({ reasoning, channel: 'analysis' }),
      text: (content) => ({ content, channel: 'final' }),
      counts,
      countsCome: 'finish',
      beside: { x_groq: { id: 'req_01jv', usage: counts } },
    },
    wants: { ...askedThinking, stream_options: undefined },
    heard: heard({ model: 'openai/gpt-oss-120b' }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: asIn(refusals, 'minute'),
      down: misfortune(error('Service Unavailable', 'internal_server_error', null), { status: 503, kind: 'overloaded' }),
    },
    bill: { by: 'genai-prices', usd: (16 * 0.15 + 4 * 0.075 + 12 * 0.6) / 1e6, estimated: false },
    list: listProviders.groq,
  }),
];
