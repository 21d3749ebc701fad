import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { ErrorKind, ErrorStage } from '../../src/shared/model/errors.ts';
import type { CallTimeouts } from '../../src/core/providers/spec.ts';
import type { ConverseFault } from '../servers/bedrockServer.ts';
import { bedrock, identity, reply } from './bedrockHarness.ts';

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly kind: ErrorKind;
  readonly advice: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    status: 403,
    error: 'AccessDeniedException',
    message: "You don't have access to the model with the specified model ID.",
    kind: 'permission',
    advice: /access to us\.anthropic.*Bedrock console/,
  },
  {
    status: 400,
    error: 'ValidationException',
    message:
      "Invocation of model ID meta.llama3-2-1b-instruct-v1:0 with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
    kind: 'model-not-found',
    advice: /inference profile.*"us\./,
  },
  {
    status: 400,
    error: 'ValidationException',
    message: 'The provided model identifier is invalid.',
    kind: 'model-not-found',
    advice: /prefix/,
  },
  {
    status: 404,
    error: 'ResourceNotFoundException',
    message: 'Could not resolve the foundation model',
    kind: 'model-not-found',
    advice: /model name/,
  },
  {
    status: 429,
    error: 'ThrottlingException',
    message: 'Too many requests, please wait before trying again.',
    kind: 'rate-limit',
    advice: /concurrency/,
  },
  {
    status: 429,
    error: 'ThrottlingException',
    message: 'Too many tokens per day, please wait before trying again.',
    kind: 'quota',
    advice: /quota/,
  },
  {
    status: 403,
    error: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
    kind: 'authentication',
    advice: /AWS/,
  },
  {
    status: 403,
    error: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
    kind: 'authentication',
    advice: /AWS/,
  },
  { status: 403, error: 'InvalidSignatureException', message: 'Signature expired', kind: 'authentication', advice: /AWS/ },
  {
    status: 408,
    error: 'ModelTimeoutException',
    message: 'Model has timed out in processing the request.',
    kind: 'timeout',
    advice: /./,
  },
  { status: 424, error: 'ModelErrorException', message: 'The model had an error', kind: 'server', advice: /./ },
  {
    status: 429,
    error: 'ModelNotReadyException',
    message: 'Model is not ready for inference',
    kind: 'overloaded',
    advice: /loading/,
  },
  {
    status: 500,
    error: 'InternalServerException',
    message: 'The system encountered an unexpected error',
    kind: 'server',
    advice: /./,
  },
  {
    status: 503,
    error: 'ServiceUnavailableException',
    message: 'Bedrock is unable to process your request.',
    kind: 'overloaded',
    advice: /./,
  },
];

for (const { status, error, message, kind, advice } of refusals) {
  test(`refusal: ${error}, ${message.slice(0, 40)}`, async (context) => {
    const { call, server } = await bedrock(context, { reply, fault: { type: 'refusal', status, error, message } });
    const result = await call();
    assert.equal(result.status, 'error');
    assert.equal(result.error?.kind, kind);
    assert.equal(result.error.stage, 'headers');
    assert.equal(result.error.httpStatus, status);
    assert.equal(result.error.providerCode, error);
    assert.equal(result.error.requestId, 'req-aws-77');
    assert.match(result.error.advice, advice);
    assert.equal(result.error.retryable, ['rate-limit', 'timeout', 'server', 'overloaded'].includes(kind));
    assert.equal(server.requests.length, 1, 'the runner retries, not the SDK');
  });
}

interface StreamFault {
  readonly fault: ConverseFault;
  readonly kind: ErrorKind;
  readonly stage: ErrorStage;
  readonly said: RegExp;
  readonly timeouts?: Partial<CallTimeouts>;
  /** Nothing of the answer had come. */
  readonly empty?: boolean;
}

const exception = (error: string, kind: ErrorKind): StreamFault => ({
  fault: { type: 'exception', after: 5, error, message: `${error} it is` },
  kind,
  stage: 'stream',
  said: new RegExp(`broke the stream off: ${error} it is`),
});

