import { effortOf, fields, requireText, splitMessages, textOf, tokenLimit } from './read.ts';
import { openaiFault } from './openaiFault.ts';
import { WireFault, type Exchange, type Frame, type Wire } from './wire.ts';

/**
 * OpenAI Responses. https://platform.openai.com/docs/api-reference/responses-streaming
 * The reasoning summary is streamed unasked (OpenAI wants `reasoning.summary` set), so that
 * time to first token and time to first answer can be seen apart.
 */
export const openaiResponses: Wire = {
  api: 'openai-responses',
  matches: (path) => path === '/v1/responses',
  read({ body }) {
    const input = fields(body);
    const content = input['input'];
    const messages = typeof content === 'string' ? { system: '', prompt: content } : splitMessages(content);
    if (messages.prompt === '') throw new WireFault('bad-request', 'input: a text or a list of messages is required', 'input');
    return {
      model: requireText(input['model'], 'model'),
      system: textOf(input['instructions']) || messages.system,
      prompt: messages.prompt,
      maxTokens: tokenLimit(input['max_output_tokens'], 'max_output_tokens'),
      effort: effortOf(fields(input['reasoning'])['effort']),
      stream: input['stream'] === true,
      includeUsage: true,
    };
  },
  frames(exchange) {
    const { opensAt, endsAt, finish } = exchange.reply;
    const events: readonly Event[] = [
      { at: opensAt, type: 'response.created', data: { response: response(exchange, 'in_progress') } },
      { at: opensAt, type: 'response.in_progress', data: { response: response(exchange, 'in_progress') } },
      ...reasoningEvents(exchange),
      ...messageEvents(exchange),
      { at: endsAt, type: finalTypes[finish], data: { response: finished(exchange) } },
    ];
    return events.map(({ at, type, data }, index) => frame(at, type, { type, sequence_number: index, ...data }));
  },
  body: finished,
  fault: openaiFault,
  requestId: (id) => ({ 'x-request-id': `req_${id}` }),
};

interface Event {
  readonly at: number;
  readonly type: string;
  readonly data: object;
}

const finalTypes = { stop: 'response.completed', length: 'response.incomplete' } as const;

function reasoningEvents({ reply, id }: Exchange): readonly Event[] {
  if (reply.reasoningTokens === 0) return [];
  const pieces = reply.pieces.filter((piece) => piece.kind === 'reasoning');
  const startsAt = pieces[0]?.at ?? reply.opensAt;
  const stopsAt = pieces.at(-1)?.at ?? reply.opensAt;
  const place = { item_id: `rs_${id}`, output_index: 0, summary_index: 0 };
  const part = { type: 'summary_text', text: reply.reasoning };
  return [
    {
      at: startsAt,
      type: 'response.output_item.added',
      data: { output_index: 0, item: { ...reasoningItem(id, ''), status: 'in_progress' } },
    },
    { at: startsAt, type: 'response.reasoning_summary_part.added', data: { ...place, part: { ...part, text: '' } } },
    ...pieces.map(({ at, text }) => ({ at, type: 'response.reasoning_summary_text.delta', data: { ...place, delta: text } })),
    { at: stopsAt, type: 'response.reasoning_summary_text.done', data: { ...place, text: reply.reasoning } },
    { at: stopsAt, type: 'response.reasoning_summary_part.done', data: { ...place, part } },
    { at: stopsAt, type: 'response.output_item.done', data: { output_index: 0, item: reasoningItem(id, reply.reasoning) } },
  ];
}

/** Nothing where the limit was used up by reasoning: then no message item ever begins. */
function messageEvents({ reply, id }: Exchange): readonly Event[] {
  const pieces = reply.pieces.filter((piece) => piece.kind === 'text');
  const first = pieces[0];
  const last = pieces.at(-1);
  if (!first || !last) return [];
  const output_index = reply.reasoningTokens > 0 ? 1 : 0;
  const place = { item_id: `msg_${id}`, output_index, content_index: 0 };
  const part = textPart(reply.text);
  const status = reply.finish === 'stop' ? 'completed' : 'incomplete';
  return [
    { at: first.at, type: 'response.output_item.added', data: { output_index, item: messageItem(id, [], 'in_progress') } },
    { at: first.at, type: 'response.content_part.added', data: { ...place, part: textPart('') } },
    ...pieces.map(({ at, text }) => ({ at, type: 'response.output_text.delta', data: { ...place, delta: text, logprobs: [] } })),
    { at: last.at, type: 'response.output_text.done', data: { ...place, text: reply.text, logprobs: [] } },
    { at: last.at, type: 'response.content_part.done', data: { ...place, part } },
    { at: last.at, type: 'response.output_item.done', data: { output_index, item: messageItem(id, [part], status) } },
  ];
}

function finished(exchange: Exchange): object {
  const { reply, id } = exchange;
  const complete = reply.finish === 'stop';
  return {
    ...response(exchange, complete ? 'completed' : 'incomplete'),
    incomplete_details: complete ? null : { reason: 'max_output_tokens' },
    output: [
      ...(reply.reasoningTokens > 0 ? [reasoningItem(id, reply.reasoning)] : []),
      ...(reply.text ? [messageItem(id, [textPart(reply.text)], complete ? 'completed' : 'incomplete')] : []),
    ],
    usage: {
      input_tokens: reply.inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: reply.outputTokens,
      output_tokens_details: { reasoning_tokens: reply.reasoningTokens },
      total_tokens: reply.inputTokens + reply.outputTokens,
    },
  };
}

function response({ id, created, request }: Exchange, status: string): object {
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created,
    status,
    error: null,
    incomplete_details: null,
    instructions: request.system || null,
    max_output_tokens: request.maxTokens,
    model: request.model,
    output: [],
    parallel_tool_calls: true,
    reasoning: { effort: request.effort, summary: 'auto' },
    store: false,
    tool_choice: 'auto',
    tools: [],
    usage: null,
  };
}

function reasoningItem(id: string, summary: string): object {
  return { id: `rs_${id}`, type: 'reasoning', summary: summary ? [{ type: 'summary_text', text: summary }] : [] };
}

function messageItem(id: string, content: readonly object[], status: string): object {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', status, content };
}

function textPart(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function frame(at: number, type: string, data: object): Frame {
  return { at, data: `event: ${type}\ndata: ${JSON.stringify(data)}\n\n` };
}
