import { listProviders } from '../modelLists.ts';
import { refusals } from '../refusals.ts';
import { asking, heard, thinking } from './chat.ts';
import {
  asIn,
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

const key = 'sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz-AA';

export const complaint = (type: string, message: string): string =>
  JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_011CX' });

/** Counts so far in `message_start`, of which the output is 1; all of them, cumulative, in `message_delta`. A ping at any time. */
export function messageEvents({ reasoning, text }: Said, model: string, thinks: boolean): readonly Sent[] {
  const thoughts = thinks ? reasoning : [];
  const counts = { input_tokens: 13, cache_creation_input_tokens: 3, cache_read_input_tokens: 4 };
  const event = (kind: Sent['kind'], type: string, body: object = {}): Sent => sse(kind, { type, ...body }, type);
  const block = (index: number, content_block: object): Sent => event('empty', 'content_block_start', { index, content_block });
  const delta = (kind: Sent['kind'], index: number, delta: object): Sent => event(kind, 'content_block_delta', { index, delta });
  const message = {
    id: 'msg_01XF',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  const thought =
    thoughts.length === 0
      ? []
      : [
          block(0, { type: 'thinking', thinking: '', signature: '' }),
          event('empty', 'ping'),
          ...thoughts.map((part) => delta('reasoning', 0, { type: 'thinking_delta', thinking: part })),
          delta('empty', 0, { type: 'signature_delta', signature: 'EqQBCg' }),
          event('empty', 'content_block_stop', { index: 0 }),
        ];
  const answer =
    text.length === 0
      ? []
      : [
          block(1, { type: 'text', text: '' }),
          ...text.map((part) => delta('text', 1, { type: 'text_delta', text: part })),
          event('empty', 'content_block_stop', { index: 1 }),
        ];
  return [
    event('empty', 'message_start', {
      message: { ...message, usage: { ...counts, output_tokens: 1, service_tier: 'standard' } },
    }),
    ...thought,
    ...answer,
    event('empty', 'message_delta', {
      delta: { stop_reason: text.length === 0 ? 'max_tokens' : 'end_turn', stop_sequence: null },
      usage: { ...counts, output_tokens: 12, output_tokens_details: thinks ? { thinking_tokens: 5 } : null },
    }),
    event('empty', 'message_stop'),
  ];
}

/** What a message must have, and the fields that thinking shuts out. */
export function refusedMessage({ body }: Asked): Refused | null {
  const wrong = (message: string): Refused => ({ status: 400, body: complaint('invalid_request_error', message) });
  const missing = ['max_tokens', 'messages', 'stream'].find((name) => !(name in body));
  if (missing !== undefined) return wrong(`${missing}: Field required`);
  const known = [
    'model',
    'anthropic_version',
    'max_tokens',
    'messages',
    'stream',
    'system',
    'temperature',
    'thinking',
    'output_config',
  ];
  const extra = Object.keys(body).find((name) => !known.includes(name));
  if (extra !== undefined) return wrong(`${extra}: Extra inputs are not permitted`);
  if (body['thinking'] !== undefined && body['temperature'] !== undefined) {
    return wrong('`temperature` may only be set to 1 when thinking is enabled.');
  }
  return null;
}

/** From the version 2026-10-21 on, sampling parameters are refused. */
function refusedByVersion(request: Asked): Refused | null {
  const version = request.headers['anthropic-version'];
  const wrong = (message: string): Refused => ({ status: 400, body: complaint('invalid_request_error', message) });
  if (version === undefined) return wrong('anthropic-version: header is required');
  if (version !== '2023-06-01' && version !== '2026-10-21')
    return wrong(`anthropic-version: ${JSON.stringify(version)} is not a valid version`);
  if (version === '2026-10-21' && 'temperature' in request.body) return wrong('temperature: Extra inputs are not permitted');
  return refusedMessage(request);
}

const misfortunes: Misfortunes = {
  key: misfortune(complaint('authentication_error', 'invalid x-api-key: <key>'), { status: 401, kind: 'authentication' }),
  model: misfortune(complaint('not_found_error', 'model: no-such-model'), { status: 404, kind: 'model-not-found' }),
  rate: asIn(refusals, 'Anthropic rate'),
  down: asIn(refusals, 'Anthropic overloaded'),
};

const common = {
  id: 'anthropic',
  model: null,
  base: '',
  key,
  modelOf: ({ path, body }: Asked) => (path === '/v1/messages' ? String(body['model']) : null),
  authorized: ({ headers }: Asked) => headers['x-api-key'] === key && headers.authorization === undefined,
  refuses: refusedByVersion,
  contentType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'request-id',
  misfortunes,
  bill: { by: 'genai-prices', usd: (13 * 1 + 3 * 1.25 + 4 * 0.1 + 12 * 5) / 1e6, estimated: false },
  list: listProviders.anthropic,
} as const;

const counted = { ...usage, cacheWriteTokens: 3 };
const model = 'claude-haiku-4-5-20251001';
const message = { max_tokens: 4096, system: 'Be brief.', messages: [{ role: 'user', content: 'Say hello.' }] };

/** Version 2026-10-21: a model that thinks takes no temperature anyway. */
const thinks: BrandServer = {
  ...common,
  way: 'thinking',
  answers: (said) => messageEvents(said, model, true),
  params: thinking,
  wants: { ...message, thinking: { type: 'enabled', budget_tokens: 1024 }, temperature: undefined },
  heard: heard({ usage: counted, model, adapted: ['without temperature'] }),
};

/** Version 2023-06-01: the one that takes a temperature. */
const samples: BrandServer = {
  ...common,
  way: 'with a temperature',
  answers: (said) => messageEvents(said, model, false),
  params: asking,
  wants: { ...message, temperature: 0.5, thinking: undefined },
  heard: heard({ reasoning: null, usage: { ...counted, reasoningTokens: null }, model }),
};

export const anthropicServers = [thinks, samples];
