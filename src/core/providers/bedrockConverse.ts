import type { BedrockRuntimeClientConfig, ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime';
import type { FinishReason } from '../../shared/model/attempt.ts';
import type { TokenUsage } from '../../shared/model/usage.ts';
import { messageBody } from './anthropic.ts';
import { awsRegionOf } from './awsIdentity.ts';
import { classifyFrame, subjectOf } from './errors.ts';
import { EventStreamFrames } from './eventStream.ts';
import { amount, entryOf, field, sumKnown, text } from '../json.ts';
import { baseUrlOf, given, opened, parsed, sdkOptions } from './sdk.ts';
import type { Adapter, CallContext, GenerateRequest, StreamEvent } from './spec.ts';
import { frameOf } from './sse.ts';

const sdk = () => import('@aws-sdk/client-bedrock-runtime');

/** Bedrock's Converse: the one wire that all of its models speak, and the one that AWS's own credentials sign. */
export function createBedrockConverse(): Adapter {
  return {
    api: 'bedrock-converse',
    prepare: sdk,
    frames: () => new EventStreamFrames(),
    async *stream(request, call) {
      const { BedrockRuntimeClient, ConverseStreamCommand } = await sdk();
      const { input, changes } = inputOf(request);
      if (changes.length > 0) yield { type: 'request-adapted', changes };
      const client = new BedrockRuntimeClient(configOf(call));
      const { stream } = await opened(request, call, () => client.send(new ConverseStreamCommand(input)));
      if (stream === undefined) return;
      for await (const line of parsed(request, call, stream)) yield* eventsOf(JSON.parse(String(line)), request, call);
    },
  };
}

/** All that the SDK would look up in the environment and in files is said here: it builds and signs a request, no more. */
function configOf(call: CallContext): BedrockRuntimeClientConfig {
  const { aws, baseUrl } = call.endpoint;
  const region = awsRegionOf(baseUrl);
  return {
    endpoint: baseUrlOf(call),
    ...(region !== null && { region }),
    // Without an identity of AWS it is a key that calls, and the transport has it.
    ...(aws === undefined
      ? { token: { token: sdkOptions.apiKey }, authSchemePreference: ['httpBearerAuth'] }
      : { credentials: aws, authSchemePreference: ['sigv4'] }),
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts: 1,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    userAgentAppId: async () => undefined,
    requestHandler: { handle: async (request: SignedRequest) => ({ response: await sent(request, call.fetch) }) },
    // The transport has taken the stream apart: the SDK passes on what `EventStreamFrames` made of it.
    eventStreamSerdeProvider: () => ({ deserialize: passedOn, serialize: () => [] }),
  };
}

interface SignedRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

async function sent({ protocol, hostname, port, path, headers, body }: SignedRequest, send: typeof fetch): Promise<object> {
  const authority = port === undefined ? hostname : `${hostname}:${port}`;
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const response = await send(`${protocol}//${authority}${path}`, { method: 'POST', headers, body: text });
  return { statusCode: response.status, headers: {}, body: response.body };
}

/** The type is what the SDK's own parser would make of the lines. */
function passedOn<Event>(body: AsyncIterable<Uint8Array>): AsyncIterable<Event> {
  return linesOf(body) as AsyncIterable<unknown> as AsyncIterable<Event>;
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

interface Input {
  readonly input: ConverseStreamCommandInput;
  /** What of the request is not sent as it was asked for. */
  readonly changes: readonly string[];
}

/** What only one family of models understands: Converse hands it through. */
type ModelFields = Exclude<ConverseStreamCommandInput['additionalModelRequestFields'], undefined>;

function inputOf(request: GenerateRequest): Input {
  const { model, prompt, system, params } = request;
  const { temperature, topP, fields, changes } = settingsOf(request);
  const inferenceConfig = given({ maxTokens: params.maxOutputTokens, temperature, topP, stopSequences: params.stop });
  return {
    input: {
      modelId: model,
      messages: [{ role: 'user', content: [{ text: prompt }] }],
      ...(system !== null && { system: [{ text: system }] }),
      ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
      ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: fields as ModelFields }),
    },
    changes,
  };
}

