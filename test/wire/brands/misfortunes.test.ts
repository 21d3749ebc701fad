import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallResult } from '../../../src/core/providers/spec.ts';
import type { SignIns } from '../../../src/core/providers/signIn.ts';
import { brandServers } from '../../servers/brands/all.ts';
import { awsIdentity } from '../../servers/brands/bedrock.ts';
import { requestId } from '../../servers/brands/server.ts';
import { nameOf, type Misfortune } from '../../servers/brands/spec.ts';
import { reach } from './harness.ts';

/** Like no provider's keys: only who knows it can take it out of what a server says. */
const wrong = 'Zq70123456789abcdefghijklmnop';
const stranger: SignIns = {
  google: async () => wrong,
  aws: async () => ({ ...awsIdentity, secretAccessKey: wrong }),
};

function assertIs({ status, error }: CallResult, expected: Misfortune): void {
  assert.equal(status, 'error');
  assert.ok(error);
  const { kind, httpStatus, retryAfterMs, advice, stage } = error;
  assert.deepEqual(
    { kind, httpStatus, retryAfterMs, stage, requestId: error.requestId },
    { kind: expected.kind, httpStatus: expected.status, retryAfterMs: expected.retryAfterMs, stage: 'headers', requestId },
    error.message,
  );
  assert.match(advice, expected.advice);
  assert.equal(error.retryable, kind === 'rate-limit' || kind === 'overloaded' || kind === 'server');
}

for (const brand of brandServers) {
  const { key, model, rate, down } = brand.misfortunes;

  test(`${nameOf(brand)}, error mapping: what it says goes wrong is understood, and no key is in it`, async (context) => {
    const { call, server, endpoint } = await reach(context, brand);
    const results: CallResult[] = [];
    const expect = async (expected: Misfortune | null, changes: Parameters<typeof call>[0]): Promise<void> => {
      if (expected === null) return;
      const result = await call(changes);
      results.push(result);
      assertIs(result, expected);
    };
    await expect(key, { endpoint: { apiKey: endpoint.credentials === 'google' ? null : wrong }, signIns: stranger });
    await expect(model, { model: 'no-such-model' });
    server.be('busy');
    await expect(rate, {});
    server.be('down');
    await expect(down, {});
    const said = JSON.stringify(results);
    for (const secret of [brand.key, wrong]) if (secret !== null) assert.ok(!said.includes(secret));
    assert.ok(results.length > 0);
  });
}
