import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages/messages';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { ModelParams } from '../../shared/model/suite.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { classifyFrame, subjectOf } from './errors.ts';
import { amount, entryOf, field, sumKnown, text } from '../json.ts';
import { baseUrlOf, given, opened, parsed, sdkOptions } from './sdk.ts';
import type { Adapter, CallContext, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';

/** The wire demands a limit; this one stands where the suite sets none. */
const defaultMaxTokens = 4096;

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
      const { body, sampled, changes } = messageBody(request);
      if (changes.length > 0) yield { type: 'request-adapted', changes };
      const headers = sampled ? { 'anthropic-version': samplingVersion } : {};
      const stream = await opened(request, call, () => client.messages.create(body, { signal: call.signal, headers }));
      const usage: Record<string, unknown> = {};
      for await (const event of parsed(request, call, stream)) yield* eventsOf(event, usage, request, call);
    },
  };
}

type ReasoningEffort = NonNullable<ModelParams['reasoningEffort']>;

/** For models that think within a budget of tokens: the least that the API takes is 1024. */
const budgets: Readonly<Record<ReasoningEffort, number>> = { minimal: 1024, low: 1024, medium: 8192, high: 16_384 };
const leastBudget = 1024;

/** The limit that a request is sent with. What a model thinks counts towards it: one that is asked to gets a budget on top. */
export function maxTokensOf(params: ModelParams): number {
  if (params.maxOutputTokens !== undefined) return params.maxOutputTokens;
  return defaultMaxTokens + (params.reasoningEffort === undefined ? 0 : budgets[params.reasoningEffort]);
}

type Thinking = Pick<MessageCreateParamsStreaming, 'thinking' | 'output_config'>;

interface Message {
  readonly body: MessageCreateParamsStreaming;
  /** It has sampling parameters. */
  readonly sampled: boolean;
  readonly changes: readonly string[];
}

/** The request as Anthropic takes it, and where it differs from what was asked. */
export function messageBody(request: GenerateRequest): Message {
  const { params } = request;
  const thinking = thinkingOf(request);
  // A model that thinks takes no other temperature than 1, and a top_p from 0.95.
  const temperature = thinking === null || params.temperature === 1 ? params.temperature : undefined;
  const topP = thinking === null || (params.topP ?? 0) >= 0.95 ? params.topP : undefined;
  const changes = [
    ...(params.temperature === temperature ? [] : ['without temperature']),
    ...(params.topP === topP ? [] : ['without topP']),
    ...(params.seed === undefined ? [] : ['without seed']),
    ...(params.reasoningEffort !== undefined && thinking === null ? ['without reasoningEffort'] : []),
    ...(params.reasoningEffort === 'minimal' && thinking?.output_config ? ['reasoningEffort low'] : []),
  ];
  const body: MessageCreateParamsStreaming = {
    model: request.model,
    max_tokens: maxTokensOf(params),
    messages: [{ role: 'user', content: request.prompt }],
    stream: true,
    ...given({ system: request.system, temperature, top_p: topP, stop_sequences: params.stop, ...thinking }),
  };
  return { body, sampled: temperature !== undefined || topP !== undefined, changes };
}

/** From Claude 4.6 on a model thinks as much as its effort says; before, within a budget, for which there may be no room. */
function thinkingOf({ model, params }: GenerateRequest): Thinking | null {
  const { reasoningEffort, maxOutputTokens } = params;
  if (reasoningEffort === undefined) return null;
  const version = /claude-(?:[a-z]+-)?(\d+)(?:[-.](\d{1,2}))?(?!\d)/.exec(model);
  if (version === null || Number(version[1]) * 100 + Number(version[2] ?? 0) >= 406) {
    return { thinking: { type: 'adaptive' }, output_config: { effort: reasoningEffort === 'minimal' ? 'low' : reasoningEffort } };
  }
  const budget = Math.min(budgets[reasoningEffort], Math.floor((maxOutputTokens ?? Infinity) / 2));
  return budget < leastBudget ? null : { thinking: { type: 'enabled', budget_tokens: budget } };
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
