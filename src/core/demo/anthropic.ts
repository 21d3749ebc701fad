import { fields, requireList, requireText, splitMessages, textOf, tokenLimit } from './read.ts';
import { WireFault, type Exchange, type FaultKind, type Frame, type IncomingCall, type Piece, type Wire } from './wire.ts';

const errorTypes: Readonly<Record<FaultKind, string>> = {
  'bad-request': 'invalid_request_error',
  'not-found': 'not_found_error',
  'too-large': 'request_too_large',
  'rate-limit': 'rate_limit_error',
  server: 'api_error',
};

const stopReasons = { stop: 'end_turn', length: 'max_tokens' } as const;

/** The version from which sampling parameters are refused. */
const noSamplingSince = '2026-10-21';
const samplingParams = ['temperature', 'top_p', 'top_k'] as const;

/** Anthropic Messages. https://docs.anthropic.com/en/api/messages-streaming */
export const anthropic: Wire = {
  api: 'anthropic',
  matches: (path) => path === '/v1/messages',
  read(call) {
    const input = fields(call.body);
    checkVersion(call, input);
    requireList(input['messages'], 'messages');
    const maxTokens = tokenLimit(input['max_tokens'], 'max_tokens');
    if (maxTokens === null) throw new WireFault('bad-request', 'max_tokens: Field required', 'max_tokens');
    return {
      model: requireText(input['model'], 'model'),
      system: textOf(input['system']),
      prompt: splitMessages(input['messages']).prompt,
      maxTokens,
      effort: 'medium',
      stream: input['stream'] === true,
      includeUsage: true,
    };
  },
  frames(exchange) {
    const { reply } = exchange;
    const message = { ...envelope(exchange), content: [], stop_reason: null, usage: openingUsage(exchange) };
    return [
      event(reply.opensAt, 'message_start', { message }),
      event(reply.opensAt, 'ping', {}),
      ...blockFrames(exchange),
      event(reply.endsAt, 'message_delta', {
        delta: { stop_reason: stopReasons[reply.finish], stop_sequence: null },
        usage: finalUsage(exchange),
      }),
      event(reply.endsAt, 'message_stop', {}),
    ];
  },
  body(exchange) {
    const { reply } = exchange;
    const thinking = { type: 'thinking', thinking: reply.reasoning, signature: signature(exchange) };
    return {
      ...envelope(exchange),
      content: [...(reply.reasoning ? [thinking] : []), ...(reply.text ? [{ type: 'text', text: reply.text }] : [])],
      stop_reason: stopReasons[reply.finish],
      usage: finalUsage(exchange),
    };
  },
  fault: (fault, id) => ({
    type: 'error',
    error: { type: errorTypes[fault.kind], message: fault.message },
    request_id: `req_${id}`,
  }),
  requestId: (id) => ({ 'request-id': `req_${id}` }),
};

function checkVersion({ headers }: IncomingCall, input: Readonly<Record<string, unknown>>): void {
  const version = headers['anthropic-version'];
  if (typeof version !== 'string') throw new WireFault('bad-request', 'anthropic-version: header is required');
  const sampling = samplingParams.find((name) => input[name] !== undefined);
  if (version < noSamplingSince || !sampling) return;
  throw new WireFault('bad-request', `${sampling}: not supported with anthropic-version ${version}`, sampling);
}

/** A block for the thinking, closed by its signature, and one for the text; each only where there is something in it. */
function blockFrames(exchange: Exchange): readonly Frame[] {
  const { pieces } = exchange.reply;
  const thinking = pieces.filter((piece) => piece.kind === 'reasoning');
  const text = pieces.filter((piece) => piece.kind === 'text');
  const signed = { type: 'signature_delta', signature: signature(exchange) };
  return [
    ...block(0, { type: 'thinking', thinking: '', signature: '' }, thinking, thinkingDelta, [signed]),
    ...block(thinking.length > 0 ? 1 : 0, { type: 'text', text: '' }, text, textDelta, []),
  ];
}

function block(
  index: number,
  empty: object,
  pieces: readonly Piece[],
  delta: (piece: Piece) => object,
  closing: readonly object[],
): readonly Frame[] {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (!first || !last) return [];
  return [
    event(first.at, 'content_block_start', { index, content_block: empty }),
    ...pieces.map((piece) => event(piece.at, 'content_block_delta', { index, delta: delta(piece) })),
    ...closing.map((delta) => event(last.at, 'content_block_delta', { index, delta })),
    event(last.at, 'content_block_stop', { index }),
  ];
}

function thinkingDelta(piece: Piece): object {
  return { type: 'thinking_delta', thinking: piece.text };
}

function textDelta(piece: Piece): object {
  return { type: 'text_delta', text: piece.text };
}

/** Real signatures are opaque, too. */
function signature({ id }: Exchange): string {
  return Buffer.from(id).toString('base64');
}

function envelope({ id, request }: Exchange): object {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model: request.model, stop_sequence: null };
}

/** Counts are cumulative: one output token when the message starts, all of them when it ends. */
function openingUsage({ reply }: Exchange): object {
  return {
    input_tokens: reply.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 1,
    output_tokens_details: null,
  };
}

/** Thinking is within the output. */
function finalUsage(exchange: Exchange): object {
  const { outputTokens, reasoningTokens } = exchange.reply;
  return {
    ...openingUsage(exchange),
    output_tokens: outputTokens,
    output_tokens_details: reasoningTokens > 0 ? { thinking_tokens: reasoningTokens } : null,
  };
}

function event(at: number, type: string, data: object): Frame {
  return { at, data: `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n` };
}
