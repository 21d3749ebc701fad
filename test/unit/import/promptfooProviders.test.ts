import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imported, oneTest } from './helpers.ts';

const refs = (suite: { models: readonly { ref: string }[] }) => suite.models.map(({ ref }) => ref);

/** Providers of promptfoo's and the models they are here; `null`: named as left out. */
const providers: Readonly<Record<string, string | null>> = {
  'openai:gpt-5-mini': 'openai/gpt-5-mini',
  'openai:chat:gpt-5-mini': 'openai/gpt-5-mini',
  'openai:responses:gpt-6-luna': 'openai/gpt-6-luna',
  'openai:chat:ft:gpt-4o:our-team::x1': 'openai/ft:gpt-4o:our-team::x1',
  'openai:embedding:text-embedding-3-large': null,
  'openai:realtime:gpt-5': null,
  'openai:assistant:asst_1': null,
  'anthropic:messages:claude-haiku-4-5': 'anthropic/claude-haiku-4-5',
  'anthropic:claude-sonnet-4-6': 'anthropic/claude-sonnet-4-6',
  'anthropic:claude-agent-sdk': null,
  'google:gemini-3.5-flash': 'google/gemini-3.5-flash',
  'google:image:imagen-4': null,
  'vertex:gemini-3.5-flash': 'vertex/google/gemini-3.5-flash',
  'vertex:claude-sonnet-4-5@20250929': 'vertex/claude-sonnet-4-5@20250929',
  'bedrock:us.anthropic.claude-opus-4-6-v1:0': 'bedrock/us.anthropic.claude-opus-4-6-v1:0',
  'bedrock:converse:amazon.nova-lite-v1:0': 'bedrock/amazon.nova-lite-v1:0',
  'groq:openai/gpt-oss-120b': 'groq/openai/gpt-oss-120b',
  'ollama:chat:llama3.2:1b': 'ollama/llama3.2:1b',
  'ollama:llama3.2:1b': 'ollama/llama3.2:1b',
  'openrouter:anthropic/claude-sonnet-4.5': 'openrouter/anthropic/claude-sonnet-4.5',
  'mistral:mistral-small-latest': 'mistral/mistral-small-latest',
  'deepseek:deepseek-chat': 'deepseek/deepseek-chat',
  'xai:grok-4.3': 'xai/grok-4.3',
  'cohere:command-a-03-2025': 'cohere/command-a-03-2025',
  'cerebras:gpt-oss-120b': 'cerebras/gpt-oss-120b',
  'fireworks:accounts/fireworks/models/gpt-oss-120b': 'fireworks/accounts/fireworks/models/gpt-oss-120b',
  'togetherai:chat:meta-llama/Llama-3.3-70B': 'together/meta-llama/Llama-3.3-70B',
  'huggingface:chat:meta-llama/Llama-3.3-70B': 'huggingface/meta-llama/Llama-3.3-70B',
  'huggingface:text-generation:gpt2': null,
  'azure:chat:our-gpt': 'azure/our-gpt',
  'azureopenai:chat:our-gpt': 'azure/our-gpt',
  'nvidia:meta/llama-3.3-70b-instruct': 'nvidia/meta/llama-3.3-70b-instruct',
  'demo:sonata': 'demo/sonata',
  'demo:nobody': null,
  'perplexity:sonar-pro': null,
  'replicate:a/b:c': null,
  'https://user:word@api.example.com/v1?key=secret': null,
  'exec: python chain.py': null,
  'file://provider.js': null,
  'openai:': null,
  echo: null,
};

for (const [id, ref] of Object.entries(providers)) {
  test(`the provider ${id} is ${ref ?? 'named as left out'}`, async () => {
    const { suite, leftOut, text } = await imported(oneTest([], { providers: ['demo:atlas-mini', id] }));
    assert.deepEqual(refs(suite), ref === null ? ['demo/atlas-mini'] : ['demo/atlas-mini', ref]);
    assert.equal(leftOut.length, ref === null ? 1 : 0, leftOut.join('\n'));
    if (ref === null) assert.ok(leftOut[0]?.startsWith('providers[1]: '), leftOut[0]);
    assert.doesNotMatch(text, /secret|word@/);
  });
}

test('options of providers: parameters, labels, servers of one’s own; keys never', async () => {
  const { suite, leftOut, text } = await imported(
    oneTest([], {
      providers: [
        {
          id: 'openai:chat:gpt-5-mini',
          label: 'small',
          config: { temperature: 0, max_tokens: 50, top_p: 0.5, stop: ['x'], apiKey: 'sk-live-1' },
        },
        { 'anthropic:messages:claude-haiku-4-5': { config: { max_tokens: 9, stop_sequences: ['y'], tools: [] } } },
        { id: 'google:gemini-3.5-flash', config: { generationConfig: { temperature: 5, maxOutputTokens: 7 } }, prompts: ['a'] },
        { id: 'openai:responses:gpt-6-luna', label: 'small', config: { reasoning: { effort: 'low' } } },
        { id: 'openai:chat:our-model', config: { apiBaseUrl: 'http://localhost:8000/v1', apiKeyEnvar: 'OUR_KEY' } },
        { id: 'openai:chat:other', config: { apiBaseUrl: 'http://localhost:8000/v1' } },
      ],
    }),
  );
  assert.deepEqual(
    suite.models.map(({ ref, label, params }) => [ref, label, params]),
    [
      ['openai/gpt-5-mini', 'small', { temperature: 0, maxOutputTokens: 50, topP: 0.5, stop: ['x'] }],
      ['anthropic/claude-haiku-4-5', 'anthropic/claude-haiku-4-5', { maxOutputTokens: 9, stop: ['y'] }],
      ['google/gemini-3.5-flash', 'google/gemini-3.5-flash', { maxOutputTokens: 7 }],
      ['openai/gpt-6-luna', 'small (2)', { reasoningEffort: 'low' }],
      ['localhost-8000/our-model', 'localhost-8000/our-model', {}],
      ['localhost-8000/other', 'localhost-8000/other', {}],
    ],
  );
  assert.deepEqual(suite.endpoints, [
    { id: 'localhost-8000', api: 'openai-chat', baseUrl: 'http://localhost:8000/v1', keyEnv: 'OUR_KEY' },
  ]);
  assert.doesNotMatch(text, /sk-live/);
  assert.deepEqual(
    leftOut.map((line) => line.split(/ has |: (?:keys|every)/)[0]),
    [
      'providers[0]: `config.apiKey`',
      'providers[1]: `config.tools`',
      'providers[2]: `prompts` of a provider',
      'providers[2]: `config.temperature`',
    ],
  );
});

test('without a provider that can be asked, a demo model stands in', async () => {
  const { suite, changed } = await imported(oneTest([], { providers: ['file://a.js'] }));
  assert.deepEqual(refs(suite), ['demo/atlas-mini']);
  assert.match(changed[0] ?? '', /a demo model stands in the list/);
});
