import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsRegionOf, createAwsIdentity } from '../../src/core/providers/awsIdentity.ts';
import { awsMachine } from '../servers/awsMachine.ts';
import { bedrock, reply } from './bedrockHarness.ts';

test('without credentials nothing is sent, and the advice says how to sign in', async (context) => {
  const { call, server } = await bedrock(context, { reply });
  const { error, sentAt } = await call({ aws: () => Promise.reject(new Error('Could not load credentials from any providers')) });
  assert.equal(error?.kind, 'authentication');
  assert.equal(error.stage, 'prepare');
  assert.match(error.message, /not signed in to AWS: Could not load credentials/);
  assert.match(error.advice, /aws sso login/);
  assert.equal(sentAt, null);
  assert.equal(server.requests.length, 0);
});

test('an abort does not wait for a sign-in that hangs', async (context) => {
  const { call, server } = await bedrock(context, { reply });
  const controller = new AbortController();
  const result = call({ signal: controller.signal, aws: () => new Promise(() => {}) });
  controller.abort();
  assert.equal((await result).status, 'cancelled');
  assert.equal(server.requests.length, 0);
});

test("AWS's own chain is followed, and what it finds is kept for all calls", async (context) => {
  const { asked, identity } = await awsMachine(context);
  const source = createAwsIdentity();
  const identities = [...(await Promise.all([source('us-east-1'), source('us-east-1')])), await source('us-east-1')];
  assert.deepEqual(identities, [identity, identity, identity]);
  assert.equal(await asked(), 1);
});

test("AWS's own chain rejects where there is nothing to find", async (context) => {
  const before = { ...process.env };
  context.after(() => Object.assign(process.env, before));
  delete process.env['AWS_ACCESS_KEY_ID'];
  await assert.rejects(createAwsIdentity()('us-east-1'), /Could not load credentials/);
});

test('the region is that of the host, where it has one', () => {
  assert.equal(awsRegionOf('https://bedrock-runtime.us-west-2.amazonaws.com'), 'us-west-2');
  assert.equal(awsRegionOf('https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/'), 'us-gov-west-1');
  assert.equal(awsRegionOf('http://127.0.0.1:8080'), null);
  assert.equal(awsRegionOf('https://gateway.example/bedrock-runtime.us-west-2.amazonaws.com'), null);
});

test('the region of the host is the one that is signed in to', async (context) => {
  const { call } = await bedrock(context, { reply });
  const regions: (string | null)[] = [];
  const baseUrl = 'https://bedrock-runtime.ap-south-1.amazonaws.com';
  const aws = (region: string | null): Promise<never> => {
    regions.push(region);
    return Promise.reject(new Error('nobody'));
  };
  await call({ endpoint: { baseUrl }, aws });
  assert.deepEqual(regions, ['ap-south-1']);
});
