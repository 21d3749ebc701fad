import { listProviders } from '../modelLists.ts';
import { providerRefusals } from '../providerRefusals.ts';
import { chatServer, heard, knowing, openaiCounts } from './chat.ts';
import { asIn, comment, misfortune, retryAfter } from './spec.ts';

const { cerebras: refusals } = providerRefusals;

/** A heartbeat before anything, and what it took its own clock for beside the counts. */
export const cerebrasServers = [
  chatServer({
    id: 'cerebras',
    base: '/v1',
    key: 'csk-0123456789abcdefghijklmnopqrstuvwxyz',
    refuses: knowing(['max_tokens', 'max_completion_tokens', 'temperature', 'reasoning_effort', 'stream_options'], (field) => ({
      status: 400,
      body: JSON.stringify({
        message: `body.${field}: property 'body.${field}' is unsupported`,
        type: 'invalid_request_error',
        param: 'validation_error',
        code: 'wrong_api_format',
      }),
    })),
    shape: {
      envelope: {
        id: 'chatcmpl-e7f8',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'gpt-oss-120b',
        system_fingerprint: 'fp_d7c7',
        service_tier: 'default',
      },
      opening: [comment('cerebras heartbeat')],
      first: { role: 'assistant' },
      thought: (reasoning) => ({ reasoning }),
      counts: { ...openaiCounts, image_tokens: 0 },
      countsCome: 'asked',
      besideCounts: {
        time_info: { queue_time: 0.001, prompt_time: 0.006, completion_time: 0.014, total_time: 0.09, created: 1_795_000_000.28 },
      },
    },
    heard: heard({ model: 'gpt-oss-120b' }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'model'),
      rate: asIn(refusals, 'minute', retryAfter(8)),
      down: misfortune(
        { message: 'Service temporarily unavailable', type: 'server_error', param: '', code: '' },
        { status: 503, kind: 'overloaded' },
      ),
    },
    bill: { by: 'genai-prices', usd: (20 * 0.35 + 12 * 0.75) / 1e6, estimated: false },
    list: listProviders.cerebras,
  }),
];
