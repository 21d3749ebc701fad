import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProvider } from '@pydantic/genai-prices';
import { unsuitableModel } from '../../../src/core/catalog/suitability.ts';
import type { UnsuitableKind } from '../../../src/shared/model/catalog.ts';

/** Ids as providers have them. */
const unsuitable: Readonly<Record<UnsuitableKind, readonly string[]>> = {
  embedding: [
    'text-embedding-3-small',
    'text-embedding-ada-002',
    'gemini-embedding-001',
    'embeddinggemma:300m',
    'nomic-embed-text',
    'nomic-ai/nomic-embed-text-v1.5',
    'mxbai-embed-large',
    'snowflake-arctic-embed2',
    'all-minilm:latest',
    'sentence-transformers/all-mpnet-base-v2',
    'bge-m3',
    'BAAI/bge-base-en-v1.5',
    'intfloat/multilingual-e5-large-instruct',
    'thenlper/gte-large',
    'togethercomputer/m2-bert-80M-8k-retrieval',
    'nvidia/llama-3.2-nemoretriever-300m',
    'mistral-embed',
    'codestral-embed',
    'embed-v4.0',
    'voyage-code-3',
    'Qwen/Qwen3-Embedding-8B',
    'amazon.titan-embed-text-v1',
    'cohere.embed-english-v3',
    'openai/clip-vit-large-patch14',
  ],
  audio: [
    'gpt-4o-audio-preview',
    'gpt-4o-mini-tts',
    'gpt-4o-transcribe',
    'gpt-4o-realtime-preview',
    'gpt-realtime-2',
    'gpt-audio-mini',
    'tts-1-hd',
    'whisper-1',
    'whisper-large-v3',
    'playai-tts',
    'canopylabs/orpheus-v1-english',
    'hexgrad/Kokoro-82M',
    'gemini-2.5-flash-tts',
    'gemini-live-2.5-flash',
    'gemini-2.5-flash-native-audio-preview-09-2025',
    'google/lyria-3-clip-preview',
    'grok-voice-latest',
    'voxtral-mini-transcribe-2507',
    'amazon.nova-2-sonic-v1:0',
    'cartesia/sonic-2',
    'nvidia/parakeet-tdt-0.6b-v2',
    'minimax/speech-02-hd',
  ],
  image: [
    'gpt-image-1',
    'chatgpt-image-latest',
    'gpt-5-image-mini',
    'dall-e-3',
    'gemini-2.5-flash-image',
    'imagen-4.0-generate-001',
    'grok-2-image',
    'grok-imagine-0.9',
    'flux',
    'black-forest-labs/FLUX.1-schnell',
    'black-forest-labs/flux-kontext-pro',
    'stabilityai/stable-diffusion-xl-base-1.0',
    'stability.sd3-5-large-v1:0',
    'amazon.nova-canvas-v1:0',
    'amazon.titan-image-generator-v2:0',
    'bytedance/seedream-4',
    'Qwen/Qwen-Image',
  ],
  video: [
    'sora-2',
    'sora-2-pro',
    'veo-3',
    'veo-3.1-fast-generate-preview',
    'amazon.nova-reel-v1:1',
    'luma.ray-v2:0',
    'Wan-AI/Wan2.2-T2V-A14B',
    'kling-v2',
    'minimax/video-01',
  ],
  moderation: [
    'omni-moderation-latest',
    'text-moderation-stable',
    'mistral-moderation-latest',
    'togethercomputer/GPT-JT-Moderation-6B',
  ],
  guard: [
    'llama-guard-4-12b',
    'meta-llama/Llama-Guard-3-8B',
    'meta-llama/llama-prompt-guard-2-86m',
    'openai/gpt-oss-safeguard-20b',
    'VirtueAI/VirtueGuard-Text-Lite',
    'google/shieldgemma-9b',
    'granite3-guardian:8b',
    'nvidia/llama-3.1-nemoguard-8b-content-safety',
    'nvidia/nemotron-3.5-content-safety:free',
  ],
  rerank: ['rerank-v3.5', 'BAAI/bge-reranker-v2-m3', 'cohere.rerank-v3-5:0', 'Qwen/Qwen3-Reranker-4B', 'amazon.rerank-v1:0'],
  agentic: [
    'groq/compound',
    'groq/compound-mini',
    'compound-beta',
    'o3-deep-research',
    'o4-mini-deep-research-2025-06-26',
    'sonar-deep-research',
    'deep-research-pro-preview-12-2025',
    'computer-use-preview',
    'gemini-2.5-computer-use-preview-10-2025',
    'grok-4.20-multi-agent',
  ],
  'not-chat': [
    'davinci-002',
    'babbage-002',
    'text-davinci-003',
    'gpt-3.5-turbo-instruct',
    'mistral-ocr-latest',
    'aqa',
    'nvidia/nemotron-4-340b-reward',
  ],
};

for (const [kind, ids] of Object.entries(unsuitable)) {
  test(`${kind}: none of ${ids.length} is asked questions, and it is said why`, () => {
    for (const id of ids) {
      const found = unsuitableModel(id);
      assert.equal(found?.kind, kind, id);
      assert.match(found.why, /^[A-Z].+\.$/);
    }
  });
}

