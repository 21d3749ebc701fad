import { listProviders } from '../modelLists.ts';
import { localRefusals } from '../localRefusals.ts';
import { chatServer, heard, openaiCounts } from './chat.ts';
import { asIn, misfortune, type Bill } from './spec.ts';

/** Servers that people run themselves: no key, and nobody sends a bill. */
const free: Bill = { by: null, usd: null, estimated: false };
const envelope = { id: 'chatcmpl-42', object: 'chat.completion.chunk', created: 1_795_000_000 };
const plainCounts = { prompt_tokens: 20, completion_tokens: 12, total_tokens: 32 };
const plain = { inputTokens: 20, outputTokens: 12, reasoningTokens: null, cachedInputTokens: null, cacheWriteTokens: null };
const { ollama, lmstudio, llamacpp, vllm } = localRefusals;

export const localServers = [
  chatServer({
    id: 'ollama',
    base: '/v1',
    key: null,
    shape: {
      envelope: { ...envelope, model: 'gpt-oss:20b', system_fingerprint: 'fp_ollama' },
      first: { role: 'assistant', content: '' },
      thought: (reasoning) => ({ role: 'assistant', content: '', reasoning }),
      text: (content) => ({ role: 'assistant', content }),
      last: { role: 'assistant', content: '' },
      counts: plainCounts,
      countsCome: 'asked',
    },
    heard: heard({ model: 'gpt-oss:20b', usage: plain }),
    misfortunes: {
      key: null,
      model: asIn(ollama, 'model'),
      rate: null,
      down: misfortune(
        {
          error: {
            message: 'server busy, please try again. maximum pending requests exceeded',
            type: 'api_error',
            param: null,
            code: null,
          },
        },
        { status: 503, kind: 'overloaded' },
      ),
    },
    bill: free,
    list: listProviders.ollama,
  }),
  chatServer({
    id: 'lmstudio',
    base: '/v1',
    key: null,
    shape: {
      envelope: { ...envelope, model: 'openai/gpt-oss-20b', system_fingerprint: 'openai/gpt-oss-20b' },
      choice: { logprobs: null },
      first: { role: 'assistant' },
      thought: (reasoning_content) => ({ role: 'assistant', reasoning_content }),
      counts: { ...plainCounts, completion_tokens_details: { reasoning_tokens: 5 } },
      countsCome: 'asked',
    },
    heard: heard({ model: 'openai/gpt-oss-20b', usage: { ...plain, reasoningTokens: 5 } }),
    misfortunes: { key: null, model: asIn(lmstudio, 'nothing loaded'), rate: null, down: null },
    bill: free,
    list: listProviders.lmstudio,
  }),
  /** Its own measurements beside the counts. */
  chatServer({
    id: 'llamacpp',
    base: '/v1',
    key: null,
    shape: {
      envelope: { ...envelope, model: 'gpt-oss-20b.gguf', system_fingerprint: 'b6881-8b11deea4' },
      first: { role: 'assistant', content: null },
      thought: (reasoning_content) => ({ reasoning_content }),
      counts: { ...openaiCounts, completion_tokens_details: undefined },
      countsCome: 'asked',
      besideCounts: {
        timings: {
          cache_n: 4,
          prompt_n: 16,
          prompt_ms: 20.4,
          prompt_per_token_ms: 1.3,
          prompt_per_second: 784.3,
          predicted_n: 12,
          predicted_ms: 45.4,
          predicted_per_token_ms: 3.8,
          predicted_per_second: 264.6,
        },
      },
    },
    heard: heard({ model: 'gpt-oss-20b.gguf', usage: { ...plain, cachedInputTokens: 4 } }),
    misfortunes: {
      key: asIn(llamacpp, 'key'),
      model: misfortune(
        { error: { code: 404, message: 'model not found', type: 'not_found_error' } },
        { status: 404, kind: 'model-not-found', advice: /does not serve "no-such-model"/ },
      ),
      rate: null,
      down: asIn(llamacpp, 'loading'),
    },
    bill: free,
    list: listProviders.llamacpp,
  }),
  chatServer({
    id: 'vllm',
    base: '/v1',
    key: null,
    shape: {
      envelope: { ...envelope, model: 'openai/gpt-oss-20b', prompt_token_ids: null },
      choice: { logprobs: null, token_ids: null },
      thought: (reasoning) => ({ reasoning, reasoning_content: reasoning }),
      counts: { ...plainCounts, prompt_tokens_details: null },
      countsCome: 'asked',
    },
    heard: heard({ model: 'openai/gpt-oss-20b', usage: plain }),
    misfortunes: {
      key: asIn(vllm, 'key'),
      model: asIn(vllm, 'model'),
      rate: null,
      down: misfortune(
        {
          error: {
            message: 'EngineCore encountered an issue. See stack trace (above) for the root cause.',
            type: 'InternalServerError',
            param: null,
            code: 500,
          },
        },
        { status: 500, kind: 'server' },
      ),
    },
    bill: free,
    list: listProviders.vllm,
  }),
];
