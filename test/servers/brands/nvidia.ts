import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { askedThinking, chatServer, heard, refusing } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { nvidia: refusals } = providerRefusals;

/** Refuses `stream_options` in Python's words, and counts unasked. */
export const nvidiaServers = [
  chatServer({
    id: 'nvidia',
    base: '/v1',
    key: 'nvapi-0123456789abcdefghijklmnopqrstuvwxyz',
    refuses: refusing(['stream_options', 'prompt_cache_key'], (field) => ({
      status: 400,
      body: JSON.stringify({
        error: `[{'type': 'extra_forbidden', 'loc': ('body', '${field}'), 'msg': 'Extra inputs are not permitted', 'input': 'main'}]`,
      }),
    })),
    shape: {
      envelope: { id: 'chatcmpl-nv1', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'openai/gpt-oss-120b' },
      choice: { logprobs: null, token_ids: null },
      thought: (reasoning_content) => ({ reasoning_content, content: null }),
      counts: { prompt_tokens: 20, completion_tokens: 12, total_tokens: 32, prompt_tokens_details: null },
      countsCome: 'finish',
    },
    wants: { ...askedThinking, stream_options: undefined },
    heard: heard({
      model: 'openai/gpt-oss-120b',
      usage: { inputTokens: 20, outputTokens: 12, reasoningTokens: null, cachedInputTokens: null, cacheWriteTokens: null },
    }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: asIn(refusals, 'rate', retryAfter(15)),
      down: misfortune(
        { status: 503, title: 'Service Unavailable', detail: 'ResourceExhausted: Worker local total request limit reached' },
        { status: 503, kind: 'overloaded' },
      ),
    },
    bill: { by: null, usd: null, estimated: false },
    list: listProviders.nvidia,
  }),
];
