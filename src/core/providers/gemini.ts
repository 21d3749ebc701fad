import { AsyncLocalStorage } from 'node:async_hooks';
import type { GenerationConfig, GenerativeModel, ModelParams as SdkModelParams } from '@google/generative-ai';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { ModelParams } from '../../shared/model/suite.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { classifyFrame, subjectOf } from './errors.ts';
import { amount, entryOf, field, items, sumKnown, text } from '../json.ts';
import { baseUrlOf, given, opened, parsed, sdkOptions } from './sdk.ts';
import type { Adapter, CallContext, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';

type ReasoningEffort = NonNullable<ModelParams['reasoningEffort']>;

const sdk = () => import('@google/generative-ai');

/** Google Gemini, `streamGenerateContent`. */
export function createGemini(): Adapter {
  return {
    api: 'gemini',
    prepare: sdk,
    async *stream(request, call) {
      const model = await geminiModel(
        { model: request.model, generationConfig: configOf(request), ...given({ systemInstruction: request.system }) },
        call,
      );
      const stream = await opened(request, call, () =>
        withFetch(call.fetch, () => model.generateContentStream(request.prompt, { signal: call.signal })),
      );
      // The SDK reads the stream twice; the second reading fails as the first does, which is the one that is heard.
      stream.response.catch(() => undefined);
      for await (const chunk of parsed(request, call, stream.stream)) yield* eventsOf(chunk, request, call);
    },
  };
}

/** The SDK's client of one model, for one call: its requests go out within `withFetch`. */
export async function geminiModel(params: SdkModelParams, call: CallContext): Promise<GenerativeModel> {
  const { GoogleGenerativeAI } = await sdk();
  const { baseUrl, apiVersion } = splitVersion(baseUrlOf(call));
  const own = { ...params, model: pathOf(params.model) };
  return new GoogleGenerativeAI(sdkOptions.apiKey).getGenerativeModel(own, { baseUrl, apiVersion });
}

/** The SDK puts the name into the address as it stands, where `?`, `#` and `..` would make another address of it. */
function pathOf(model: string): string {
  const parts = model.split('/').map(encodeURIComponent);
  // There is no way to write these but as the part of a name.
  return parts.join(parts.some((part) => part === '.' || part === '..') ? '%2F' : '/');
}

const callFetch = new AsyncLocalStorage<typeof fetch>();
let isWrapped = false;

/** This SDK knows the global `fetch` only: within `run` that one leads to the call's own, elsewhere it is what it was. */
export function withFetch<T>(own: typeof fetch, run: () => Promise<T>): Promise<T> {
  if (!isWrapped) {
    isWrapped = true;
    const original = globalThis.fetch;
    globalThis.fetch = (input, init) => (callFetch.getStore() ?? original)(input, init);
  }
  return callFetch.run(own, run);
}

/** The SDK joins base URL and API version itself. */
function splitVersion(url: string): { readonly baseUrl: string; readonly apiVersion: string } {
  const match = /^(.*)\/(v\d+\w*)$/.exec(url);
  return { baseUrl: match?.[1] ?? url, apiVersion: match?.[2] ?? 'v1beta' };
}

/** Fields newer than the SDK pass through it. */
function configOf({ model, params }: GenerateRequest): GenerationConfig {
  return given({
    maxOutputTokens: params.maxOutputTokens,
    temperature: params.temperature,
    topP: params.topP,
    seed: params.seed,
    stopSequences: params.stop,
    thinkingConfig: params.reasoningEffort && { ...thinkingOf(model, params.reasoningEffort), includeThoughts: true },
  });
}

/** The budgets that Google's own OpenAI-compatible endpoint takes the efforts for (ai.google.dev/gemini-api/docs/openai). */
const thinkingBudgets: Readonly<Record<ReasoningEffort, number>> = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 };

/** Gemini 3 and later think at a level, 2.5 within a budget; each refuses the other's field. */
function thinkingOf(model: string, effort: ReasoningEffort): object {
  const generation = Number(/gemini-(\d+)/.exec(model)?.[1] ?? Infinity);
  return generation < 3 ? { thinkingBudget: thinkingBudgets[effort] } : { thinkingLevel: effort };
}

function* eventsOf(chunk: unknown, request: GenerateRequest, call: CallContext): Generator<StreamEvent> {
  const frame = frameOf(chunk);
  const error = field(chunk, 'error');
  if (error !== undefined) throw classifyFrame(subjectOf(call.endpoint, request.model), chunk);
  const responseModel = text(field(chunk, 'modelVersion'));
  if (responseModel !== null) yield { type: 'response-started', responseId: text(field(chunk, 'responseId')), responseModel };
  const candidate = items(field(chunk, 'candidates'))[0];
  const parts = items(field(candidate, 'content', 'parts'));
  yield { type: 'chunk-empty', frame };
  for (const part of parts) yield* partOf(part, frame);
  const usage = field(chunk, 'usageMetadata');
  if (usage !== undefined) yield { type: 'usage-reported', usage: usageOf(usage), costUsd: null, raw: usage };
  yield* finishOf(text(field(candidate, 'finishReason')), text(field(chunk, 'promptFeedback', 'blockReason')));
}

function* partOf(part: unknown, frame: number): Generator<StreamEvent> {
  const said = text(field(part, 'text'));
  if (said !== null) yield { type: field(part, 'thought') === true ? 'reasoning-delta' : 'text-delta', text: said, frame };
  else if (field(part, 'functionCall') !== undefined) yield { type: 'tool-delta', frame };
}

/** Thoughts are billed as output, but `candidatesTokenCount` leaves them out. A count of 0 is not sent: then the total tells. */
function usageOf(usage: unknown): TokenUsage {
  const input = amount(field(usage, 'promptTokenCount'));
  const total = amount(field(usage, 'totalTokenCount'));
  const thoughts = amount(field(usage, 'thoughtsTokenCount'));
  const answer = amount(field(usage, 'candidatesTokenCount'));
  return {
    inputTokens: input,
    outputTokens: sumKnown(answer, thoughts) ?? (input === null || total === null ? null : amount(total - input)),
    reasoningTokens: thoughts,
    cachedInputTokens: amount(field(usage, 'cachedContentTokenCount')),
    cacheWriteTokens: null,
  };
}

function* finishOf(finishReason: string | null, blockReason: string | null): Generator<StreamEvent> {
  if (blockReason !== null) yield { type: 'response-finished', reason: 'content-filter', raw: blockReason };
  else if (finishReason !== null) {
    yield { type: 'response-finished', reason: entryOf(finishReasons, finishReason) ?? 'other', raw: finishReason };
  }
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  FINISH_REASON_UNSPECIFIED: 'unknown',
};
