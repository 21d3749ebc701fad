import { cloudRefusals } from '../cloudRefusals.ts';
import { messagesOf } from '../bedrockServer.ts';
import { listProviders, type ListProvider } from '../modelLists.ts';
import { verifiedScope } from '../sigV4.ts';
import { chatServer, chatStream, heard, thinking, type ChatShape } from './chat.ts';
import { asIn, misfortune, usage, type BrandServer, type Misfortunes } from './spec.ts';

const { bedrock: refusals } = cloudRefusals;
const key = 'ABSKQmVkcm9ja0FQSUtleS0wMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcA==';

/** Who this machine is to AWS. */
export const awsIdentity = {
  accessKeyId: 'AKIA0123456789ABCDEF',
  secretAccessKey: 'aws/secret+0123456789abcdefghijklmnopqrs',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//0123456789abcdefgh=',
};

const misfortunes: Misfortunes = {
  key: asIn(refusals, 'key'),
  model: asIn(refusals, 'identifier'),
  rate: asIn(refusals, 'throttled', { headers: { 'retry-after': '1' }, retryAfterMs: 1000 }),
  down: misfortune(
    { message: 'Bedrock is unable to process your request.' },
    {
      status: 503,
      kind: 'overloaded',
      headers: { 'x-amzn-errortype': 'ServiceUnavailableException:http://internal.amazon.com/coral/' },
    },
  ),
};

/** Cached tokens and reasoning are not told apart. */
const plain = { inputTokens: 20, outputTokens: 12, reasoningTokens: null, cachedInputTokens: null, cacheWriteTokens: null };
const shape: ChatShape = {
  envelope: { id: 'chatcmpl-br1', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'openai.gpt-oss-120b-1:0' },
  choice: { logprobs: null },
  counts: { prompt_tokens: 20, completion_tokens: 12, total_tokens: 32 },
  countsCome: 'asked',
};
const openWeights = { base: '', key, requestIdHeader: 'x-amzn-requestid', shape, misfortunes } as const;

/** Around the first part and the last. */
const tagged = (parts: readonly string[]): readonly string[] =>
  parts.map((part, index) => `${index === 0 ? '<reasoning>' : ''}${part}${index === parts.length - 1 ? '</reasoning>' : ''}`);

/** The runtime endpoint leaves the reasoning of gpt-oss within its content, in tags. */
const withKey = chatServer({
  ...openWeights,
  id: 'bedrock',
  way: 'API key',
  modelOf: ({ path, body }) => (path === '/openai/v1/chat/completions' ? String(body['model']) : null),
  answers: ({ reasoning, text }, asked) =>
    chatStream({ ...shape, thought: (content) => ({ content }) }, { reasoning: tagged(reasoning), text }, asked),
  heard: heard({ usage: plain, model: 'openai.gpt-oss-120b-1:0' }),
  bill: { by: 'genai-prices', usd: (20 * 0.15 + 12 * 0.6) / 1e6, estimated: false },
  list: null,
});

const mantleList: ListProvider = {
  ...listProviders.openai,
  list: () => ({ object: 'list', data: [{ id: 'openai.gpt-oss-120b', object: 'model' }] }),
};

const mantle = chatServer({
  ...openWeights,
  id: 'bedrock-mantle',
  modelOf: ({ path, body }) => (path === '/v1/chat/completions' ? String(body['model']) : null),
  heard: heard({ reasoning: null, usage: plain, model: 'openai.gpt-oss-120b-1:0' }),
  misfortunes: {
    ...misfortunes,
    model: misfortune(
      {
        error: {
          code: 'model_not_found',
          message: "The model 'no-such-model' does not exist",
          param: null,
          type: 'invalid_request_error',
        },
      },
      { status: 404, kind: 'model-not-found' },
    ),
  },
  bill: { by: null, usd: null, estimated: false },
  list: mantleList,
});

const claude = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

/** Converse over AWS's binary frames, signed: cached tokens are outside of `inputTokens`, reasoning is not told apart. */
const signed: BrandServer = {
  id: 'bedrock',
  way: 'signed by AWS',
  model: claude,
  base: '',
  key: null,
  modelOf: ({ path }) => {
    const id = /^\/model\/([^/]+)\/converse-stream$/.exec(path)?.[1];
    return id === undefined ? null : decodeURIComponent(id);
  },
  authorized: ({ method, path, headers, raw }) =>
    verifiedScope({ method, path, headers, body: raw }, awsIdentity.secretAccessKey)?.endsWith('/us-east-1/bedrock') === true &&
    headers['x-amz-security-token'] === awsIdentity.sessionToken,
  refuses: () => null,
  contentType: 'application/vnd.amazon.eventstream',
  requestIdHeader: 'x-amzn-requestid',
  answers: ({ reasoning, text }) =>
    messagesOf({
      reasoning,
      text,
      usage: { input: 13, output: 12, cached: 4, cacheWrite: 3 },
      ...(text.length === 0 && { finish: 'max_tokens' }),
    }),
  params: thinking,
  wants: {
    messages: [{ role: 'user', content: [{ text: 'Say hello.' }] }],
    system: [{ text: 'Be brief.' }],
    inferenceConfig: { maxTokens: 4096 },
    additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
  },
  heard: heard({ usage: { ...usage, reasoningTokens: null, cacheWriteTokens: 3 }, adapted: ['without temperature'] }),
  misfortunes: {
    ...misfortunes,
    key: misfortune(
      { message: 'The security token included in the request is invalid.' },
      {
        status: 403,
        kind: 'authentication',
        headers: { 'x-amzn-errortype': 'UnrecognizedClientException:http://internal.amazon.com/coral/' },
        advice: /Sign in to AWS again/,
      },
    ),
  },
  bill: { by: 'genai-prices', usd: (13 * 1.1 + 3 * 1.375 + 4 * 0.11 + 12 * 5.5) / 1e6, estimated: false },
  list: null,
};

export const bedrockServers = [withKey, signed, mantle];
