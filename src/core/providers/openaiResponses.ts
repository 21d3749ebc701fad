import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { classifyFrame, subjectOf } from './errors.ts';
import { amount, entryOf, field, text } from '../json.ts';
import { openaiClient, openaiSdk } from './openaiSdk.ts';
import { given, leftOut, opened, parsed } from './sdk.ts';
import type { Adapter, CallContext, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';

/** OpenAI's Responses API: reasoning models are served here, some of them only here. */
export function createOpenaiResponses(): Adapter {
  return {
    api: 'openai-responses',
    prepare: openaiSdk,
    async *stream(request, call) {
      yield* leftOut(request, ['seed', 'stop']);
      const client = await openaiClient(call);
      const stream = await opened(request, call, () => client.responses.create(bodyOf(request), { signal: call.signal }));
      for await (const event of parsed(request, call, stream)) yield* eventsOf(event, request, call);
    },
  };
}

function bodyOf(request: GenerateRequest): ResponseCreateParamsStreaming {
  const { params } = request;
  return {
    model: request.model,
    input: request.prompt,
    stream: true,
    store: false,
    ...given({
      instructions: request.system,
      max_output_tokens: params.maxOutputTokens,
      temperature: params.temperature,
      top_p: params.topP,
      reasoning: params.reasoningEffort === undefined ? undefined : { effort: params.reasoningEffort },
    }),
  };
}

function* eventsOf(event: unknown, request: GenerateRequest, call: CallContext): Generator<StreamEvent> {
  const frame = frameOf(event);
  const delta = text(field(event, 'delta'));
  switch (field(event, 'type')) {
    case 'response.created':
      yield {
        type: 'response-started',
        responseId: text(field(event, 'response', 'id')),
        responseModel: text(field(event, 'response', 'model')),
      };
      return yield { type: 'chunk-empty', frame };
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return yield delta === null ? { type: 'chunk-empty', frame } : { type: 'text-delta', text: delta, frame };
    case 'response.reasoning_summary_text.delta':
    case 'response.reasoning_text.delta':
      return yield delta === null ? { type: 'chunk-empty', frame } : { type: 'reasoning-delta', text: delta, frame };
    case 'response.function_call_arguments.delta':
      return yield { type: 'tool-delta', frame };
    case 'response.completed':
    case 'response.incomplete':
      yield { type: 'chunk-empty', frame };
      return yield* endOf(field(event, 'response'));
    case 'response.failed':
      throw classifyFrame(subjectOf(call.endpoint, request.model), field(event, 'response', 'error') ?? field(event, 'response'));
    case 'error':
      throw classifyFrame(subjectOf(call.endpoint, request.model), field(event, 'error') ?? event);
    default:
      return yield { type: 'chunk-empty', frame };
  }
}

function* endOf(response: unknown): Generator<StreamEvent> {
  const usage = field(response, 'usage');
  if (usage !== undefined && usage !== null) {
    yield { type: 'usage-reported', usage: usageOf(usage), costUsd: amount(field(usage, 'cost')), raw: usage };
  }
  const status = text(field(response, 'status'));
  const why = text(field(response, 'incomplete_details', 'reason'));
  const reason = why === null && status !== 'incomplete' ? 'stop' : (entryOf(incompleteReasons, why) ?? 'other');
  yield { type: 'response-finished', reason, raw: why ?? status };
}

/** Reasoning is within `output_tokens`. */
function usageOf(usage: unknown): TokenUsage {
  return {
    inputTokens: amount(field(usage, 'input_tokens')),
    outputTokens: amount(field(usage, 'output_tokens')),
    reasoningTokens: amount(field(usage, 'output_tokens_details', 'reasoning_tokens')),
    cachedInputTokens: amount(field(usage, 'input_tokens_details', 'cached_tokens')),
    cacheWriteTokens: amount(field(usage, 'input_tokens_details', 'cache_write_tokens')),
  };
}

const incompleteReasons: Readonly<Record<string, FinishReason>> = {
  max_output_tokens: 'length',
  content_filter: 'content-filter',
};
