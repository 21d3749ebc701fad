import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelFamily } from '../../../src/shared/modelFamily.ts';

/** Refs and the family that people would name. */
const families: Readonly<Record<string, string | null>> = {
  'openai/gpt-6-luna': 'GPT',
  'openai/o4-mini': 'GPT',
  'openai/ft:gpt-4o:our-team:claude-like:x1': 'GPT',
  'openai/computer-use-preview': 'GPT',
  'azure/our-gpt4o': 'GPT',
  'groq/openai/gpt-oss-120b': 'GPT',
  'ollama/gpt-oss:20b': 'GPT',
  'vscode/gpt-5-mini': 'GPT',
  'anthropic/claude-haiku-4-5': 'Claude',
  'openrouter/anthropic/claude-sonnet-4.5': 'Claude',
  'bedrock/us.anthropic.claude-opus-4-6-v1:0': 'Claude',
  'vertex/claude-sonnet-4-5@20250929': 'Claude',
  'google/gemini-3.5-flash-lite': 'Gemini',
  'vertex/google/gemini-3.5-flash': 'Gemini',
  'ollama/gemma3:27b': 'Gemini',
  'bedrock/meta.llama3-3-70b-instruct-v1:0': 'Llama',
  'together/meta-llama/Llama-3.3-70B-Instruct-Turbo': 'Llama',
  'huggingface/NousResearch/Hermes-3-Llama-3.1-405B': 'Llama',
  'groq/deepseek-r1-distill-llama-70b': 'DeepSeek',
  'mistral/ministral-8b-latest': 'Mistral',
  'ollama/dolphin-mixtral': 'Mistral',
  'ollama/qwen3:8b': 'Qwen',
  'xai/grok-4.3': 'Grok',
  'cohere/command-a-03-2025': 'Command',
  'bedrock/amazon.nova-lite-v1:0': 'Nova',
  'ollama/phi4': 'Phi',
  'demo/atlas-large': 'Atlas',
  'demo/atlas-mini': 'Atlas',
  'demo/arbiter': 'Arbiter',
  'openrouter/auto': null,
  'local/our-model': null,
  'bedrock/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc': null,
  'local/': null,
};

for (const [ref, family] of Object.entries(families)) {
  test(`${ref} is of the family ${family}`, () => {
    const slash = ref.indexOf('/');
    assert.equal(modelFamily(ref.slice(0, slash), ref.slice(slash + 1)), family);
  });
}
