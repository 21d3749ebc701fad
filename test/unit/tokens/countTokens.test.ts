import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTokens, countUsage } from '../../../src/core/tokens/countTokens.ts';

test('known texts have the tokens that o200k_base gives them', () => {
  // From the README and the tests of openai/tiktoken.
  assert.equal(countTokens('hello world'), 2);
  assert.equal(countTokens('antidisestablishmentarianism'), 6);
  assert.equal(countTokens(''), 0);
});

test('what looks like a control token is counted as the text that it is', () => {
  assert.ok(countTokens('<|endoftext|>') > 1);
});

test('cutting a long text before spaces changes nothing', () => {
  const sentence = 'The quick brown fox jumps over the lazy dog.';
  const alone = countTokens(` ${sentence}`);
  assert.equal(countTokens(` ${sentence}`.repeat(500)), alone * 500);
});

test('a text without any space is counted to within a few of a thousand', () => {
  const unbroken = '漢字仮名交じり文を数える。'.repeat(400);
  const whole = countTokens('漢字仮名交じり文を数える。') * 400;
  assert.ok(Math.abs(countTokens(unbroken) / whole - 1) < 0.01, `${countTokens(unbroken)} of ${whole}`);
  assert.equal(countTokens('a'.repeat(8 * 1000)), 1000);
});

test('of a huge text a part stands for the whole', () => {
  const million = ' word'.repeat(200_000);
  assert.equal(countTokens(million), 200_000);
  assert.equal(countTokens(million.repeat(20)), 4_000_000);
});

test('reasoning is part of the output, and unknown where none was seen', () => {
  const usage = { cachedInputTokens: null, cacheWriteTokens: null };
  assert.deepEqual(countUsage({ input: 'hello world', output: 'hello', reasoning: 'hello world' }), {
    ...usage,
    inputTokens: 2,
    outputTokens: 3,
    reasoningTokens: 2,
  });
  assert.deepEqual(countUsage({ input: 'hello world', output: 'hello', reasoning: '' }), {
    ...usage,
    inputTokens: 2,
    outputTokens: 1,
    reasoningTokens: null,
  });
});
