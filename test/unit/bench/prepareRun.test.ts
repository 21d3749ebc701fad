import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders, type KeyRequest, type UserProviders } from '../../../src/core/ports.ts';
import { prepareRun, type PrepareContext } from '../../../src/core/prepareRun.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import { model, suite, testCase } from '../runner/fakes.ts';

/** Prepares with the keys given by origin, and tells which keys were asked for. */
async function prepared(
  changes: Partial<Suite>,
  keys: Readonly<Record<string, string>> = {},
  with_: Partial<PrepareContext> = {},
) {
  const asked: KeyRequest[] = [];
  const context: PrepareContext = {
    keys: {
      async key(request) {
        asked.push(request);
        return keys[request.origin] ?? null;
      },
    },
    user: noUserProviders,
    at: new Date('2026-11-01'),
    demoOrigin: null,
    editorModels: false,
    listPrice: async () => null,
    ...with_,
  };
  return { run: await prepareRun(suite({ cases: [testCase('one')], ...changes }), context), asked };
}

const aws: UserProviders = {
  providers: { bedrock: { variables: { region: 'us-east-1' }, baseUrl: null, limits: {} } },
  endpoints: [],
};
const bedrock = 'https://bedrock-runtime.us-east-1.amazonaws.com';

test('Bedrock is called with the key where there is one, and as AWS signs in where there is none', async () => {
  const ref = 'bedrock/openai.gpt-oss-120b-1:0';
  const { run: keyed } = await prepared({ models: [model(ref)] }, { [bedrock]: 'b-1' }, { user: aws });
  assert.deepEqual([keyed.endpoints[ref]?.api, keyed.endpoints[ref]?.apiKey], ['openai-chat', 'b-1']);
  assert.equal(keyed.endpoints[ref]?.credentials, undefined);
  const { run: signed } = await prepared({ models: [model(ref)] }, {}, { user: aws });
  assert.deepEqual([signed.endpoints[ref]?.api, signed.endpoints[ref]?.apiKey], ['bedrock-converse', null]);
  assert.equal(signed.endpoints[ref]?.credentials, 'aws');
  assert.deepEqual([signed.missingKeys, signed.problems], [[], []]);
});

test('a wrong id, a place that is not filled and a model of the editor stand in the way before any call, each told once', async () => {
  const refs = ['bedrock/anthropic.claude-haiku-4-5-20251001-v1:0', 'azure/a', 'azure/b', 'vscode/gpt-5-mini'];
  const { run, asked } = await prepared({ models: refs.map((ref) => model(ref)) }, {}, { user: aws });
  assert.deepEqual(asked, []);
  assert.equal(run.problems.length, 3, run.problems.join('\n'));
  for (const [index, pattern] of [/"us\.anthropic/, /AZURE_OPENAI_ENDPOINT/, /in the editor only/].entries()) {
    assert.match(run.problems[index] ?? '', pattern);
  }
});

test('a server on this machine is called without asking for a key', async () => {
  const { run, asked } = await prepared({ models: [model('ollama/gpt-oss:20b'), model('vllm/x')] });
  assert.deepEqual([asked, run.missingKeys, run.problems], [[], [], []]);
});

test("a suite's price for a known provider is the run's truth, but no budget is kept by it where the list is dearer", async () => {
  const ref = 'openai/gpt-5';
  const free = { inputPerMTok: 0, outputPerMTok: 0, cachedInputPerMTok: null, cacheWritePerMTok: null };
  const prices = { [ref]: { ...free, source: 'suite', matchedModel: ref, exact: true } as const };
  const { run } = await prepared({ models: [model(ref)], prices });
  assert.deepEqual([run.prices[ref]?.inputPerMTok, run.prices[ref]?.outputPerMTok], [0, 0]);
  assert.deepEqual([run.worstPrices[ref]?.inputPerMTok, run.worstPrices[ref]?.outputPerMTok], [1.25, 10]);
});

test('the estimate counts warm-ups', async () => {
  const models = [{ ...model('openai/gpt-5'), params: { maxOutputTokens: 100 } }];
  const high = async (warmup: number) => (await prepared({ models, warmup, repeats: 1 })).run.estimate.highUsd ?? 0;
  assert.ok(Math.abs((await high(2)) - 3 * (await high(0))) < 1e-12);
});

test("a provider's own list prices what is called there, and stands before the data set", async () => {
  const row = { cachedInputPerMTok: null, cacheWritePerMTok: null, source: 'model-list', exact: true } as const;
  const asked: string[] = [];
  const listPrice: PrepareContext['listPrice'] = async (brand, { apiKey }, name) => {
    asked.push(`${brand?.id} ${name} ${apiKey}`);
    return brand?.id === 'openrouter' ? { ...row, inputPerMTok: 7, outputPerMTok: 9, matchedModel: name } : null;
  };
  const models = [model('openrouter/openai/gpt-4o'), model('openai/gpt-4o')];
  const { run } = await prepared(
    { models },
    { 'https://openrouter.ai': 'or-1', 'https://api.openai.com': 'oa-1' },
    { listPrice },
  );
  assert.deepEqual(asked, ['openrouter openai/gpt-4o or-1', 'openai gpt-4o oa-1']);
  assert.deepEqual(
    [run.prices['openrouter/openai/gpt-4o']?.outputPerMTok, run.prices['openai/gpt-4o']?.source],
    [9, 'genai-prices'],
  );
});

test("a suite's server in a provider's name is not priced as the provider", async () => {
  const endpoints = [{ id: 'openai', api: 'openai-chat', baseUrl: 'https://proxy.example/v1' } as const];
  const { run } = await prepared({ models: [model('openai/gpt-4o')], endpoints });
  assert.deepEqual([run.prices, run.worstPrices], [{}, {}]);
  assert.deepEqual(run.estimate.unknownModels, ['openai/gpt-4o']);
});
