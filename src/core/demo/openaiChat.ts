import { effortOf, fields, requireList, requireText, splitMessages, tokenLimit } from './read.ts';
import { openaiFault } from './openaiFault.ts';
import type { Exchange, Frame, Piece, Wire } from './wire.ts';

/** OpenAI Chat Completions. https://platform.openai.com/docs/api-reference/chat-streaming */
export const openaiChat: Wire = {
  api: 'openai-chat',
  matches: (path) => path === '/v1/chat/completions',
  read({ body }) {
    const input = fields(body);
    requireList(input['messages'], 'messages');
    const limitName = input['max_completion_tokens'] === undefined ? 'max_tokens' : 'max_completion_tokens';
    return {
      model: requireText(input['model'], 'model'),
      ...splitMessages(input['messages']),
      maxTokens: tokenLimit(input[limitName], limitName),
      effort: effortOf(input['reasoning_effort']),
      stream: input['stream'] === true,
      includeUsage: fields(input['stream_options'])['include_usage'] === true,
    };
  },
  frames(exchange) {
    const { reply, request } = exchange;
    const chunk = (at: number, choices: readonly unknown[], usage: unknown = null): Frame =>
      frame(at, { ...head(exchange, 'chat.completion.chunk'), choices, ...(request.includeUsage ? { usage } : {}) });
    return [
      chunk(reply.opensAt, [choice({ role: 'assistant', content: '', refusal: null })]),
      ...reply.pieces.map((piece) => chunk(piece.at, [choice(delta(piece))])),
      chunk(reply.endsAt, [choice({}, reply.finish)]),
      ...(request.includeUsage ? [chunk(reply.endsAt, [], usageOf(exchange))] : []),
      { at: reply.endsAt, data: 'data: [DONE]\n\n' },
    ];
  },
  body(exchange) {
    const { text, finish } = exchange.reply;
    const message = { role: 'assistant', content: text, refusal: null };
    return {
      ...head(exchange, 'chat.completion'),
      choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
      usage: usageOf(exchange),
    };
  },
  fault: openaiFault,
  requestId: (id) => ({ 'x-request-id': `req_${id}` }),
};

function head({ id, created, request }: Exchange, object: string): object {
  return { id: `chatcmpl-${id}`, object, created, model: request.model, system_fingerprint: null };
}

function choice(delta: object, finish: string | null = null): object {
  return { index: 0, delta, logprobs: null, finish_reason: finish };
}

/** Reasoning travels as `reasoning_content`, as with DeepSeek and vLLM; OpenAI itself does not stream it here. */
function delta(piece: Piece): object {
  return piece.kind === 'text' ? { content: piece.text } : { reasoning_content: piece.text };
}

function usageOf({ reply }: Exchange): object {
  return {
    prompt_tokens: reply.inputTokens,
    completion_tokens: reply.outputTokens,
    total_tokens: reply.inputTokens + reply.outputTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reply.reasoningTokens },
  };
}

function frame(at: number, data: object): Frame {
  return { at, data: `data: ${JSON.stringify(data)}\n\n` };
}
