import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriesKey } from '../../../src/core/suite/endpointKeys.ts';

const endpoint = { id: 'mine', api: 'openai-chat', baseUrl: 'https://llm.example.com/v1' } as const;

test('an endpoint that carries a key is told from one that does not', () => {
  assert.equal(carriesKey(endpoint), false);
  assert.equal(carriesKey({ ...endpoint, keyEnv: 'MINE_KEY', headers: { 'x-team': 'search' } }), false);
  const header = (name: string, value: string) => carriesKey({ ...endpoint, headers: { [name]: value } });
  for (const name of ['Authorization', 'x-api-key', 'Cookie', 'X-Auth-Token', 'client-secret'])
    assert.ok(header(name, 'abc'), name);
  assert.ok(header('x-team', 'Bearer abc'));
  assert.ok(carriesKey({ ...endpoint, baseUrl: 'https://user:word@llm.example.com/v1' }));
});
