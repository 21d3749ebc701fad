import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders } from '../../../src/core/ports.ts';
import { readUserProviders } from '../../../src/host/providers/readUserProviders.ts';
import { isForeign, keyFault, originOf } from '../../../src/host/origins.ts';

test('known providers and this machine need no consent', () => {
  for (const origin of ['https://api.openai.com', 'https://api.anthropic.com', 'https://generativelanguage.googleapis.com']) {
    assert.equal(isForeign(origin, noUserProviders), false, origin);
  }
  for (const origin of ['http://localhost:11434', 'http://127.0.0.1:1', 'http://[::1]:8000', 'http://box.localhost']) {
    assert.equal(isForeign(origin, noUserProviders), false, origin);
  }
});

test('everybody else does, however alike the name', () => {
  const others = [
    'https://llm.example.com',
    'http://api.openai.com',
    'https://api.openai.com:8443',
    'https://api.openai.com.example.com',
    'https://localhost.example.com',
    'https://127.0.0.1.example.com',
    'http://192.168.0.7:11434',
    'not an address',
    '',
  ];
  for (const origin of others) assert.equal(isForeign(origin, noUserProviders), true, origin);
});

test('what the user has set up needs none; an address that anybody can have at a provider does', () => {
  const azure = 'https://mine.openai.azure.com';
  assert.equal(isForeign(azure, noUserProviders), true);
  const endpoints = { lab: { api: 'openai-chat', baseUrl: 'https://lab.example/v1' } };
  const { user, faults } = readUserProviders(
    { azure: { resource: 'mine' }, openai: { baseUrl: 'https://gate.example/v1' } },
    endpoints,
  );
  assert.deepEqual(faults, []);
  for (const origin of [azure, 'https://gate.example', 'https://lab.example'])
    assert.equal(isForeign(origin, user), false, origin);
  for (const origin of ['https://other.openai.azure.com', 'https://lab.example:8443'])
    assert.equal(isForeign(origin, user), true);
});

test('an origin has no path, user or default port', () => {
  assert.equal(originOf('https://user:word@LLM.example.com:443/v1?x=1'), 'https://llm.example.com');
  assert.equal(originOf('nonsense'), 'nonsense');
});

test('what cannot be a key is refused with a reason', () => {
  assert.equal(keyFault(' sk-abc_DEF-123 \n'), null);
  for (const input of ['', '  ', 'sk abc', 'sk-abc\nsk-def', 'schlüssel', '"sk-abc"', 'Bearer']) {
    assert.notEqual(keyFault(input), null, input);
  }
});
