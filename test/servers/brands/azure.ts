import { cloudRefusals } from '../cloudRefusals.ts';
import { openai as error } from '../refusals.ts';
import { asked, asking, chatServer, heard, openaiCounts, refusing } from './chat.ts';
import { asIn, misfortune, sse } from './spec.ts';

const { azure: refusals } = cloudRefusals;
const key = '0123456789abcdef0123456789abcdef';
const safe = { hate: { filtered: false, severity: 'safe' }, violence: { filtered: false, severity: 'safe' } };

/** A deployment of a reasoning model: it teaches how it wants to be asked. Filters speak before the model, and with each chunk. */
export const azureServers = [
  chatServer({
    id: 'azure',
    base: '/openai/v1',
    key,
    authorized: ({ headers }) => headers['api-key'] === key && headers.authorization === undefined,
    requestIdHeader: 'apim-request-id',
    refuses: refusing(['max_tokens', 'temperature', 'top_p', 'stop'], (field) => ({
      status: 400,
      body: JSON.stringify(
        error(
          field === 'max_tokens'
            ? "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
            : `Unsupported value: '${field}' does not support 0.5 with this model. Only the default (1) value is supported.`,
          'invalid_request_error',
          field === 'max_tokens' ? 'unsupported_parameter' : 'unsupported_value',
          field,
        ),
      ),
    })),
    shape: {
      envelope: {
        id: 'chatcmpl-DEJg',
        object: 'chat.completion.chunk',
        created: 1_795_000_000,
        model: 'gpt-5.4-mini-2026-03-17',
        system_fingerprint: null,
        usage: null,
        obfuscation: '70N',
      },
      choice: { content_filter_results: safe, logprobs: null },
      opening: [
        sse('empty', {
          choices: [],
          created: 0,
          id: '',
          model: '',
          object: '',
          prompt_filter_results: [{ prompt_index: 0, content_filter_results: safe }],
        }),
      ],
      first: { role: 'assistant', content: '', refusal: null },
      counts: openaiCounts,
      countsCome: 'asked',
    },
    params: asking,
    wants: { ...asked, max_tokens: undefined, max_completion_tokens: 4096, temperature: undefined },
    heard: heard({ reasoning: 'counted', model: 'gpt-5.4-mini-2026-03-17', tries: 3, adapted: ['without temperature'] }),
    misfortunes: {
      key: asIn(refusals, 'key'),
      model: asIn(refusals, 'deployment'),
      rate: asIn(refusals, 'rate'),
      down: misfortune(
        { error: { code: 'InternalServerError', message: 'The server had an error processing your request. Sorry about that!' } },
        { status: 500, kind: 'server' },
      ),
    },
    bill: { by: 'genai-prices', usd: (16 * 0.75 + 4 * 0.075 + 12 * 4.5) / 1e6, estimated: false },
    list: null,
  }),
];
