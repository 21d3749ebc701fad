import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { RefusalError } from './errors.ts';
import { amount, entryOf, field, items, text } from './json.ts';
import { baseUrlOf, given, opened, parsed, sdkOptions } from './sdk.ts';
import type { Adapter, CallContext, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';

type TokenLimit = 'max_tokens' | 'max_completion_tokens';

interface Dialect {
  readonly streamOptions: boolean;
  readonly tokenLimit: TokenLimit;
}

const sdk = () => import('openai');

/**
 * OpenAI Chat Completions and the many servers that speak it. What a server refuses (`stream_options`, or one of the
 * two names of the token limit) is left out in one further try and remembered.
 */
export function createOpenaiChat(): Adapter {
  const dialects = new Map<string, Dialect>();
  return {
    api: 'openai-chat',
    prepare: sdk,
    async *stream(request, call) {
      const chunks = await openInDialect(request, call, dialects);
      for await (const chunk of parsed(request, call, chunks)) yield* eventsOf(chunk);
    },
  };
}

async function openInDialect(
  request: GenerateRequest,
  call: CallContext,
  dialects: Map<string, Dialect>,
): Promise<AsyncIterable<ChatCompletionChunk>> {
  const { OpenAI } = await sdk();
  const baseURL = baseUrlOf(call);
  const client = new OpenAI({ ...sdkOptions, baseURL, fetch: call.fetch, organization: null, project: null });
  const key = `${baseURL} ${request.model}`;
  let dialect = dialects.get(key) ?? firstDialect(baseURL, dialects);
  for (let changes = 0; ; changes++) {
    const body = bodyOf(request, dialect);
    try {
      const stream = await opened(request, call, () => client.chat.completions.create(body, { signal: call.signal }));
      dialects.set(key, dialect);
      return stream;
    } catch (error) {
      const next = changes < 2 && error instanceof RefusalError ? otherDialect(dialect, error) : null;
      if (next === null) throw error;
      dialect = next;
    }
  }
}

/** Another model of the same server has taught what the server knows of `stream_options`. */
function firstDialect(baseURL: string, dialects: ReadonlyMap<string, Dialect>): Dialect {
  const refused = [...dialects].some(([key, dialect]) => key.startsWith(`${baseURL} `) && !dialect.streamOptions);
  const official = new URL(baseURL).origin === 'https://api.openai.com';
  return { streamOptions: !refused, tokenLimit: official ? 'max_completion_tokens' : 'max_tokens' };
}

function otherDialect(dialect: Dialect, refusal: RefusalError): Dialect | null {
  const { kind, httpStatus } = refusal.detail;
  if (httpStatus !== 400 && httpStatus !== 422) return null;
  if (dialect.streamOptions && refusal.names('stream_options')) return { ...dialect, streamOptions: false };
  if (kind !== 'unsupported-parameter' || !refusal.names(dialect.tokenLimit)) return null;
  return { ...dialect, tokenLimit: dialect.tokenLimit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' };
}

function bodyOf(request: GenerateRequest, dialect: Dialect): ChatCompletionCreateParamsStreaming {
  const { params } = request;
  return {
    model: request.model,
    messages: [
      ...(request.system === null ? [] : [{ role: 'system', content: request.system } as const]),
      { role: 'user', content: request.prompt },
    ],
    stream: true,
    ...given({
      stream_options: dialect.streamOptions ? { include_usage: true } : undefined,
      [dialect.tokenLimit]: params.maxOutputTokens,
      temperature: params.temperature,
      top_p: params.topP,
      seed: params.seed,
      stop: params.stop,
      reasoning_effort: params.reasoningEffort,
    }),
  };
}

/** Read as unknown: servers that speak this format leave out and add what they like. */
function* eventsOf(chunk: unknown): Generator<StreamEvent> {
  const frame = frameOf(chunk);
  const responseModel = text(field(chunk, 'model'));
  if (responseModel !== null) yield { type: 'response-started', responseId: text(field(chunk, 'id')), responseModel };
  const choice = items(field(chunk, 'choices')).find((entry) => (amount(field(entry, 'index')) ?? 0) === 0);
  yield* deltasOf(field(choice, 'delta'), frame);
  const usage = field(chunk, 'usage') ?? field(chunk, 'x_groq', 'usage');
  if (usage !== undefined && usage !== null) {
    yield { type: 'usage-reported', usage: usageOf(usage), costUsd: amount(field(usage, 'cost')), raw: usage };
  }
  const finish = text(field(choice, 'finish_reason'));
  if (finish !== null) yield { type: 'response-finished', reason: entryOf(finishReasons, finish) ?? 'other', raw: finish };
}

function* deltasOf(delta: unknown, frame: number): Generator<StreamEvent> {
  const reasoning = text(field(delta, 'reasoning_content')) ?? text(field(delta, 'reasoning'));
  const content = text(field(delta, 'content'));
  const refusal = text(field(delta, 'refusal'));
  const tools = items(field(delta, 'tool_calls')).length > 0 || field(delta, 'function_call') !== undefined;
  if (reasoning !== null) yield { type: 'reasoning-delta', text: reasoning, frame };
  if (content !== null) yield { type: 'text-delta', text: content, frame };
  if (refusal !== null) yield { type: 'text-delta', text: refusal, frame };
  if (tools) yield { type: 'tool-delta', frame };
  if (reasoning === null && content === null && refusal === null && !tools) yield { type: 'chunk-empty', frame };
}

/** DeepSeek names its cache hits otherwise. */
function usageOf(usage: unknown): TokenUsage {
  return {
    inputTokens: amount(field(usage, 'prompt_tokens')),
    outputTokens: outputOf(usage),
    reasoningTokens: amount(field(usage, 'completion_tokens_details', 'reasoning_tokens')),
    cachedInputTokens:
      amount(field(usage, 'prompt_tokens_details', 'cached_tokens')) ?? amount(field(usage, 'prompt_cache_hit_tokens')),
    cacheWriteTokens: amount(field(usage, 'prompt_tokens_details', 'cache_write_tokens')),
  };
}

/** Reasoning is within `completion_tokens`; but xAI counts it beside them, as its total (or more reasoning than output) shows. */
function outputOf(usage: unknown): number | null {
  const completion = amount(field(usage, 'completion_tokens'));
  const reasoning = amount(field(usage, 'completion_tokens_details', 'reasoning_tokens'));
  if (completion === null || reasoning === null) return completion;
  const total = amount(field(usage, 'total_tokens'));
  const apart = reasoning > completion || total === (amount(field(usage, 'prompt_tokens')) ?? 0) + completion + reasoning;
  return apart ? completion + reasoning : completion;
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};
