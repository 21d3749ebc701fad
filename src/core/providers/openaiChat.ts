import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { classifyFrame, subjectOf } from './errors.ts';
import { amount, entryOf, field, items, text } from '../json.ts';
import { tokenLimitOf } from './negotiation.ts';
import { openaiClient, openaiSdk } from './openaiSdk.ts';
import { given, opened, parsed } from './sdk.ts';
import type { Adapter, CallContext, Endpoint, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';
import { TaggedReasoning } from './taggedReasoning.ts';

/** OpenAI Chat Completions and the many servers that speak it, each in the dialect of its endpoint. */
export function createOpenaiChat(): Adapter {
  return {
    api: 'openai-chat',
    prepare: openaiSdk,
    async *stream(request, call) {
      const client = await openaiClient(call);
      const body = bodyOf(request, call.endpoint);
      const chunks = await opened(request, call, () => client.chat.completions.create(body, { signal: call.signal }));
      const tag = call.endpoint.dialect?.reasoningTag;
      const events = readChunks(parsed(request, call, chunks), request, call);
      yield* tag === undefined ? events : untagged(events, new TaggedReasoning(tag));
    },
  };
}

async function* readChunks(
  chunks: AsyncIterable<unknown>,
  request: GenerateRequest,
  call: CallContext,
): AsyncGenerator<StreamEvent> {
  for await (const chunk of chunks) yield* eventsOf(chunk, request, call);
}

async function* untagged(events: AsyncIterable<StreamEvent>, reasoning: TaggedReasoning): AsyncGenerator<StreamEvent> {
  for await (const event of events) {
    if (event.type === 'text-delta') yield* reasoning.take(event);
    else yield event;
  }
  yield* reasoning.end();
}

function bodyOf(request: GenerateRequest, endpoint: Endpoint): ChatCompletionCreateParamsStreaming {
  const { params } = request;
  return {
    model: request.model,
    messages: [
      ...(request.system === null ? [] : [{ role: 'system', content: request.system } as const]),
      { role: 'user', content: request.prompt },
    ],
    stream: true,
    ...given({
      stream_options: endpoint.dialect?.streamOptions === false ? undefined : { include_usage: true },
      [tokenLimitOf(endpoint)]: params.maxOutputTokens,
      temperature: params.temperature,
      top_p: params.topP,
      seed: params.seed,
      stop: params.stop,
      reasoning_effort: params.reasoningEffort,
    }),
  };
}

/** OpenRouter says it in dollars, xAI in ten-thousandths of a millionth. */
function costOf(usage: unknown): number | null {
  const ticks = amount(field(usage, 'cost_in_usd_ticks'));
  return amount(field(usage, 'cost')) ?? (ticks === null ? null : ticks / 1e10);
}

/** Read as unknown: servers that speak this format leave out and add what they like. */
function* eventsOf(chunk: unknown, request: GenerateRequest, call: CallContext): Generator<StreamEvent> {
  const frame = frameOf(chunk);
  const responseModel = text(field(chunk, 'model'));
  if (responseModel !== null) yield { type: 'response-started', responseId: text(field(chunk, 'id')), responseModel };
  const choice = items(field(chunk, 'choices')).find((entry) => (amount(field(entry, 'index')) ?? 0) === 0);
  yield* deltasOf(field(choice, 'delta'), frame);
  const usage = field(chunk, 'usage') ?? field(chunk, 'x_groq', 'usage');
  if (usage !== undefined && usage !== null) {
    const counts = usageOf(usage, call.endpoint.dialect?.reasoningApart ?? false);
    yield { type: 'usage-reported', usage: counts, costUsd: costOf(usage), raw: usage };
  }
  const finish = text(field(choice, 'finish_reason'));
  // A gateway's word for a provider that broke off (OpenRouter).
  if (finish === 'error') throw classifyFrame(subjectOf(call.endpoint, request.model), field(choice, 'error') ?? brokenOff);
  if (finish !== null) yield { type: 'response-finished', reason: entryOf(finishReasons, finish) ?? 'other', raw: finish };
}

const brokenOff = { message: 'the provider behind it failed', type: 'server_error' };

function* deltasOf(delta: unknown, frame: number): Generator<StreamEvent> {
  const parts = items(field(delta, 'content'));
  const reasoning = text(field(delta, 'reasoning_content')) ?? text(field(delta, 'reasoning')) ?? thoughtIn(parts);
  const content = text(field(delta, 'content')) ?? textIn(parts);
  const refusal = text(field(delta, 'refusal'));
  const tools = items(field(delta, 'tool_calls')).length > 0 || field(delta, 'function_call') !== undefined;
  if (reasoning !== null) yield { type: 'reasoning-delta', text: reasoning, frame };
  if (content !== null) yield { type: 'text-delta', text: content, frame };
  if (refusal !== null) yield { type: 'text-delta', text: refusal, frame };
  if (tools) yield { type: 'tool-delta', frame };
  if (reasoning === null && content === null && refusal === null && !tools) yield { type: 'chunk-empty', frame };
}

/** Mistral's reasoning models send content in parts: `{type:"thinking",thinking:[{type:"text",text}]}`, `{type:"text",text}`. */
function thoughtIn(parts: readonly unknown[]): string | null {
  return textIn(parts.flatMap((part) => items(field(part, 'thinking'))));
}

function textIn(parts: readonly unknown[]): string | null {
  return text(parts.map((part) => text(field(part, 'text')) ?? '').join(''));
}

/** DeepSeek names its cache hits otherwise. */
function usageOf(usage: unknown, reasoningApart: boolean): TokenUsage {
  return {
    inputTokens: amount(field(usage, 'prompt_tokens')),
    outputTokens: outputOf(usage, reasoningApart),
    reasoningTokens: amount(field(usage, 'completion_tokens_details', 'reasoning_tokens')),
    cachedInputTokens:
      amount(field(usage, 'prompt_tokens_details', 'cached_tokens')) ?? amount(field(usage, 'prompt_cache_hit_tokens')),
    cacheWriteTokens: amount(field(usage, 'prompt_tokens_details', 'cache_write_tokens')),
  };
}

/**
 * Reasoning is within `completion_tokens`, but some count it beside them (xAI). The figures tell, where they can: a total
 * that is the sum of all three, or more reasoning than output, is possible in one of the two ways only.
 */
function outputOf(usage: unknown, reasoningApart: boolean): number | null {
  const completion = amount(field(usage, 'completion_tokens'));
  const reasoning = amount(field(usage, 'completion_tokens_details', 'reasoning_tokens'));
  if (completion === null || reasoning === null || reasoning === 0) return completion;
  const beside = toldBeside(usage, completion, reasoning) ?? reasoningApart;
  return beside ? completion + reasoning : completion;
}

function toldBeside(usage: unknown, completion: number, reasoning: number): boolean | null {
  if (reasoning > completion) return true;
  const prompt = amount(field(usage, 'prompt_tokens'));
  const total = amount(field(usage, 'total_tokens'));
  if (prompt === null || total === null) return null;
  if (total === prompt + completion + reasoning) return true;
  return total === prompt + completion ? false : null;
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};
