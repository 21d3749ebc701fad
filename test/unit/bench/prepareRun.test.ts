import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUserProviders, type KeyRequest, type UserProviders } from '../../../src/core/ports.ts';
import { prepareRun, type PrepareContext } from '../../../src/core/prepareRun.ts';
import type { GraderSpec, Suite } from '../../../src/shared/model/suite.ts';
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

test('a server that a suite calls demo has none of the made-up prices', async () => {
  const endpoints = [{ id: 'demo', api: 'openai-chat', baseUrl: 'https://models.example/v1' } as const];
  const { run } = await prepared({ models: [model('demo/atlas-mini')], endpoints });
  assert.equal(run.endpoints['demo/atlas-mini']?.baseUrl, 'https://models.example/v1');
  assert.deepEqual([run.prices, run.estimate.unknownModels], [{}, ['demo/atlas-mini']]);
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

/** A case that these grade. */
function gradedBy(judges: readonly string[], embedding: string | null = null): Partial<Suite> {
  const judge = {
    scorer: 'judge',
    args: { rubric: 'x'.repeat(3000), judges, reference: null, threshold: 0.75 },
    not: false,
    weight: 1,
  } as const;
  const alike = {
    scorer: 'embedding',
    args: { value: 'yes', model: embedding ?? '', threshold: 0.8 },
    not: false,
    weight: 1,
  } as const;
  const grader =
    (kind: GraderSpec['kind']) =>
    (ref: string): GraderSpec => ({ ...model(ref), kind });
  return {
    cases: [testCase('one', [...(judges.length > 0 ? [judge] : []), ...(embedding === null ? [] : [alike])])],
    graders: [...judges.map(grader('judge')), ...(embedding === null ? [] : [grader('embedding')(embedding)])],
  };
}

test('a judge is made ready like a model: its server, its key, its price', async () => {
  const changes = { models: [model('ollama/x')], ...gradedBy(['openai/gpt-5']) };
  const { run, asked } = await prepared(changes, { 'https://api.openai.com': 'oa-1' });
  assert.deepEqual(Object.keys(run.endpoints).toSorted(), ['ollama/x', 'openai/gpt-5']);
  assert.equal(run.endpoints['openai/gpt-5']?.apiKey, 'oa-1');
  assert.equal(run.prices['openai/gpt-5']?.outputPerMTok, 10);
  assert.deepEqual([run.problems, run.missingKeys, asked.length], [[], [], 1]);
  assert.deepEqual(
    run.candidates.map(({ id }) => id),
    ['ollama/x'],
    'it is not compared',
  );
});

test('the key that a model and a judge need is asked for once', async () => {
  const { run } = await prepared({ models: [model('openai/gpt-5-mini')], ...gradedBy(['openai/gpt-5', 'anthropic/claude-x']) });
  assert.deepEqual(run.missingKeys.map(({ provider }) => provider).toSorted(), ['anthropic', 'openai']);
});

test('what stands in the way of a judge says that it is one', async () => {
  const { run } = await prepared({ models: [model('ollama/x')], ...gradedBy(['nobody/x', 'vscode/x'], 'anthropic/claude-x') });
  assert.equal(run.problems.length, 3, run.problems.join('\n'));
  assert.match(run.problems[0] ?? '', /^The judge nobody\/x cannot be asked\. There is no provider "nobody"/);
  assert.match(run.problems[1] ?? '', /^The judge vscode\/x cannot be asked\. .*in the editor only/);
  assert.match(run.problems[2] ?? '', /^The embedding model anthropic\/claude-x cannot be asked\. .*OpenAI's API or Gemini's/);
  const { run: inEditor } = await prepared(
    { models: [model('ollama/x')], ...gradedBy(['vscode/x']) },
    {},
    { editorModels: true },
  );
  assert.deepEqual(inEditor.problems, [], 'the editor’s own models can judge there');
});

test('what judges will cost is a part of the estimate of its own', async () => {
  const changes = { models: [model('openai/gpt-5'), model('openai/gpt-5-mini')], repeats: 3 };
  const { run: bare } = await prepared(changes);
  const { run } = await prepared({ ...changes, ...gradedBy(['openai/gpt-5', 'ollama/x']) });
  const { judging, highUsd, unknownModels } = run.estimate;
  assert.equal(bare.estimate.judging, null);
  assert.equal(judging?.calls, 2 * 2 * 3);
  assert.deepEqual(unknownModels, ['ollama/x']);
  assert.ok(Math.abs((highUsd ?? 0) - (bare.estimate.highUsd ?? 0) - (judging.costUsd?.high ?? Number.NaN)) < 1e-12);
  // Six calls that read 1,000 tokens of rubric and rules at least, and write a grade.
  assert.ok((judging.costUsd?.low ?? 0) > (6 * (1000 * 1.25 + 60 * 10)) / 1e6);
});

test('pairwise comparisons are counted in both orders, each pair once, or against one model', async () => {
  const models = ['a', 'b', 'c', 'd'].map((name) => model(`ollama/${name}`));
  const calls = async (against: string | null) => {
    const args = { criteria: 'Better?', judges: ['ollama/j'], against, threshold: 0.5 };
    const cases = [testCase('one', [{ scorer: 'pairwise', args, not: false, weight: 1 }])];
    return (await prepared({ models, cases, repeats: 2 })).run.estimate.judging?.calls;
  };
  assert.deepEqual([await calls(null), await calls('ollama/a')], [2 * 6 * 2, 2 * 3 * 2]);
});
