import type { WireKind } from '../../shared/model/suite.ts';
import { ownsOrigin, type Brand, type Route } from './brand.ts';
import { cloudBrands } from './cloudBrands.ts';
import { openaiApi } from './openaiModels.ts';

const over = (api: WireKind) => (): Route => ({ api });
const chat = over('openai-chat');
const generic = { format: 'openai', url: 'models' } as const;

/** Those who sell models, the clouds, servers on this machine, and what needs no server. To add one is to add a row. */
export const brands: readonly Brand[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    server: {
      baseUrl: 'https://api.openai.com/v1',
      route: (model) => ({ api: openaiApi(model) }),
      keyEnv: 'OPENAI_API_KEY',
      keyUrl: 'https://platform.openai.com/api-keys',
      dialect: { tokenLimit: 'max_completion_tokens' },
      modelList: generic,
    },
    docsUrl: 'https://platform.openai.com/docs/models',
    defaultModel: 'gpt-6-luna',
    priceList: 'openai',
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    server: {
      baseUrl: 'https://api.anthropic.com',
      route: over('anthropic'),
      keyEnv: 'ANTHROPIC_API_KEY',
      keyUrl: 'https://platform.claude.com/settings/keys',
      modelList: { format: 'anthropic', url: 'v1/models?limit=1000' },
    },
    docsUrl: 'https://platform.claude.com/docs/en/about-claude/models/overview',
    defaultModel: 'claude-haiku-4-5',
    priceList: 'anthropic',
  },
  {
    id: 'google',
    name: 'Google Gemini',
    server: {
      baseUrl: 'https://generativelanguage.googleapis.com',
      route: over('gemini'),
      keyEnv: 'GEMINI_API_KEY',
      otherKeyEnvs: ['GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
      keyUrl: 'https://aistudio.google.com/apikey',
      modelList: { format: 'gemini', url: 'v1beta/models?pageSize=1000' },
    },
    docsUrl: 'https://ai.google.dev/gemini-api/docs/models',
    defaultModel: 'gemini-3.5-flash-lite',
    priceList: 'google',
  },
  {
    id: 'groq',
    name: 'Groq',
    server: {
      baseUrl: 'https://api.groq.com/openai/v1',
      route: chat,
      keyEnv: 'GROQ_API_KEY',
      keyUrl: 'https://console.groq.com/keys',
      dialect: { streamOptions: false },
      modelList: generic,
    },
    docsUrl: 'https://console.groq.com/docs/models',
    defaultModel: 'openai/gpt-oss-120b',
    priceList: 'groq',
  },
  {
    id: 'together',
    name: 'Together AI',
    server: {
      baseUrl: 'https://api.together.xyz/v1',
      alsoAt: ['https://api.together.ai'],
      route: chat,
      keyEnv: 'TOGETHER_API_KEY',
      otherKeyEnvs: ['TOGETHER_AI_API_KEY'],
      keyUrl: 'https://api.together.ai/settings/api-keys',
      modelList: { format: 'together', url: 'models' },
    },
    docsUrl: 'https://docs.together.ai/docs/serverless-models',
    defaultModel: 'openai/gpt-oss-20b',
    priceList: 'together',
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    server: {
      baseUrl: 'https://openrouter.ai/api/v1',
      route: chat,
      keyEnv: 'OPENROUTER_API_KEY',
      keyUrl: 'https://openrouter.ai/settings/keys',
      modelList: { format: 'openrouter', url: 'models' },
    },
    docsUrl: 'https://openrouter.ai/models',
    defaultModel: 'openai/gpt-oss-120b',
    priceList: 'openrouter',
  },
  {
    id: 'cerebras',
    name: 'Cerebras',
    server: {
      baseUrl: 'https://api.cerebras.ai/v1',
      route: chat,
      keyEnv: 'CEREBRAS_API_KEY',
      keyUrl: 'https://cloud.cerebras.ai/platform/apikeys',
      modelList: generic,
    },
    docsUrl: 'https://inference-docs.cerebras.ai/models/overview',
    defaultModel: 'gpt-oss-120b',
    priceList: 'cerebras',
  },
  {
    id: 'deepinfra',
    name: 'DeepInfra',
    server: {
      baseUrl: 'https://api.deepinfra.com/v1/openai',
      route: chat,
      keyEnv: 'DEEPINFRA_API_KEY',
      otherKeyEnvs: ['DEEPINFRA_API_TOKEN', 'DEEPINFRA_TOKEN'],
      keyUrl: 'https://deepinfra.com/dash/api_keys',
      modelList: { format: 'deepinfra', url: 'models?filter=with_meta' },
    },
    docsUrl: 'https://deepinfra.com/models/text-generation',
    defaultModel: 'openai/gpt-oss-120b',
    priceList: null,
  },
  {
    id: 'fireworks',
    name: 'Fireworks AI',
    server: {
      baseUrl: 'https://api.fireworks.ai/inference/v1',
      route: chat,
      keyEnv: 'FIREWORKS_API_KEY',
      keyUrl: 'https://app.fireworks.ai/settings/users/api-keys',
      modelList: { format: 'fireworks', url: '/v1/accounts/fireworks/models?filter=supports_serverless=true&pageSize=200' },
    },
    docsUrl: 'https://app.fireworks.ai/models',
    defaultModel: 'accounts/fireworks/models/gpt-oss-120b',
    priceList: 'fireworks',
  },
  {
    id: 'mistral',
    name: 'Mistral AI',
    server: {
      baseUrl: 'https://api.mistral.ai/v1',
      route: chat,
      keyEnv: 'MISTRAL_API_KEY',
      keyUrl: 'https://console.mistral.ai/api-keys',
      dialect: { streamOptions: false, tokenLimit: 'max_tokens' },
      modelList: { format: 'mistral', url: 'models' },
    },
    docsUrl: 'https://docs.mistral.ai/getting-started/models',
    defaultModel: 'mistral-small-latest',
    priceList: 'mistral',
  },
  {
    id: 'xai',
    name: 'xAI',
    server: {
      baseUrl: 'https://api.x.ai/v1',
      route: chat,
      keyEnv: 'XAI_API_KEY',
      keyUrl: 'https://console.x.ai',
      dialect: { reasoningApart: true },
      modelList: { format: 'xai', url: 'language-models' },
    },
    docsUrl: 'https://docs.x.ai/docs/models',
    defaultModel: 'grok-4.3',
    priceList: 'x-ai',
  },
  {
    id: 'deepseek',
    name: 'DeepSeek',
    server: {
      baseUrl: 'https://api.deepseek.com',
      route: chat,
      keyEnv: 'DEEPSEEK_API_KEY',
      keyUrl: 'https://platform.deepseek.com/api_keys',
      modelList: generic,
    },
    docsUrl: 'https://api-docs.deepseek.com/quick_start/pricing',
    defaultModel: 'deepseek-v4-flash',
    priceList: 'deepseek',
  },
  {
    id: 'cohere',
    name: 'Cohere',
    server: {
      baseUrl: 'https://api.cohere.ai/compatibility/v1',
      alsoAt: ['https://api.cohere.com'],
      route: chat,
      keyEnv: 'CO_API_KEY',
      otherKeyEnvs: ['COHERE_API_KEY'],
      keyUrl: 'https://dashboard.cohere.com/api-keys',
      dialect: { streamOptions: false },
      modelList: { format: 'cohere', url: '/v1/models?page_size=1000' },
    },
    docsUrl: 'https://docs.cohere.com/docs/models',
    defaultModel: 'command-a-03-2025',
    priceList: 'cohere',
  },
  {
    id: 'nvidia',
    name: 'NVIDIA NIM',
    server: {
      baseUrl: 'https://integrate.api.nvidia.com/v1',
      route: chat,
      keyEnv: 'NVIDIA_API_KEY',
      keyUrl: 'https://build.nvidia.com/settings/api-keys',
      dialect: { streamOptions: false },
      modelList: generic,
    },
    docsUrl: 'https://build.nvidia.com/models',
    defaultModel: 'openai/gpt-oss-120b',
    priceList: null,
  },
  {
    id: 'huggingface',
    name: 'Hugging Face',
    server: {
      baseUrl: 'https://router.huggingface.co/v1',
      route: chat,
      keyEnv: 'HF_TOKEN',
      otherKeyEnvs: ['HUGGINGFACE_API_KEY', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACEHUB_API_TOKEN'],
      keyUrl: 'https://huggingface.co/settings/tokens',
      modelList: { format: 'huggingface', url: 'models' },
    },
    docsUrl: 'https://huggingface.co/docs/inference-providers',
    defaultModel: 'openai/gpt-oss-120b',
    priceList: null,
  },
  ...cloudBrands,
  {
    id: 'ollama',
    name: 'Ollama',
    server: {
      baseUrl: 'http://127.0.0.1:11434/v1',
      addressEnv: 'OLLAMA_HOST',
      route: chat,
      keyEnv: null,
      keyUrl: null,
      modelList: { format: 'ollama', url: '/api/tags' },
    },
    docsUrl: 'https://ollama.com/library',
    defaultModel: 'gpt-oss:20b',
    priceList: null,
  },
  {
    id: 'lmstudio',
    name: 'LM Studio',
    server: {
      baseUrl: 'http://127.0.0.1:1234/v1',
      route: chat,
      keyEnv: null,
      keyUrl: null,
      modelList: { format: 'lmstudio', url: '/api/v0/models' },
    },
    docsUrl: 'https://lmstudio.ai/docs/app/api/endpoints/openai',
    defaultModel: 'openai/gpt-oss-20b',
    priceList: null,
  },
  {
    id: 'llamacpp',
    name: 'llama.cpp',
    server: {
      baseUrl: 'http://127.0.0.1:8080/v1',
      route: chat,
      keyEnv: null,
      keyUrl: null,
      modelList: generic,
    },
    docsUrl: 'https://github.com/ggml-org/llama.cpp/tree/master/tools/server',
    defaultModel: 'gpt-oss-20b',
    priceList: null,
  },
  {
    id: 'vllm',
    name: 'vLLM',
    server: {
      baseUrl: 'http://127.0.0.1:8000/v1',
      route: chat,
      keyEnv: null,
      keyUrl: null,
      modelList: generic,
    },
    docsUrl: 'https://docs.vllm.ai/en/stable/serving/openai_compatible_server/',
    defaultModel: 'openai/gpt-oss-20b',
    priceList: null,
  },
  {
    id: 'vscode',
    name: "The editor's models",
    server: null,
    docsUrl: 'https://code.visualstudio.com/docs/copilot/customization/language-models',
    defaultModel: 'gpt-5-mini',
    priceList: null,
  },
  { id: 'demo', name: 'Demo models', server: null, docsUrl: null, defaultModel: 'atlas-mini', priceList: null },
];

export function brandOf(id: string): Brand | null {
  return brands.find((brand) => brand.id === id) ?? null;
}

/** The brand whose own server an address leads to, whatever a suite calls it. */
export function brandAt(baseUrl: string): Brand | null {
  const origin = URL.parse(baseUrl)?.origin;
  if (origin === undefined) return null;
  return brands.find(({ server }) => server !== null && ownsOrigin(server, origin)) ?? null;
}
