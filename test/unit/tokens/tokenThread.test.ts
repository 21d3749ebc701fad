import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenThread } from '../../../src/core/tokens/tokenThread.ts';

const script = new URL('../../../src/workers/tokens.worker.ts', import.meta.url);
const texts = { input: 'hello world', output: 'hello', reasoning: '' };

test('counts come from the thread, all at once and after it was released', async (context) => {
  const thread = new TokenThread(script);
  context.after(() => thread.release());
  const counted = await Promise.all(Array.from({ length: 20 }, () => thread.count(texts)));
  assert.deepEqual(new Set(counted.map(({ inputTokens, outputTokens }) => `${inputTokens} ${outputTokens}`)), new Set(['2 1']));
  thread.release();
  assert.equal((await thread.count(texts)).outputTokens, 1);
});

test('a count under way is rejected on release', async () => {
  const thread = new TokenThread(script);
  const pending = thread.count(texts);
  thread.release();
  await assert.rejects(pending);
});

test('a thread that cannot begin rejects, each time', async (context) => {
  const thread = new TokenThread(new URL('./missing.worker.ts', import.meta.url));
  context.after(() => thread.release());
  await assert.rejects(thread.count(texts), /missing\.worker|ended with code 1/);
  await assert.rejects(thread.count(texts));
});