/** Chat models whose names come near: they see, search, reason, code, or have a word of the lists above in their middle. */
const suitable = `
  gpt-4o gpt-4o-mini gpt-4o:extended gpt-4o-search-preview gpt-5-search-api gpt-5 gpt-5-pro gpt-5.1-codex-mini codex-mini-latest
  gpt-6-luna gpt-chat-latest chatgpt-4o-latest gpt-4-vision-preview o1 o3 o4-mini openai/gpt-oss-120b gpt-oss:20b
  llama-3.2-11b-vision-instruct meta-llama/Llama-3.2-90B-Vision-Instruct-Turbo llama-4-scout llama3.2 qwen2.5-vl qwen2.5vl:7b
  Qwen/Qwen3-VL-8B-Instruct qwen/qwen3-next-80b-a3b-thinking qwen/qwen3-coder:free qwq-32b qwen3-omni-flash
  claude-haiku-4-5 claude-opus-4-1 anthropic.claude-3-haiku-20240307-v1:0 us.anthropic.claude-sonnet-4-5-20250929-v1:0
  gemini-2.5-pro gemini-2.5-flash-lite gemini-3.1-pro-preview gemini-1.0-pro-vision-001 gemini-omni-flash-preview gemini-robotics-er-1.5
  learnlm-2.0-flash gemma-3n-e4b-it paligemma medgemma:27b codegemma
  grok-4.3 grok-2-vision-1212 grok-code-fast-1 grok-4-fast-non-reasoning sonar sonar-pro sonar-reasoning-pro
  mistral-small-latest pixtral-large-2411 voxtral-small-24b-2507 magistral-medium-latest codestral-2508 devstral-small ministral-8b-latest
  command-a-03-2025 command-r7b-12-2024 c4ai-aya-vision-32b deepseek-chat deepseek-reasoner deepseek-r1:70b deepseek-prover-v2
  phi-4-multimodal-instruct llava:13b moondream internvl3-14b:free kimi-vl-a3b-thinking:free minimax-m2 glm-4.5v glm-5v-turbo
  amazon.nova-lite-v1:0 amazon.nova-premier-v1:0 amazon.titan-text-express-v1 writer.palmyra-x5-v1:0 nvidia/llama-3.1-nemotron-70b-instruct
  snorkelai/Snorkel-Mistral-PairRM-DPO all-hands/openhands-lm-32b-v0.1 bytedance/ui-tars-1.5-7b relace/relace-search morph/morph-v3-fast
  mistralai/mixtral-8x22b-instruct aetherwiing/mn-starcannon-12b neversleep/noromaid-20b perplexity/r1-1776 liquid/lfm-40b
  ft:gpt-4o-mini-2024-07-18:our-team:image-moderation:Ab12 image-lab/llama-3-8b tts-ai/plain-chat-7b bodyguards-guide
`
  .trim()
  .split(/\s+/);

test('a chat model is never left out', () => {
  for (const id of suitable) assert.equal(unsuitableModel(id), null, id);
});

test('of over a thousand ids in the price list these are left out, and no others', () => {
  const lists = ['openai', 'anthropic', 'google', 'groq', 'together', 'openrouter', 'cerebras', 'fireworks', 'mistral', 'x-ai'];
  const ids = [...lists, 'deepseek', 'cohere', 'aws', 'azure'].flatMap(
    (providerId) => findProvider({ providerId })?.models.map(({ id }) => id) ?? [],
  );
  assert.ok(new Set(ids).size > 1000);
  const leftOut = [...new Set(ids.filter((id) => unsuitableModel(id) !== null))].sort();
  assert.deepEqual(leftOut, fromPriceList);
});

const fromPriceList = `
  ada amazon.nova-2-sonic-v1:0 amazon.nova-sonic-v1:0 amazon.titan-embed-text-v1 babbage computer-use curie davinci
  embed-v4.0 gemini-2.5-flash-image gemini-2.5-flash-lite-preview-tts gemini-2.5-flash-tts gemini-2.5-pro-tts
  gemini-3-pro-image-preview gemini-3.1-flash-image-preview gemini-3.1-flash-lite-image gemini-3.1-flash-live-preview
  gemini-embedding-001 gemini-embedding-2 gemini-live-2.5-flash google/gemini-2.5-flash-image
  google/gemini-3-pro-image-preview google/gemini-3.1-flash-image-preview google/lyria-3-clip-preview
  google/lyria-3-pro-preview gpt-3.5-turbo-instruct gpt-4o-audio-preview gpt-4o-mini-audio-preview
  gpt-4o-mini-realtime-preview gpt-4o-mini-transcribe gpt-4o-mini-tts gpt-4o-realtime-preview gpt-4o-transcribe gpt-5-image
  gpt-5-image-mini gpt-5.4-image-2 gpt-audio gpt-audio-mini gpt-image-1 gpt-image-1-mini gpt-image-1.5 gpt-image-2
  gpt-oss-safeguard-20b gpt-realtime gpt-realtime-2 gpt-realtime-mini gpt-transcribe grok-4.20-multi-agent grok-voice-latest
  grok-voice-think-fast-1.0 grok-voice-think-fast-2.0 llama-guard-2-8b llama-guard-3-8b meta-llama/llama-guard-2-8b
  meta-llama/llama-guard-3-8b meta-llama/llama-guard-4-12b mistral-embed mistral-ocr-2503 mistral-ocr-2505 mistral-ocr-2512
  mistral-ocr-4-0 mistral-ocr-4-1 mistral-ocr-latest moderation nvidia/nemotron-3.5-content-safety:free o3-deep-research
  o4-mini-deep-research openai/gpt-3.5-turbo-instruct openai/gpt-5-image openai/gpt-5-image-mini openai/gpt-5.4-image-2
  openai/gpt-audio openai/gpt-audio-mini openai/gpt-oss-safeguard-20b openai/o3-deep-research openai/o4-mini-deep-research
  perplexity/sonar-deep-research text-davinci-002 text-davinci-003 text-embedding-3-large text-embedding-3-small
  text-embedding-ada-002 togethercomputer/GPT-JT-Moderation-6B whisper-1 whisper-large-v3 whisper-large-v3-turbo
  x-ai/grok-4.20-multi-agent
`
  .trim()
  .split(/\s+/);
