import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentProviders } from '../../../src/core/cli/envProviders.ts';
import { resolveEndpoint } from '../../../src/core/providers/resolve.ts';

const addressOf = (provider: string, model: string, env: Record<string, string>): string => {
  const context = { endpoints: [], user: environmentProviders(env), demoOrigin: null, demoApis: {}, editorModels: false };
  const resolution = resolveEndpoint(provider, model, context);
  return resolution.ok ? resolution.endpoint.baseUrl : resolution.message;
};

test('an empty environment sets nothing', () => {
  assert.deepEqual(environmentProviders({ AWS_REGION: ' ', OLLAMA_HOST: undefined }), { providers: {}, endpoints: [] });
});

test('a place takes the first of its variables, under every provider that has it', () => {
  const { providers } = environmentProviders({
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    GOOGLE_CLOUD_PROJECT: 'p',
  });
  assert.deepEqual(providers.bedrock, { variables: { region: 'eu-west-1' }, baseUrl: null, limits: {} });
  assert.deepEqual(providers['bedrock-mantle']?.variables, { region: 'eu-west-1' });
  assert.deepEqual(providers.vertex?.variables, { project: 'p' });
  assert.deepEqual(environmentProviders({ AWS_DEFAULT_REGION: 'us-east-1' }).providers.bedrock?.variables, {
    region: 'us-east-1',
  });
});

test('an address is taken as other tools write it', () => {
  const ollama = {
    '0.0.0.0': 'http://127.0.0.1:11434/v1',
    '0.0.0.0:8080': 'http://127.0.0.1:8080/v1',
    ':11435': 'http://127.0.0.1:11435/v1',
    'http://not an address': /baseUrl/,
    'gpu-box': 'http://gpu-box:11434/v1',
    'http://gpu-box:11434/': 'http://gpu-box:11434/v1',
    'https://ollama.example': 'https://ollama.example/v1',
    'https://ollama.example/v1/': 'https://ollama.example/v1',
    'http://[::]:11434': 'http://127.0.0.1:11434/v1',
  };
  for (const [text, expected] of Object.entries(ollama)) {
    const address = addressOf('ollama', 'm', { OLLAMA_HOST: text });
    if (typeof expected === 'string') assert.equal(address, expected, text);
    else assert.match(address, expected, text);
  }
  for (const text of ['https://acme.openai.azure.com/', 'https://acme.openai.azure.com/openai/v1/', 'acme.openai.azure.com']) {
    assert.equal(addressOf('azure', 'm', { AZURE_OPENAI_ENDPOINT: text }), 'https://acme.openai.azure.com/openai/v1', text);
  }
});

test('a hostile region in the environment is refused, not called', () => {
  assert.match(addressOf('bedrock', 'amazon.nova-lite-v1:0', { AWS_REGION: 'evil.example/#' }), /letters, digits and hyphens/);
});
