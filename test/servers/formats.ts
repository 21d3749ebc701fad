import type { ApiKind } from '../../src/shared/model/suite.ts';

/** What a server is to say, whatever the wire format. */
export interface Reply {
  readonly text: readonly string[];
  readonly reasoning?: readonly string[];
  /** `null`: the server tells nothing of it. */
  readonly usage?: ReplyUsage | null;
  /** As the format words it. */
  readonly finish?: string;
  readonly model?: string;
  /** The frames as they are, whatever the rest says. */
  readonly frames?: readonly Frame[];
}

export interface ReplyUsage {
  readonly input: number;
  readonly output: number;
  readonly reasoning?: number;
  readonly cached?: number;
  readonly cacheWrite?: number;
}

export interface Frame {
  readonly event?: string;
  readonly data: string;
  readonly kind: 'text' | 'reasoning' | 'empty';
}

/** The frames of a whole reply, as the real services send them. */
export function framesOf(api: ApiKind, reply: Reply): readonly Frame[] {
  return reply.frames ?? formats[api](reply);
}

const formats: Readonly<Record<ApiKind, (reply: Reply) => readonly Frame[]>> = {
  'openai-chat': chatFrames,
  'openai-responses': responsesFrames,
  anthropic: anthropicFrames,
  gemini: geminiFrames,
};

const json = (kind: Frame['kind'], value: object, event?: string): Frame => ({
  kind,
  data: JSON.stringify(value),
  ...(event !== undefined && { event }),
});

const usageOf = (reply: Reply): ReplyUsage | null => (reply.usage === undefined ? { input: 11, output: 7 } : reply.usage);

/** Role-only first chunk; `usage: null` on all but a trailing one with `choices: []`; `[DONE]`. */
function chatFrames(reply: Reply): readonly Frame[] {
  const model = reply.model ?? 'test-model-2026';
  const chunk = (delta: object, finish: string | null = null): object => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    usage: null,
  });
  const usage = usageOf(reply);
  const counts = usage && {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    ...(usage.cached !== undefined && {
      prompt_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: usage.cacheWrite ?? 0 },
    }),
    ...(usage.reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: usage.reasoning } }),
  };
  return [
    json('empty', chunk({ role: 'assistant', content: '', refusal: null })),
    ...(reply.reasoning ?? []).map((text) => json('reasoning', chunk({ reasoning_content: text }))),
    ...reply.text.map((text) => json('text', chunk({ content: text }))),
    json('empty', chunk({}, reply.finish ?? 'stop')),
    ...(counts
      ? [json('empty', { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [], usage: counts })]
      : []),
    { kind: 'empty', data: '[DONE]' },
  ];
}

function responsesFrames(reply: Reply): readonly Frame[] {
  const model = reply.model ?? 'test-model-2026';
  const usage = usageOf(reply);
  const incomplete = reply.finish !== undefined;
  const response = {
    id: 'resp_1',
    object: 'response',
    model,
    status: incomplete ? 'incomplete' : 'completed',
    incomplete_details: incomplete ? { reason: reply.finish } : null,
    usage: usage && {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached ?? 0, cache_write_tokens: usage.cacheWrite ?? 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning ?? 0 },
      total_tokens: usage.input + usage.output,
    },
  };
  const events: readonly (readonly [Frame['kind'], string, object])[] = [
    ['empty', 'response.created', { response: { ...response, status: 'in_progress', usage: null } }],
    ['empty', 'response.in_progress', { response: { ...response, status: 'in_progress', usage: null } }],
    ['empty', 'response.output_item.added', { output_index: 0, item: { type: 'message', id: 'msg_1' } }],
    ...(reply.reasoning ?? []).map((delta) => ['reasoning', 'response.reasoning_summary_text.delta', { delta }] as const),
    ['empty', 'response.content_part.added', { output_index: 0, content_index: 0, part: { type: 'output_text', text: '' } }],
    ...reply.text.map((delta) => ['text', 'response.output_text.delta', { delta, output_index: 0, content_index: 0 }] as const),
    ['empty', 'response.output_text.done', { text: reply.text.join('') }],
    ['empty', 'response.content_part.done', {}],
    ['empty', 'response.output_item.done', {}],
    ['empty', incomplete ? 'response.incomplete' : 'response.completed', { response }],
  ];
  return events.map(([kind, type, body], sequence_number) => json(kind, { type, ...body, sequence_number }, type));
}

function anthropicFrames(reply: Reply): readonly Frame[] {
  const usage = usageOf(reply);
  const start = usage && {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite ?? 0,
    cache_read_input_tokens: usage.cached ?? 0,
    output_tokens: 1,
  };
  const end = usage && {
    output_tokens: usage.output,
    output_tokens_details: usage.reasoning === undefined ? null : { thinking_tokens: usage.reasoning },
  };
  const frame = (kind: Frame['kind'], type: string, body: object): Frame => json(kind, { type, ...body }, type);
  const delta = (kind: Frame['kind'], index: number, delta: object): Frame =>
    frame(kind, 'content_block_delta', { index, delta });
  return [
    frame('empty', 'message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: reply.model ?? 'test-model-2026',
        content: [],
        ...(start && { usage: start }),
      },
    }),
    frame('empty', 'content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '' } }),
    frame('empty', 'ping', {}),
    ...(reply.reasoning ?? []).map((thinking) => delta('reasoning', 0, { type: 'thinking_delta', thinking })),
    delta('empty', 0, { type: 'signature_delta', signature: 'c2ln' }),
    frame('empty', 'content_block_stop', { index: 0 }),
    frame('empty', 'content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
    ...reply.text.map((text) => delta('text', 1, { type: 'text_delta', text })),
    frame('empty', 'ping', {}),
    frame('empty', 'content_block_stop', { index: 1 }),
    frame('empty', 'message_delta', {
      delta: { stop_reason: reply.finish ?? 'end_turn', stop_sequence: null },
      ...(end && { usage: end }),
    }),
    frame('empty', 'message_stop', {}),
  ];
}

/** `usageMetadata` on every chunk, cumulative; no `[DONE]`. */
function geminiFrames(reply: Reply): readonly Frame[] {
  const usage = usageOf(reply);
  const parts = [
    ...(reply.reasoning ?? []).map((text) => ({ kind: 'reasoning' as const, part: { text, thought: true } })),
    ...reply.text.map((text) => ({ kind: 'text' as const, part: { text } })),
  ];
  const answered = usage && usage.output - (usage.reasoning ?? 0);
  return parts.map(({ kind, part }, index) => {
    const last = index === parts.length - 1;
    return json(kind, {
      candidates: [
        { content: { parts: [part], role: 'model' }, index: 0, ...(last && { finishReason: reply.finish ?? 'STOP' }) },
      ],
      ...(usage && {
        usageMetadata: {
          promptTokenCount: usage.input,
          ...(usage.cached !== undefined && { cachedContentTokenCount: usage.cached }),
          ...(usage.reasoning !== undefined && { thoughtsTokenCount: usage.reasoning }),
          candidatesTokenCount: last ? answered : Math.min(index, answered ?? 0),
        },
      }),
      modelVersion: reply.model ?? 'test-model-2026',
      responseId: 'gem-1',
    });
  });
}