const faults: Readonly<Record<string, StreamFault>> = {
  throttling: exception('throttlingException', 'rate-limit'),
  'an error of the model': exception('modelStreamErrorException', 'server'),
  'an error of the service': exception('internalServerException', 'server'),
  'a service that is gone': exception('serviceUnavailableException', 'overloaded'),
  'a request found wrong': exception('validationException', 'bad-request'),
  'an error that the model of the API has not': {
    fault: { type: 'error', after: 5, error: 'InternalFailure', message: 'no idea' },
    kind: 'other',
    stage: 'stream',
    said: /broke the stream off: no idea/,
  },
  'an error as the first message': {
    ...exception('throttlingException', 'rate-limit'),
    empty: true,
    fault: { type: 'exception', after: 0, error: 'throttlingException', message: 'throttlingException it is' },
  },
  'a torn message': {
    fault: { type: 'torn', after: 6 },
    kind: 'network',
    stage: 'stream',
    said: /closed the stream before the answer was finished/,
  },
  'an end in the middle': {
    fault: { type: 'end', after: 6 },
    kind: 'network',
    stage: 'stream',
    said: /closed the stream before the answer was finished/,
  },
  'a damaged payload': {
    fault: { type: 'damaged', after: 6, at: 'payload' },
    kind: 'malformed-response',
    stage: 'parse',
    said: /a message whose checksum is wrong/,
  },
  'damaged lengths': {
    fault: { type: 'damaged', after: 6, at: 'lengths' },
    kind: 'malformed-response',
    stage: 'parse',
    said: /a message whose checksum is wrong/,
  },
  'a stall': {
    fault: { type: 'stall', after: 6 },
    kind: 'stall',
    stage: 'stream',
    said: /sent nothing for 80 ms/,
    timeouts: { idleMs: 80 },
  },
  'a reset': {
    fault: { type: 'reset', after: 6 },
    kind: 'network',
    stage: 'stream',
    said: /closed the connection in the middle of the stream/,
  },
  silence: {
    fault: { type: 'silent' },
    kind: 'timeout',
    stage: 'headers',
    said: /sent no headers for 80 ms/,
    timeouts: { headersMs: 80 },
    empty: true,
  },
  'a stream that takes too long': {
    fault: { type: 'stall', after: 6 },
    kind: 'timeout',
    stage: 'stream',
    said: /was not done after 300 ms/,
    timeouts: { totalMs: 300 },
  },
  'an HTML page': {
    fault: { type: 'body', contentType: 'text/html', body: '<!doctype html>' },
    kind: 'malformed-response',
    stage: 'parse',
    said: /HTML page/,
    empty: true,
  },
  'an error as JSON': {
    fault: {
      type: 'body',
      contentType: 'application/json',
      body: '{"__type":"com.amazon.coral.service#ThrottlingException","message":"slow down"}',
    },
    kind: 'rate-limit',
    stage: 'headers',
    said: /slow down/,
    empty: true,
  },
};

for (const [name, { fault, kind, stage, said, timeouts = {}, empty = false }] of Object.entries(faults)) {
  test(`${name}: its kind and stage, and what had come is kept`, async (context) => {
    const { call } = await bedrock(context, { reply, fault });
    const result = await call({ timeouts });
    assert.equal(result.status, 'error');
    assert.equal(result.error?.kind, kind);
    assert.equal(result.error.stage, stage);
    assert.match(result.error.message, said);
    assert.equal(result.usage.outputTokens, null);
    assert.equal(result.reasoning, empty ? '' : 'Let me think.');
  });
}

test('an aborted call ends at once, and its connection with it', async (context) => {
  const { call, server } = await bedrock(context, { reply, fault: { type: 'stall', after: 4 } });
  const controller = new AbortController();
  const result = call({ signal: controller.signal });
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  assert.equal((await result).status, 'cancelled');
  await server.requests[0]?.closed;
});

test('what a call is signed with appears in no error, whatever the server echoes', async (context) => {
  const { accessKeyId, secretAccessKey, sessionToken } = identity;
  const message = `The request signature does not match: ${accessKeyId}, ${secretAccessKey}, ${sessionToken}`;
  const { call } = await bedrock(context, {
    reply,
    fault: { type: 'refusal', status: 403, error: 'InvalidSignatureException', message },
  });
  const told = JSON.stringify(await call());
  for (const secret of Object.values(identity)) assert.ok(!told.includes(secret));
  assert.match(told, /does not match: \[redacted\], \[redacted\], \[redacted\]/);
});

test('a signed request is not sent to where a redirect leads', async (context) => {
  let stolen = 0;
  const thief = createServer((_, response) => {
    stolen += 1;
    response.end();
  });
  thief.listen(0, '127.0.0.1');
  await once(thief, 'listening');
  context.after(() => thief.close());
  const location = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/`;
  const { call } = await bedrock(context, { reply, fault: { type: 'redirect', location } });
  const { error } = await call();
  assert.equal(error?.kind, 'network');
  assert.match(error.message, /the key was not sent there/);
  assert.equal(stolen, 0);
});
