import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { ErrorKind } from '../../src/shared/model/errors.ts';
import { createCaller } from '../../src/core/providers/caller.ts';
import { createGoogleToken, type GoogleTokenSource } from '../../src/core/providers/googleToken.ts';
import type { CallResult, Endpoint, GenerateRequest } from '../../src/core/providers/spec.ts';
import { framesOf, type Reply } from '../servers/formats.ts';
import { googleCloudMachine, googleMachine } from '../servers/googleMachine.ts';
import { startWireServer, type Fault } from '../servers/wireServer.ts';

const token = 'ya29.a0Afn-0123456789abcdef';
const location = '/v1/projects/my-project/locations/us-east5';
const model = 'claude-haiku-4-5@20251001';
const said: Reply = { reasoning: ['Hm.'], text: ['one ', 'two'], usage: { input: 20, output: 12, cached: 4 } };
/** Vertex hands Anthropic's own events through. */
const reply: Reply = { ...said, frames: framesOf('anthropic', said) };

interface Options {
  readonly endpoint?: Partial<Endpoint>;
  readonly request?: Partial<GenerateRequest>;
  readonly google?: GoogleTokenSource;
}

async function vertex(context: TestContext, fault?: Fault) {
  const server = await startWireServer({ reply, ...(fault && { fault }) });
  context.after(() => server.close());
  const call = async ({ endpoint, request, google = async () => token }: Options = {}): Promise<CallResult> => {
    const caller = createCaller({ signIns: { google, aws: () => Promise.reject(new Error('not asked for')) } });
    context.after(() => caller.dispose());
    return caller.call(
      {
        provider: 'vertex',
        api: 'vertex-anthropic',
        baseUrl: server.origin + location,
        apiKey: null,
        headers: {},
        credentials: 'google',
        ...endpoint,
      },
      { model, system: null, prompt: 'Say hello.', params: {}, ...request },
      { headersMs: 5000, idleMs: 5000, totalMs: 20_000 },
      new AbortController().signal,
    );
  };
  return { server, call };
}

test('Claude on Vertex: the model in the path, the version in the body, the token for a key', async (context) => {
  const { call, server } = await vertex(context);
  const result = await call({ request: { system: 'Be brief.', params: { temperature: 0.5, maxOutputTokens: 64 } } });
  assert.equal(result.error, null);
  assert.equal(result.api, 'vertex-anthropic');
  assert.equal(result.text, 'one two');
  assert.equal(result.reasoning, 'Hm.');
  assert.equal(result.usage.inputTokens, 24);
  assert.equal(result.finishReason, 'stop');
  assert.deepEqual(
    result.chunks.map(({ kind }) => kind),
    framesOf('anthropic', said).map(({ kind }) => kind),
  );
  const [seen] = server.requests;
  assert.equal(seen?.path, `${location}/publishers/anthropic/models/${model}:streamRawPredict`);
  assert.deepEqual(seen?.body, {
    anthropic_version: 'vertex-2023-10-16',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Say hello.' }],
    stream: true,
    system: 'Be brief.',
    temperature: 0.5,
  });
  assert.equal(seen?.headers.authorization, `Bearer ${token}`);
  assert.equal(seen?.headers['x-api-key'], undefined);
  assert.equal(seen?.headers['anthropic-version'], undefined);
});

test('a model cannot leave its place in the path', async (context) => {
  const { call, server } = await vertex(context);
  await call({ request: { model: '../../x:predict?a=b#c' } });
  assert.equal(
    server.requests[0]?.path,
    `${location}/publishers/anthropic/models/..%2F..%2Fx%3Apredict%3Fa%3Db%23c:streamRawPredict`,
  );
});

