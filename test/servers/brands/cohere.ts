import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { asking, chatServer, heard, refusing, unasked } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { cohere: refusals } = providerRefusals;

/** Refuses `stream_options`, and counts on the chunk that finishes. */
export const cohereServers = [
  chatServer({
    id: 'cohere',
    base: '/compatibility/v1',
    key: 'co0123456789ABCDEFGHijklmnopqrstuvwxyz12',
    refuses: refusing(['stream_options', 'logit_bias', 'n', 'user'], (field) => ({
      status: 422,
      body: JSON.stringify({ id: '7d3c', message: `unknown field: parameter '${field}' is not a valid field` }),
    })),
    shape: {
      envelope: { id: '1f2e', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'command-a-03-2025' },
      choice: { logprobs: null },
      counts: { prompt_tokens: 20, completion_tokens: 12, total_tokens: 32 },
      countsCome: 'finish',
    },
    params: asking,
    wants: unasked,
    heard: heard({
      reasoning: null,
      model: 'command-a-03-2025',
      usage: { inputTokens: 20, outputTokens: 12, reasoningTokens: null, cachedInputTokens: null, cacheWriteTokens: null },
    }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: misfortune(
        {
          id: 'x',
          message:
            "model 'no-such-model' not found, make sure the correct model ID was used and that you have access to the model.",
        },
        { status: 404, kind: 'model-not-found' },
      ),
      rate: asIn(refusals, 'trial minute', retryAfter(40)),
      down: misfortune(
        { id: 'x', message: 'internal server error, this has been reported to our developers' },
        { status: 500, kind: 'server' },
      ),
    },
    bill: { by: 'genai-prices', usd: (20 * 2.5 + 12 * 10) / 1e6, estimated: false },
    list: listProviders.cohere,
  }),
];
