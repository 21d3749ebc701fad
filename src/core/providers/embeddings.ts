import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { CallError } from '../../shared/model/errors.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import { unknownUsage, type TokenUsage } from '../../shared/model/usage.ts';
import { amount, field, items } from '../json.ts';
import { callError, subjectOf } from './errors.ts';
import type { Frame, FrameScanner } from './frames.ts';
import { geminiModel, withFetch } from './gemini.ts';
import { openaiClient } from './openaiSdk.ts';
import { rateStateOf } from './rateState.ts';
import { redactBrief } from './redact.ts';
import { ProviderError, type CallContext, type EmbedRequest, type EmbedResult } from './spec.ts';
import type { WireCall } from './transport.ts';

export interface Embeddings {
  /** One for each text, in their order. */
  readonly vectors: readonly (readonly number[])[];
  readonly usage: TokenUsage;
}

type Embed = (request: EmbedRequest, call: CallContext) => Promise<Embeddings>;

/** Both of OpenAI's wires have the same embeddings beside them. */
const wires: Readonly<Partial<Record<WireKind, Embed>>> = {
  'openai-chat': embedAsOpenai,
  'openai-responses': embedAsOpenai,
  gemini: embedAsGemini,
};

/** For people whose server has none. */
export const wiresThatEmbed = "Name an embedding model of a server that speaks OpenAI's API or Gemini's.";

export function canEmbed(api: WireKind): boolean {
  return wires[api] !== undefined;
}

/** One call for the vectors of some texts. Throws `ProviderError`, or whatever its SDK throws. */
export async function embedOnWire(request: EmbedRequest, call: CallContext): Promise<Embeddings> {
  const { endpoint } = call;
  const embed = wires[endpoint.api];
  const subject = subjectOf(endpoint, request.model);
  if (!embed) {
    const message = `${endpoint.provider}/${request.model} cannot be asked for embeddings: its API has none that we know`;
    throw new ProviderError(
      callError(subject, { kind: 'unsupported-parameter', stage: 'prepare', message, advice: wiresThatEmbed }),
    );
  }
  const found = await embed(request, call);
  if (fits(found.vectors, request.texts.length)) return found;
  const message = `${subject.origin} did not answer with one vector of numbers for each text`;
  throw new ProviderError(callError(subject, { kind: 'malformed-response', stage: 'parse', message }));
}

function fits(vectors: Embeddings['vectors'], texts: number): boolean {
  const length = vectors[0]?.length ?? 0;
  return vectors.length === texts && length > 0 && vectors.every((vector) => vector.length === length && isMeasurable(vector));
}

/** Beyond, a cosine is no number. */
function isMeasurable(vector: readonly number[]): boolean {
  return Number.isFinite(vector.reduce((sum, value) => sum + value * value, 0));
}

/** `POST …/embeddings` (platform.openai.com/docs/api-reference/embeddings). The SDK's own default is base64, which few other servers know. */
async function embedAsOpenai({ model, texts }: EmbedRequest, call: CallContext): Promise<Embeddings> {
  const client = await openaiClient(call);
  const body: EmbeddingCreateParams = { model, input: [...texts], encoding_format: 'float' };
  const response: unknown = await client.embeddings.create(body, { signal: call.signal });
  const data = items(field(response, 'data')).toSorted((a, b) => indexOf(a) - indexOf(b));
  return {
    vectors: data.map((entry) => numbers(field(entry, 'embedding'))),
    usage: usageOf(amount(field(response, 'usage', 'prompt_tokens'))),
  };
}

function indexOf(entry: unknown): number {
  return amount(field(entry, 'index')) ?? 0;
}

/** `POST …:batchEmbedContents` (ai.google.dev/api/embeddings). Older models do not say how many tokens they read. */
async function embedAsGemini({ model, texts }: EmbedRequest, call: CallContext): Promise<Embeddings> {
  const client = await geminiModel({ model }, call);
  const requests = texts.map((text) => ({ content: { role: 'user', parts: [{ text }] } }));
  const response: unknown = await withFetch(call.fetch, () => client.batchEmbedContents({ requests }, { signal: call.signal }));
  return {
    vectors: items(field(response, 'embeddings')).map((entry) => numbers(field(entry, 'values'))),
    usage: usageOf(amount(field(response, 'usageMetadata', 'promptTokenCount'))),
  };
}

/** Nothing is written, so nothing written is billed. */
function usageOf(inputTokens: number | null): TokenUsage {
  return { ...unknownUsage, inputTokens, outputTokens: 0 };
}

/** Empty where it is no list of numbers. */
function numbers(value: unknown): readonly number[] {
  const list = items(value);
  return list.every((item) => typeof item === 'number' && Number.isFinite(item)) ? list.map(Number) : [];
}

interface EndedCall {
  readonly wire: WireCall;
  readonly secrets: readonly string[];
  readonly now: number;
  readonly date: Date;
}

export function embedResult(
  status: EmbedResult['status'],
  found: Embeddings | null,
  error: CallError | null,
  { wire, secrets, now, date }: EndedCall,
): EmbedResult {
  const requestId = wire.requestId === null ? null : redactBrief(wire.requestId, secrets);
  const usage = found?.usage ?? unknownUsage;
  return {
    status,
    vectors: found?.vectors ?? null,
    usage,
    usageSource: usage.inputTokens === null ? null : 'provider',
    reportedCostUsd: null,
    requestId,
    error: error && { ...error, requestId },
    sentAt: wire.sentAt,
    headersAt: wire.headersAt,
    finishedAt: now,
    rateState: rateStateOf(wire.headers, date),
  };
}

/** A body of JSON as it comes, for an SDK to read whole. */
export class WholeBody implements FrameScanner {
  readonly contentType = 'application/json';

  push(chunk: Buffer): readonly Frame[] {
    return [{ bytes: chunk, last: false }];
  }

  flush(): readonly Frame[] {
    return [];
  }
}
