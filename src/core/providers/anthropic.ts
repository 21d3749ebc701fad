import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages/messages';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { classifyFrame, subjectOf } from './errors.ts';
import { amount, entryOf, field, sumKnown, text } from './json.ts';
import { baseUrlOf, given, opened, parsed, sdkOptions } from './sdk.ts';
import type { Adapter, CallContext, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';

/** The wire demands a limit; this one stands where the suite sets none. */
export const defaultMaxTokens = 1024;

/** The API version that takes sampling parameters: the one that the SDK sends by itself (2026-10-21) refuses them with 400. */
const samplingVersion = '2023-06-01';

const sdk = () => import('@anthropic-ai/sdk');

/** Anthropic Messages. */
export function createAnthropic(): Adapter {
  return {
    api: 'anthropic',
    prepare: sdk,
    async *stream(request, call) {
      const { Anthropic } = await sdk();
      const client = new Anthropic({
        ...sdkOptions,
        // The SDK adds `/v1` itself.
        baseURL: baseUrlOf(call).replace(/\/v1$/, ''),
        fetch: call.fetch,
        webhookKey: null,
        openTelemetry: false,
      });
      const headers = usesSampling(request) ? { 'anthropic-version': samplingVersion } : {};
      const stream = await opened(request, call, () => client.messages.create(bodyOf(request), { signal: call.signal, headers }));
      const usage: Record<string, unknown> = {};
      for await (const event of parsed(request, call, stream)) yield* eventsOf(event, usage, request, call);
    },
  };
}

function usesSampling({ params }: GenerateRequest): boolean {
  return params.temperature !== undefined || params.topP !== undefined;
}

function bodyOf(request: GenerateRequest): MessageCreateParamsStreaming {
  const { params } = request;
  return {
    model: request.model,
    max_tokens: params.maxOutputTokens ?? defaultMaxTokens,
    messages: [{ role: 'user', content: request.prompt }],
    stream: true,
    ...given({
      system: request.system,
      temperature: params.temperature,
      top_p: params.topP,
      stop_sequences: params.stop,
      output_config: params.reasoningEffort === undefined ? undefined : { effort: effortOf(params.reasoningEffort) },
    }),
  };
}

/** The SDK's lowest effort is `low`. */
function effortOf(effort: NonNullable<GenerateRequest['params']['reasoningEffort']>): 'low' | 'medium' | 'high' {
  return effort === 'minimal' ? 'low' : effort;
}

/** `usage` gathers the counts of `message_start` and the later, cumulative ones of `message_delta`. */
function* eventsOf(
  event: unknown,
  usage: Record<string, unknown>,
  request: GenerateRequest,
  call: CallContext,
): Generator<StreamEvent> {
  const frame = frameOf(event);
  switch (field(event, 'type')) {
    case 'message_start':
      yield {
        type: 'response-started',
        responseId: text(field(event, 'message', 'id')),
        responseModel: text(field(event, 'message', 'model')),
      };
      yield { type: 'chunk-empty', frame };
      return yield* usageEvent(usage, field(event, 'message', 'usage'));
    case 'content_block_delta':
      return yield deltaOf(field(event, 'delta'), frame);
    case 'message_delta':
      yield { type: 'chunk-empty', frame };
      yield* usageEvent(usage, field(event, 'usage'));
      return yield* finishOf(text(field(event, 'delta', 'stop_reason')));
    case 'error':
      throw classifyFrame(subjectOf(call.endpoint, request.model), event);
    default:
      return yield { type: 'chunk-empty', frame };
  }
}

function deltaOf(delta: unknown, frame: number): StreamEvent {
  const said = text(field(delta, 'text'));
  const thought = text(field(delta, 'thinking'));
  if (said !== null) return { type: 'text-delta', text: said, frame };
  if (thought !== null) return { type: 'reasoning-delta', text: thought, frame };
  return field(delta, 'type') === 'input_json_delta' ? { type: 'tool-delta', frame } : { type: 'chunk-empty', frame };
}

function* usageEvent(usage: Record<string, unknown>, reported: unknown): Generator<StreamEvent> {
  if (typeof reported !== 'object' || reported === null) return;
  for (const [name, value] of Object.entries(reported)) {
    if (value !== null) usage[name] = value;
  }
  yield { type: 'usage-reported', usage: usageOf(usage), costUsd: null, raw: { ...usage } };
}

/** `input_tokens` counts only what the prompt cache did not touch. Thinking is within `output_tokens`. */
function usageOf(usage: unknown): TokenUsage {
  const plain = amount(field(usage, 'input_tokens'));
  const cached = amount(field(usage, 'cache_read_input_tokens'));
  const written = amount(field(usage, 'cache_creation_input_tokens'));
  return {
    inputTokens: plain === null ? null : sumKnown(plain, cached, written),
    outputTokens: amount(field(usage, 'output_tokens')),
    reasoningTokens: amount(field(usage, 'output_tokens_details', 'thinking_tokens')),
    cachedInputTokens: cached,
    cacheWriteTokens: written,
  };
}

function* finishOf(stopReason: string | null): Generator<StreamEvent> {
  if (stopReason === null) return;
  yield { type: 'response-finished', reason: entryOf(finishReasons, stopReason) ?? 'other', raw: stopReason };
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
};
