import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';
import { Emitter } from '../../../src/shared/base/emitter.ts';
import { SecretKeys } from '../../../src/host/secrets.ts';
import { RedactedLog } from '../../../src/host/log.ts';

function memoryStorage(): SecretStorage {
  const secrets = new Map<string, string>();
  const changes = new Emitter<SecretStorageChangeEvent>();
  return {
    keys: async () => [...secrets.keys()],
    get: async (key) => secrets.get(key),
    store: async (key, value) => {
      secrets.set(key, value);
      changes.fire({ key });
    },
    delete: async (key) => {
      secrets.delete(key);
      changes.fire({ key });
    },
    onDidChange: changes.event as SecretStorage['onDidChange'],
  };
}

test('a key is found under its own origin and no other', async () => {
  const keys = new SecretKeys(memoryStorage());
  await keys.set('https://api.openai.com', 'sk-one');
  assert.equal(await keys.key({ origin: 'https://api.openai.com' }), 'sk-one');
  for (const origin of ['https://api.openai.com.example.com', 'http://api.openai.com', 'https://example.com']) {
    assert.equal(await keys.key({ origin }), null, origin);
  }
  assert.deepEqual(await keys.origins(), ['https://api.openai.com']);
  await keys.remove('https://api.openai.com');
  assert.equal(await keys.key({ origin: 'https://api.openai.com' }), null);
  assert.deepEqual(await keys.origins(), []);
});

test('only changes of keys are told, and other secrets are left out', async () => {
  const storage = memoryStorage();
  const keys = new SecretKeys(storage);
  let told = 0;
  keys.onDidChange(() => told++);
  await storage.store('something else', 'x');
  assert.equal(told, 0);
  await keys.set('https://a.example', 'k');
  assert.equal(told, 1);
  assert.deepEqual(await keys.origins(), ['https://a.example']);
});

test('no key that was in use reaches the log', async () => {
  const keys = new SecretKeys(memoryStorage());
  const lines: string[] = [];
  const channel = { error: (line: string) => lines.push(line), info: (line: string) => lines.push(line) };
  const log = new RedactedLog(channel as never, () => keys.inUse());
  await keys.set('https://a.example', 'plain-words-key');
  await keys.remove('https://a.example');
  log.error('Refused: plain-words-key');
  log.info('Authorization: Bearer abcdefgh12345678');
  assert.equal(lines.length, 2);
  for (const line of lines) assert.doesNotMatch(line, /plain-words-key|abcdefgh12345678/);
});
