import { fields, requireList, textOf, tokenLimit } from './read.ts';
import { faultStatus, WireFault, type Exchange, type FaultKind, type Frame, type Wire } from './wire.ts';

const route = /^\/v1(?:beta)?\/models\/([^/:]+):(streamGenerateContent|generateContent)$/;

const statusNames: Readonly<Record<FaultKind, string>> = {
  'bad-request': 'INVALID_ARGUMENT',
  'not-found': 'NOT_FOUND',
  'too-large': 'INVALID_ARGUMENT',
  'rate-limit': 'RESOURCE_EXHAUSTED',
  server: 'INTERNAL',
};

const finishNames = { stop: 'STOP', length: 'MAX_TOKENS' } as const;

/** Gemini generateContent. https://ai.google.dev/api/generate-content */
export const gemini: Wire = {
  api: 'gemini',
  matches: (path) => route.test(path),
  read({ path, search, body }) {
    const [, model = '', method] = route.exec(path) ?? [];
    const input = fields(body);
    const stream = method === 'streamGenerateContent';
    if (stream && search.get('alt') !== 'sse') throw new WireFault('bad-request', 'alt: only sse is served here', 'alt');
    requireList(input['contents'], 'contents');
    const config = fields(input['generationConfig'] ?? input['generation_config']);
    return {
      model,
      system: textOf(input['systemInstruction'] ?? input['system_instruction']),
      prompt: textOf(input['contents']),
      maxTokens: tokenLimit(config['maxOutputTokens'], 'generationConfig.maxOutputTokens'),
      effort: 'medium',
      stream,
      includeUsage: true,
    };
  },
  /** No opening and no closing frame: usage rides on every chunk, the finish reason on the last. */
  frames(exchange) {
    const { pieces, endsAt } = exchange.reply;
    if (pieces.length === 0) return [frame(endsAt, response(exchange, [], 0, true))];
    let textTokens = 0;
    return pieces.map((piece, index) => {
      if (piece.kind === 'text') textTokens += piece.tokens;
      const part = piece.kind === 'text' ? { text: piece.text } : { text: piece.text, thought: true };
      return frame(piece.at, response(exchange, [part], textTokens, index === pieces.length - 1));
    });
  },
  body(exchange) {
    const { text, outputTokens, reasoningTokens } = exchange.reply;
    return response(exchange, text === '' ? [] : [{ text }], outputTokens - reasoningTokens, true);
  },
  fault(fault) {
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' };
    const details = fault.kind === 'rate-limit' ? { details: [retry] } : {};
    return { error: { code: faultStatus[fault.kind], message: fault.message, status: statusNames[fault.kind], ...details } };
  },
  requestId: (id) => ({ 'x-goog-request-id': id }),
};

/** `candidatesTokenCount` leaves thoughts out: what is billed is the sum of the two. */
function response({ reply, request, id }: Exchange, parts: readonly object[], textTokens: number, last: boolean): object {
  const { inputTokens, reasoningTokens, finish } = reply;
  return {
    candidates: [{ content: { parts, role: 'model' }, index: 0, ...(last ? { finishReason: finishNames[finish] } : {}) }],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: textTokens,
      ...(reasoningTokens > 0 ? { thoughtsTokenCount: reasoningTokens } : {}),
      totalTokenCount: inputTokens + textTokens + reasoningTokens,
    },
    modelVersion: request.model,
    responseId: id,
  };
}

function frame(at: number, data: object): Frame {
  return { at, data: `data: ${JSON.stringify(data)}\r\n\r\n` };
}
