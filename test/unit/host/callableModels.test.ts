import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditorModel } from '../../../src/core/editorModels.ts';
import { callableModels } from '../../../src/host/agents/callableModels.ts';
import { listProviders } from '../../../src/host/views/providerList.ts';
import { noUserProviders, type UserProviders } from '../../../src/core/ports.ts';
import type { ModelSpec, Suite } from '../../../src/shared/model/suite.ts';

function suiteWith(...refs: readonly string[]): Omit<Suite, 'cases'> {
  const models = refs.map((ref): ModelSpec => {
    const slash = ref.indexOf('/');
    return { ref, provider: ref.slice(0, slash), model: ref.slice(slash + 1), label: ref, params: {} };
  });
  return { name: 'S', models, endpoints: [] } as unknown as Suite;
}

function callable(off: readonly string[] = [], user: UserProviders = noUserProviders) {
  const clouds = ['vertex/google/gemini-3.5-flash', 'bedrock/amazon.nova-lite-v1:0', 'azure/mine'];
  const nodes = listProviders({
    suites: [suiteWith('openai/gpt-of-mine', 'groq/some-model', 'ollama/llama3.2', 'demo/atlas-mini', ...clouds)],
    user,
    withKey: ['https://api.openai.com'],
    disabled: new Map(off.map((ref) => [ref, { reason: '', since: '2026-11-21' }])),
    failing: new Map(),
  });
  const editorModels = { list: async () => [{ vendor: 'copilot', family: 'gpt-6', id: 'gpt-6' } as unknown as EditorModel] };
  return callableModels({ directory: { list: async () => nodes }, editorModels });
}

test('models can be called whose provider has a key or whose server is of this machine and in use, those of suites first', async () => {
  const models = await callable();
  assert.equal(models[0], 'openai/gpt-of-mine');
  assert.ok(models.includes('openai/gpt-5-mini'), 'of the shipped list');
  assert.ok(models.includes('ollama/llama3.2'));
  assert.deepEqual(
    models.filter((model) => /^(?:groq|demo|lmstudio)\//.test(model)),
    [],
  );
  assert.ok(models.some((model) => model.startsWith('vscode/copilot/')));
});

test('a provider that signs in can be called where its address is whole, as it can be asked elsewhere', async () => {
  const signedIn = (models: readonly string[]) => models.filter((model) => /^(?:vertex|bedrock|azure)\//.test(model));
  assert.deepEqual(signedIn(await callable()), []);
  const set = (variables: Readonly<Record<string, string>>) => ({ variables, baseUrl: null, limits: {} });
  const providers = { vertex: set({ project: 'mine' }), bedrock: set({ region: 'us-east-1' }) };
  assert.deepEqual(signedIn(await callable([], { providers, endpoints: [] })), [
    'bedrock/amazon.nova-lite-v1:0',
    'vertex/google/gemini-3.5-flash',
  ]);
});

test('a disabled model is not called, whoever has it', async () => {
  const models = await callable(['openai/gpt-of-mine', 'openai/gpt-5-mini', 'vscode/copilot/gpt-6']);
  assert.deepEqual(
    models.filter((model) => ['openai/gpt-of-mine', 'openai/gpt-5-mini', 'vscode/copilot/gpt-6'].includes(model)),
    [],
  );
});
