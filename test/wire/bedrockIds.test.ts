import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMantleId, checkRuntimeId } from '../../src/core/providers/bedrockIds.ts';

/** Id, region, and the right id; `null` where the id is right or nothing is known against it. */
const runtime: readonly (readonly [id: string, region: string | null, right: string | null])[] = [
  // Newer Anthropic and Meta: by profile.
  ['anthropic.claude-3-7-sonnet-20250219-v1:0', 'us-east-1', 'us.anthropic.claude-3-7-sonnet-20250219-v1:0'],
  ['anthropic.claude-sonnet-4-20250514-v1:0', null, 'us.anthropic.claude-sonnet-4-20250514-v1:0'],
  ['anthropic.claude-haiku-4-5-20251001-v1:0', 'eu-west-3', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['anthropic.claude-haiku-4-5-20251001-v1:0', 'us-gov-west-1', 'us-gov.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['anthropic.claude-opus-5', 'ap-northeast-1', 'global.anthropic.claude-opus-5'],
  ['anthropic.claude-opus-4-6-v1', 'sa-east-1', 'global.anthropic.claude-opus-4-6-v1'],
  ['meta.llama3-2-1b-instruct-v1:0', 'us-west-2', 'us.meta.llama3-2-1b-instruct-v1:0'],
  ['meta.llama3-3-70b-instruct-v1:0', null, 'us.meta.llama3-3-70b-instruct-v1:0'],
  ['meta.llama4-scout-17b-instruct-v1:0', 'us-east-2', 'us.meta.llama4-scout-17b-instruct-v1:0'],
  ['deepseek.r1-v1:0', 'us-east-1', 'us.deepseek.r1-v1:0'],
  ['amazon.nova-premier-v1:0', 'us-east-1', 'us.amazon.nova-premier-v1:0'],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'us-east-1', null],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', null, null],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'ca-central-1', null],
  ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'eu-west-1', null],
  ['jp.anthropic.claude-sonnet-4-5-20250929-v1:0', 'ap-northeast-1', null],
  ['au.anthropic.claude-sonnet-4-5-20250929-v1:0', 'ap-southeast-2', null],
  // In another part of the world.
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'eu-west-1', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['eu.meta.llama3-2-1b-instruct-v1:0', 'us-east-1', 'us.meta.llama3-2-1b-instruct-v1:0'],
  ['us.amazon.nova-lite-v1:0', 'ap-south-1', 'apac.amazon.nova-lite-v1:0'],
  ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'ap-south-1', 'global.anthropic.claude-opus-4-5-20251101-v1:0'],
  // A global profile that does not exist.
  ['global.meta.llama4-scout-17b-instruct-v1:0', 'us-east-1', 'us.meta.llama4-scout-17b-instruct-v1:0'],
  ['global.anthropic.claude-3-7-sonnet-20250219-v1:0', 'eu-west-1', 'eu.anthropic.claude-3-7-sonnet-20250219-v1:0'],
  // Older Meta, Mistral, Cohere and Amazon: by the plain id.
  ['us.meta.llama3-70b-instruct-v1:0', 'us-east-1', 'meta.llama3-70b-instruct-v1:0'],
  ['us.mistral.mistral-large-2402-v1:0', null, 'mistral.mistral-large-2402-v1:0'],
  ['eu.cohere.command-r-plus-v1:0', 'eu-west-1', 'cohere.command-r-plus-v1:0'],
  ['us.amazon.titan-text-express-v1', null, 'amazon.titan-text-express-v1'],
  ['us.anthropic.claude-v2:1', null, 'anthropic.claude-v2:1'],
  ['us.openai.gpt-oss-120b-1:0', null, 'openai.gpt-oss-120b-1:0'],
  ['meta.llama3-8b-instruct-v1:0', 'us-east-1', null],
  ['mistral.mistral-7b-instruct-v0:2', 'eu-west-1', null],
  ['cohere.command-r-v1:0', null, null],
  ['amazon.nova-lite-v1:0', 'us-east-1', null],
  ['openai.gpt-oss-120b-1:0', 'us-west-2', null],
  // Both ways are right.
  ['eu.amazon.nova-lite-v1:0', 'eu-west-1', null],
  ['meta.llama3-1-8b-instruct-v1:0', 'us-west-2', null],
  ['us.meta.llama3-1-8b-instruct-v1:0', 'us-west-2', null],
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'us-east-1', null],
  ['anthropic.claude-3-haiku-20240307-v1:0', 'eu-west-1', null],
  // Names from elsewhere.
  ['claude-haiku-4-5', null, 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['anthropic.claude-sonnet-4-5', 'eu-west-1', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['us.anthropic.claude-opus-4-5', 'us-east-1', 'us.anthropic.claude-opus-4-5-20251101-v1:0'],
  ['nova-lite-v1:0', null, 'amazon.nova-lite-v1:0'],
  ['openai.gpt-oss-20b', 'us-west-2', 'openai.gpt-oss-20b-1:0'],
  // Nothing known.
  ['deepseek.v3-v1:0', 'us-west-2', null],
  ['qwen.qwen3-32b-v1:0', 'us-west-2', null],
  ['newmaker.model-v1:0', 'us-west-2', null],
  ['arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc', 'us-west-2', null],
];

test('the runtime endpoint: a wrong id is told with the right one, a right one is left alone', () => {
  for (const [id, region, right] of runtime) {
    const fault = checkRuntimeId(id, region);
    assert.equal(fault?.replacement ?? null, right, `${id} in ${region}`);
    if (fault === null) continue;
    assert.equal(fault.severity, 'error');
    assert.ok(fault.message.includes(`"${id}"`) && fault.message.includes(`"${right}"`), fault.message);
  }
});

test('what is proposed is right itself', () => {
  for (const [id, region] of runtime) {
    const right = checkRuntimeId(id, region)?.replacement;
    if (right) assert.equal(checkRuntimeId(right, region), null, right);
  }
});

test('the mantle endpoint knows neither region prefixes nor versions', () => {
  const ids = {
    'us.anthropic.claude-haiku-4-5-20251001-v1:0': 'anthropic.claude-haiku-4-5',
    'global.anthropic.claude-opus-5': 'anthropic.claude-opus-5',
    'openai.gpt-oss-120b-1:0': 'openai.gpt-oss-120b',
    'qwen.qwen3-32b-v1:0': 'qwen.qwen3-32b',
    'openai.gpt-oss-120b': null,
    'anthropic.claude-haiku-4-5': null,
    'google.gemma-4-31b': null,
  };
  for (const [id, right] of Object.entries(ids)) assert.equal(checkMantleId(id)?.replacement ?? null, right, id);
});
