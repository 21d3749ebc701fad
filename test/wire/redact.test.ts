import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { redact, redactAnswer } from '../../src/core/providers/redact.ts';

const key = 'p4ss/w0rd+"quoted"=key';

test('the key in use is taken out in every form it may come back in', () => {
  const forms = [key, encodeURIComponent(key), JSON.stringify(key), Buffer.from(key).toString('base64')];
  for (const form of forms) {
    const text = redact(`before ${form} after`, [key]);
    assert.match(text, /^before .*\[redacted\].* after$/);
    assert.ok(!text.includes('w0rd') && !text.includes(form), text);
  }
});

const looksLikeKeys = [
  'Incorrect API key provided: sk-proj-abcDEF_123-456.',
  'Incorrect API key provided: sk-proj-****************wxyz.',
  'authorization: Bearer eyJhbGciOi.J9.abc',
  'Authorization: "Basic dXNlcjpwYXNz"',
  '{"x-api-key":"sk-ant-api03-abcdefg"}',
  'x-goog-api-key: AIzaSyA1234567890abcdefg',
  'https://host/v1beta/models?alt=sse&key=AIzaSyA1234567890abcdefg&x=1',
  'https://host/?api_key=verysecretvalue',
  'gsk_abcdefghijklmnop was refused',
  'token ya29.a0AfH6SMBx-abc_def is expired',
  'Authentication Fails, Your api key: ****wxyz is invalid',
  'Incorrect API key provided: xa***ey, or hf_abcdefghijKLMNO',
  'The key nvapi-abcdefghij-KLMNO is not valid',
  'Credential=AKIAABCDEFGHIJ012345/20261121/us-east-1, Signature=abcdefghij0123',
  'x-amz-security-token: abcdefghijklmnop//////////',
  'The API key ABSKabcdefghijKLMNOP== was not found',
  'id token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl was refused',
];
const secretParts = /abcDEF|wxyz|eyJ|dXNl|api03|SyA123|verysecret|abcdefghij|a0Af|ABCDEFGHIJ/;

for (const text of looksLikeKeys) {
  test(`what looks like a key goes: ${text.slice(0, 34)}`, () => {
    assert.match(redact(text), /\[redacted\]/);
    assert.doesNotMatch(redact(text), secretParts);
  });
}

test('what is no key stays', () => {
  const texts = [
    'The model gpt-5-mini does not exist',
    'max_tokens must be at least 1',
    'task-force and risk-based',
    'key: value',
    'the signature: none; a **bold** word, and ----',
    'fw-lite, hf-hub and csk-x',
    'http://127.0.0.1:80/a?b=c',
  ];
  for (const text of texts) assert.equal(redact(text), text);
});

test('an answer loses only the key in use, and no word that is too short to be one', () => {
  assert.equal(redactAnswer(`sk-example-000000 and ${key}`, [key]), 'sk-example-000000 and [redacted]');
  assert.equal(redactAnswer('ollama is fine', ['ollama']), 'ollama is fine');
});

/** Rows that look like the beginning of a key over and over. A pattern that begins anew at each place never ends. */
const rows = ['*', '•', '-eyJ', 'sk-', 'AKIA', 'ABSK-', 'Bearer ', 'signature', 'x-api-key', '?key=', ' '];

test('a long row of what keys begin with does not keep the thread busy', { timeout: 60_000 }, async () => {
  const module = new URL('../../src/core/providers/redact.ts', import.meta.url).href;
  const code = `import { redact } from ${JSON.stringify(module)};
    for (const row of ${JSON.stringify(rows)}) redact(row.repeat(1_000_000));`;
  // In a process of its own: here nothing could end it.
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { timeout: 40_000 });
});
