import { chat, openai, type Refusal } from './refusals.ts';

/** Refusals of the servers that people run themselves. */
export const localRefusals: Readonly<Record<string, readonly Refusal[]>> = {
  ollama: [
    chat('model', 404, 'model-not-found', openai("model 'test-model' not found", 'not_found_error', null), {
      advice: /ollama pull test-model/,
    }),
    chat(
      'thinking',
      400,
      'unsupported-parameter',
      openai('"test-model" does not support thinking', 'invalid_request_error', null),
    ),
    chat(
      'memory',
      500,
      'server',
      openai('model requires more system memory (7.5 GiB) than is available (5.2 GiB)', 'api_error', null),
      { retryable: false, advice: /too large for the memory/ },
    ),
  ],
  lmstudio: [
    chat(
      'nothing loaded',
      404,
      'model-not-found',
      openai(
        'No models loaded. Please load a model in the developer page or use the `lms load` command.',
        'invalid_request_error',
        'model_not_found',
        'model',
      ),
      { advice: /lms load test-model/ },
    ),
    chat('context', 400, 'context-length', {
      error:
        'Trying to keep the first 6547 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
    }),
  ],
  llamacpp: [
    chat(
      'loading',
      503,
      'overloaded',
      { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      { advice: /still loading/ },
    ),
    chat('context', 400, 'context-length', {
      error: {
        code: 400,
        message: 'request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 4390,
        n_ctx: 4096,
      },
    }),
    chat('context, once more', 500, 'context-length', {
      error: { code: 500, message: 'Context size has been exceeded.', type: 'server_error' },
    }),
    chat('key', 401, 'authentication', { error: { code: 401, message: 'Invalid API Key', type: 'authentication_error' } }),
  ],
  vllm: [
    chat(
      'model',
      404,
      'model-not-found',
      { error: { message: 'The model `x` does not exist.', type: 'NotFoundError', param: 'model', code: 404 } },
      { advice: /\/v1\/models/ },
    ),
    chat('context', 400, 'context-length', {
      object: 'error',
      message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
      type: 'BadRequestError',
      param: null,
      code: 400,
    }),
    chat('key', 401, 'authentication', { error: 'Unauthorized' }),
  ],
};