test('other models of Vertex are called with the same token', async (context) => {
  const { server, call } = await vertex(context);
  await call({ endpoint: { api: 'openai-chat', baseUrl: `${server.origin}${location}/endpoints/openapi` } });
  assert.equal(server.requests[0]?.path, `${location}/endpoints/openapi/chat/completions`);
  assert.equal(server.requests[0]?.headers.authorization, `Bearer ${token}`);
});

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly kind: ErrorKind;
  readonly advice: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    status: 401,
    code: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid credential.',
    kind: 'authentication',
    advice: /gcloud auth application-default login/,
  },
  {
    status: 403,
    code: 'PERMISSION_DENIED',
    message:
      "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/p' (or it may not exist).",
    kind: 'permission',
    advice: /roles\/aiplatform\.user/,
  },
  {
    status: 404,
    code: 'NOT_FOUND',
    message: 'Publisher Model `projects/p/…/claude-x` was not found or your project does not have access to it.',
    kind: 'model-not-found',
    advice: /Model Garden/,
  },
  {
    status: 429,
    code: 'RESOURCE_EXHAUSTED',
    message:
      'Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude.',
    kind: 'rate-limit',
    advice: /concurrency/,
  },
];

for (const { status, code, message, kind, advice } of refusals) {
  test(`refusal: ${code}, and the token is not in it`, async (context) => {
    const body = JSON.stringify({ error: { code: status, message: `${message} (${token})`, status: code } });
    const { call } = await vertex(context, { type: 'status', status, body });
    const result = await call();
    assert.equal(result.error?.kind, kind);
    assert.match(result.error.advice, advice);
    assert.ok(!JSON.stringify(result).includes(token));
  });
}

test('a machine that is not signed in sends nothing, and is told how to sign in', async (context) => {
  const { call, server } = await vertex(context);
  const { error, sentAt } = await call({ google: () => Promise.reject(new Error('Could not load the default credentials.')) });
  assert.equal(error?.kind, 'authentication');
  assert.equal(error.stage, 'prepare');
  assert.equal(error.retryable, false);
  assert.match(error.message, /not signed in to Google Cloud: Could not load the default credentials/);
  assert.match(error.advice, /gcloud auth application-default login/);
  assert.equal(sentAt, null);
  assert.equal(server.requests.length, 0);
});

test('a sign-in that fails for the network is tried again', async (context) => {
  const { call } = await vertex(context);
  const reset = Object.assign(new Error('request failed'), { code: 'ECONNRESET' });
  const { error } = await call({ google: () => Promise.reject(reset) });
  assert.equal(error?.kind, 'network');
  assert.equal(error.retryable, true);
});

test('a token is asked for once, by however many calls, and kept while it is good', async (context) => {
  const { asked } = await googleMachine(context, 3600);
  const source = createGoogleToken();
  assert.deepEqual(await Promise.all([source(), source(), source()]), ['token-1', 'token-1', 'token-1']);
  assert.equal(await source(), 'token-1');
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.get('scope'), 'https://www.googleapis.com/auth/cloud-platform');
  assert.equal(asked[0]?.get('subject_token'), 'subject-token');
});

test("in Google's own cloud, many calls wait for one token", async (context) => {
  const { asked } = await googleCloudMachine(context, 3600);
  const source = createGoogleToken();
  assert.deepEqual(await Promise.all([source(), source(), source()]), ['token-1', 'token-1', 'token-1']);
  assert.equal(await source(), 'token-1');
  assert.equal(asked.length, 1);
});

test('a token that is about to expire is asked for anew', async (context) => {
  const { asked } = await googleMachine(context, 60);
  const source = createGoogleToken();
  assert.equal(await source(), 'token-1');
  assert.deepEqual(await Promise.all([source(), source()]), ['token-2', 'token-2']);
  assert.equal(asked.length, 2);
});

test('a sign-in that failed is tried again by the next call', async (context) => {
  const { asked } = await googleMachine(context, 3600);
  const adc = process.env['GOOGLE_APPLICATION_CREDENTIALS'];
  process.env['GOOGLE_APPLICATION_CREDENTIALS'] = '/nowhere.json';
  const source = createGoogleToken();
  await assert.rejects(source(), /nowhere\.json/);
  process.env['GOOGLE_APPLICATION_CREDENTIALS'] = adc;
  assert.equal(await source(), 'token-1');
  assert.equal(asked.length, 1);
});
