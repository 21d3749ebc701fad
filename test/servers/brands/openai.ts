import { listProviders } from '../modelLists.ts';
import { openai as error, refusals } from '../refusals.ts';
import { asked, asking, chatServer, heard, knowing, openaiCounts } from './chat.ts';
import {
  asIn,
  bearer,
  misfortune,
  sse,
  usage,
  type Asked,
  type BrandServer,
  type Misfortunes,
  type Refused,
  type Said,
  type Sent,
} from './spec.ts';

const key = 'sk-proj-T3BlbkFJ0123456789abcdefghijklmnop';

const misfortunes: Misfortunes = {
  key: misfortune(
    error(
      'Incorrect API key provided: <key>. You can find your API key at https://platform.openai.com.',
      'invalid_request_error',
      'invalid_api_key',
    ),
    {
      status: 401,
      kind: 'authentication',
    },
  ),
  model: misfortune(
    error(
      'The model `no-such-model` does not exist or you do not have access to it.',
      'invalid_request_error',
      'model_not_found',
    ),
    {
      status: 404,
      kind: 'model-not-found',
    },
  ),
  rate: asIn(refusals, 'OpenAI rate, fine'),
  down: asIn(refusals, 'OpenAI overloaded'),
};

const word = (field: string): Refused => ({
  status: 400,
  body: JSON.stringify(
    error(
      `Unsupported parameter: '${field}' is not supported with this model.`,
      'invalid_request_error',
      'unsupported_parameter',
      field,
    ),
  ),
});

/** What the Responses API takes for a reasoning model: sampling is not among it. */
const responseFields = ['model', 'input', 'instructions', 'stream', 'store', 'max_output_tokens', 'reasoning'];

/** Reasoning is counted; its text is kept back, but for summaries that nobody asked for. Every event has a number; no `[DONE]`. */
function responseEvents({ text }: Said): readonly Sent[] {
  const status = text.length === 0 ? 'incomplete' : 'completed';
  const base = { id: 'resp_68af', object: 'response', created_at: 1_795_000_000, model: 'gpt-6-luna-2026-08-20', store: false };
  const begun = { ...base, status: 'in_progress', error: null, incomplete_details: null, output: [], usage: null };
  const ended = {
    ...base,
    status,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    usage: {
      input_tokens: 20,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 12,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 32,
    },
  };
  const part = { item_id: 'msg_68b0', output_index: 1, content_index: 0 };
  const message = { id: 'msg_68b0', type: 'message', role: 'assistant' };
  const answer: readonly (readonly [Sent['kind'], string, object])[] = [
    ['empty', 'response.output_item.added', { output_index: 1, item: { ...message, status: 'in_progress', content: [] } }],
    ['empty', 'response.content_part.added', { ...part, part: { type: 'output_text', text: '', annotations: [], logprobs: [] } }],
    ...text.map(
      (delta) => ['text', 'response.output_text.delta', { ...part, delta, logprobs: [], obfuscation: 'x9Kq' }] as const,
    ),
    ['empty', 'response.output_text.done', { ...part, text: text.join(''), logprobs: [] }],
    ['empty', 'response.content_part.done', { ...part, part: { type: 'output_text', text: text.join('') } }],
    ['empty', 'response.output_item.done', { output_index: 1, item: { ...message, status: 'completed' } }],
  ];
  const events: readonly (readonly [Sent['kind'], string, object])[] = [
    ['empty', 'response.created', { response: begun }],
    ['empty', 'response.in_progress', { response: begun }],
    ['empty', 'response.output_item.added', { output_index: 0, item: { id: 'rs_68af', type: 'reasoning', summary: [] } }],
    ['empty', 'response.output_item.done', { output_index: 0, item: { id: 'rs_68af', type: 'reasoning', summary: [] } }],
    ...(text.length === 0 ? [] : answer),
    ['empty', `response.${status}`, { response: ended }],
  ];
  return events.map(([kind, type, body], sequence_number) => sse(kind, { type, sequence_number, ...body }, type));
}

function refusedResponse({ body }: Asked): Refused | null {
  const missing = ['input', 'stream'].find((name) => !(name in body));
  const unknown = Object.keys(body).find((name) => !responseFields.includes(name));
  return missing === undefined && unknown === undefined ? null : word(missing ?? unknown ?? '');
}

/** A reasoning model: the Responses API, which refuses a temperature. */
const responses: BrandServer = {
  id: 'openai',
  way: 'Responses',
  model: null,
  base: '/v1',
  key,
  modelOf: ({ path, body }) => (path === '/v1/responses' ? String(body['model']) : null),
  authorized: bearer(key),
  refuses: refusedResponse,
  contentType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'x-request-id',
  answers: responseEvents,
  params: { ...asking, reasoningEffort: 'low' },
  wants: { max_output_tokens: 4096, reasoning: { effort: 'low' }, store: false, input: 'Say hello.', instructions: 'Be brief.' },
  heard: heard({ reasoning: 'counted', model: 'gpt-6-luna-2026-08-20', tries: 2, adapted: ['without temperature'] }),
  misfortunes,
  bill: { by: 'genai-prices', usd: (16 * 0.1 + 4 * 0.01 + 12 * 0.5) / 1e6, estimated: false },
  list: listProviders.openai,
};

/** A model without reasoning: `usage: null` on all chunks but the last, which has no choices. */
const chat = chatServer({
  id: 'openai',
  way: 'Chat Completions',
  model: 'gpt-4.1-mini',
  base: '/v1',
  key,
  refuses: knowing(['stream_options', 'max_completion_tokens', 'temperature', 'top_p', 'seed', 'stop'], word),
  shape: {
    envelope: {
      id: 'chatcmpl-CcR1',
      object: 'chat.completion.chunk',
      created: 1_795_000_000,
      model: 'gpt-4.1-mini-2025-04-14',
      service_tier: 'default',
      system_fingerprint: 'fp_4c2',
      usage: null,
      obfuscation: 'q8',
    },
    choice: { logprobs: null },
    first: { role: 'assistant', content: '', refusal: null },
    counts: {
      ...openaiCounts,
      prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    countsCome: 'asked',
  },
  params: asking,
  wants: { ...asked, max_tokens: undefined, max_completion_tokens: 4096 },
  heard: heard({ reasoning: null, usage: { ...usage, reasoningTokens: 0 }, model: 'gpt-4.1-mini-2025-04-14' }),
  misfortunes,
  bill: { by: 'genai-prices', usd: (16 * 0.4 + 4 * 0.1 + 12 * 1.6) / 1e6, estimated: false },
  list: listProviders.openai,
});

export const openaiServers = [responses, chat];
