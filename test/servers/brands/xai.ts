import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { chatServer, heard, refusing } from './chat.ts';
import { asIn, misfortune, retryAfter } from './spec.ts';

const { xai: refusals } = providerRefusals;

/** `completion_tokens` leave reasoning out; the total has it. A wrong key is a 400. */
export const xaiServers = [
  chatServer({
    id: 'xai',
    base: '/v1',
    key: 'xai-0123456789abcdefghijklmnopqrstuvwxyz',
    refuses: refusing(['stop', 'presence_penalty', 'frequency_penalty'], (field) => ({
      status: 400,
      body: JSON.stringify({
        code: 'Client specified an invalid argument',
        error: `Argument not supported on this model: ${field}`,
      }),
    })),
    shape: {
      envelope: {
        id: '9be4',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'grok-4.3',
        system_fingerprint: 'fp_eb3c',
      },
      thought: (reasoning_content) => ({ role: 'assistant', reasoning_content }),
      text: (content) => ({ role: 'assistant', content }),
      counts: {
        prompt_tokens: 20,
        completion_tokens: 7,
        total_tokens: 32,
        prompt_tokens_details: { text_tokens: 20, audio_tokens: 0, image_tokens: 0, cached_tokens: 4 },
        completion_tokens_details: {
          reasoning_tokens: 5,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
        num_sources_used: 0,
        cost_in_usd_ticks: 471_000,
      },
      countsCome: 'asked',
    },
    heard: heard({ model: 'grok-4.3' }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: misfortune(
        { code: 'Some resource has been exhausted', error: 'Too many requests for team 0a1b and model grok-4.3.' },
        { status: 429, kind: 'rate-limit', ...retryAfter(9) },
      ),
      down: misfortune(
        {
          code: 'The service is currently unavailable',
          error: 'The model is at capacity and currently cannot serve this request.',
        },
        { status: 503, kind: 'overloaded' },
      ),
    },
    bill: { by: 'reported', usd: 471_000 / 1e10, estimated: false },
    list: listProviders.xai,
  }),
];