interface Settings {
  readonly temperature: unknown;
  readonly topP: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly changes: readonly string[];
}

function settingsOf(request: GenerateRequest): Settings {
  const { model, params } = request;
  if (/(?:^|\.)anthropic\./.test(model)) {
    const { body, changes } = messageBody(request);
    const { thinking, output_config } = body;
    return {
      temperature: field(body, 'temperature'),
      topP: field(body, 'top_p'),
      fields: given({ thinking, output_config }),
      changes,
    };
  }
  const { temperature, topP, seed, reasoningEffort } = params;
  const effort = reasoningEffort === 'minimal' ? 'low' : reasoningEffort;
  const family = families.find(({ models }) => models.test(model));
  const changes = [
    ...(seed === undefined ? [] : ['without seed']),
    ...(effort !== undefined && family === undefined ? ['without reasoningEffort'] : []),
    ...(effort !== reasoningEffort && family !== undefined ? ['reasoningEffort low'] : []),
  ];
  return { temperature, topP, fields: effort === undefined ? {} : (family?.effort(effort) ?? {}), changes };
}

interface Family {
  readonly models: RegExp;
  readonly effort: (level: string) => Record<string, unknown>;
}

/** Models that take an effort, besides Claude. */
const families: readonly Family[] = [
  { models: /(?:^|\.)openai\.gpt-oss-/, effort: (level) => ({ reasoning_effort: level }) },
  {
    models: /(?:^|\.)amazon\.nova-2-/,
    effort: (level) => ({ reasoningConfig: { type: 'enabled', maxReasoningEffort: level } }),
  },
];

/** `message` is what `EventStreamFrames` writes. */
function* eventsOf(message: unknown, request: GenerateRequest, call: CallContext): Generator<StreamEvent> {
  const frame = frameOf(message);
  const header = (name: string): string | null => text(field(message, 'headers', name));
  const payload = field(message, 'payload');
  if (header(':message-type') !== 'event') {
    const code = header(':exception-type') ?? header(':error-code');
    const said = text(field(payload, 'message')) ?? header(':error-message');
    throw classifyFrame(subjectOf(call.endpoint, request.model), { code, message: said });
  }
  const type = header(':event-type');
  yield type === 'contentBlockDelta' ? deltaOf(field(payload, 'delta'), frame) : { type: 'chunk-empty', frame };
  if (type === 'messageStop') yield* finishOf(text(field(payload, 'stopReason')));
  if (type === 'metadata') yield* usageEvent(field(payload, 'usage'));
}

function deltaOf(delta: unknown, frame: number): StreamEvent {
  const said = text(field(delta, 'text'));
  const thought = text(field(delta, 'reasoningContent', 'text'));
  if (said !== null) return { type: 'text-delta', text: said, frame };
  if (thought !== null) return { type: 'reasoning-delta', text: thought, frame };
  return field(delta, 'toolUse') === undefined ? { type: 'chunk-empty', frame } : { type: 'tool-delta', frame };
}

function* usageEvent(usage: unknown): Generator<StreamEvent> {
  if (typeof usage !== 'object' || usage === null) return;
  yield { type: 'usage-reported', usage: usageOf(usage), costUsd: null, raw: usage };
}

/**
 * `inputTokens` counts only what the prompt cache did not touch (AWS, "Prompt caching": the total is the sum of the three).
 * Reasoning is within `outputTokens`, and not told apart.
 */
function usageOf(usage: unknown): TokenUsage {
  const plain = amount(field(usage, 'inputTokens'));
  const cached = amount(field(usage, 'cacheReadInputTokens'));
  const written = amount(field(usage, 'cacheWriteInputTokens'));
  return {
    inputTokens: plain === null ? null : sumKnown(plain, cached, written),
    outputTokens: amount(field(usage, 'outputTokens')),
    reasoningTokens: null,
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
  guardrail_intervened: 'content-filter',
  content_filtered: 'content-filter',
};
