import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownModels, type KnownModelSources } from '../../../src/host/rankings/knownModels.ts';
import { listProviders } from '../../../src/host/views/providerList.ts';
import { brandOf } from '../../../src/core/providers/brands.ts';
import { noUserProviders } from '../../../src/core/ports.ts';

const nodes = listProviders({ suites: [], user: noUserProviders, withKey: [], disabled: new Map(), failing: new Map() });
const editorModel = { vendor: 'copilot', id: 'gpt-4.1', family: 'gpt-4.1', name: 'GPT-4.1', version: '1', maxInputTokens: 1000 };

function sources(list: KnownModelSources['editorModels']['list']): KnownModelSources {
  return { directory: { list: () => Promise.resolve(nodes) }, editorModels: { list } };
}

test('known are the usual models, the editor’s own and those of the price list, each once', async () => {
  const known = await knownModels(sources(() => Promise.resolve([editorModel])));
  assert.equal(new Set(known).size, known.length);
  assert.ok(known.length > 500, String(known.length));
  for (const ref of [
    `ollama/${brandOf('ollama')?.defaultModel}`,
    'vscode/copilot/gpt-4.1',
    'anthropic/claude-opus-4-5',
    'openai/gpt-4o',
  ]) {
    assert.ok(known.includes(ref), `${ref} among ${known.filter((one) => one.startsWith(ref.slice(0, 12))).join(', ')}`);
  }
});

test('an editor whose models cannot be listed takes nothing from the rest', async () => {
  const known = await knownModels(sources(() => Promise.reject(new Error('no models'))));
  assert.ok(known.includes('openai/gpt-4o'));
  assert.ok(!known.some((ref) => ref.startsWith('vscode/')));
});
