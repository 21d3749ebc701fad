import { chat, openai, type Refusal } from './refusals.ts';

/** Refusals of the providers that speak Chat Completions, as their documents and the reports of their users word them. */
export const providerRefusals: Readonly<Record<string, readonly Refusal[]>> = {
  groq: [
    chat('key', 401, 'authentication', openai('Invalid API Key', 'invalid_request_error', 'invalid_api_key')),
    chat(
      'model',
      404,
      'model-not-found',
      openai('The model `x` does not exist or you do not have access to it.', 'invalid_request_error', 'model_not_found'),
    ),
    chat(
      'retired model',
      400,
      'model-not-found',
      openai(
        'The model `x` has been decommissioned and is no longer supported.',
        'invalid_request_error',
        'model_decommissioned',
      ),
    ),
    chat(
      'terms',
      400,
      'permission',
      openai('The model `x` requires terms acceptance.', 'invalid_request_error', 'model_terms_required'),
      { advice: /Accept the terms of test-model/ },
    ),
    chat(
      'minute',
      429,
      'rate-limit',
      openai(
        'Rate limit reached for model `x` on tokens per minute (TPM): Limit 6000, Used 5800',
        'tokens',
        'rate_limit_exceeded',
      ),
      { headers: { 'retry-after': '3' }, retryAfterMs: 3000 },
    ),
    chat(
      'day',
      429,
      'quota',
      openai(
        'Rate limit reached for model `x` on tokens per day (TPD): Limit 100000, Used 99981',
        'tokens',
        'rate_limit_exceeded',
      ),
    ),
    chat(
      'request above the minute',
      413,
      'rate-limit',
      openai(
        'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 12328, please reduce your message size',
        'tokens',
        'rate_limit_exceeded',
      ),
      { retryable: false, advice: /One request is larger than what groq allows/ },
    ),
    chat(
      'effort',
      400,
      'unsupported-parameter',
      openai('`reasoning_effort` is not supported with this model', 'invalid_request_error', null),
    ),
    chat('capacity', 498, 'overloaded', openai('Flex tier capacity exceeded', 'server_error', null)),
  ],
  together: [
    chat('key', 401, 'authentication', openai('Invalid API key provided.', 'invalid_request_error', 'invalid_api_key')),
    chat(
      'model',
      404,
      'model-not-found',
      openai('Unable to access model x. Please visit https://api.together.xyz', 'invalid_request_error', 'model_not_found'),
    ),
    chat(
      'dedicated',
      400,
      'model-not-found',
      openai(
        'Unable to access non-serverless model x. Please visit https://api.together.ai/models/x to create and start a new dedicated endpoint for the model.',
        'invalid_request_error',
        'model_not_available',
      ),
      { advice: /dedicated endpoint only/ },
    ),
    chat(
      'context',
      422,
      'context-length',
      openai('Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193.', 'invalid_request_error', null),
    ),
  ],
  openrouter: [
    chat('key', 401, 'authentication', { error: { message: 'No auth credentials found', code: 401 } }),
    chat('credits', 402, 'quota', {
      error: { message: 'This request requires more credits, or fewer max_tokens.', code: 402 },
    }),
    chat('model', 400, 'model-not-found', { error: { message: 'x/y is not a valid model ID', code: 400 } }),
    chat('no provider', 404, 'model-not-found', { error: { message: 'No endpoints found for x/y.', code: 404 } }),
    chat('moderation', 403, 'content-filter', {
      error: {
        message: 'x/y requires moderation. Your input was flagged for "violence".',
        code: 403,
        metadata: { reasons: ['violence'] },
      },
    }),
    chat('behind it', 429, 'rate-limit', {
      error: {
        message: 'Provider returned error',
        code: 429,
        metadata: { raw: 'x/y is temporarily rate-limited upstream. Please retry shortly.', provider_name: 'BaseTen' },
      },
    }),
    chat('down', 502, 'server', { error: { message: 'Provider returned error', code: 502, metadata: { raw: 'upstream' } } }),
  ],
  cerebras: [
    chat('key', 401, 'authentication', {
      message: 'Wrong API Key',
      type: 'invalid_request_error',
      param: 'api_key',
      code: 'wrong_api_key',
    }),
    chat('model', 404, 'model-not-found', {
      message: 'Model x does not exist or you do not have access to it.',
      type: 'not_found_error',
      param: 'model',
      code: 'model_not_found',
    }),
    chat('minute', 429, 'rate-limit', {
      message: 'Requests per minute limit exceeded - too many requests sent.',
      type: 'too_many_requests_error',
      param: 'quota',
      code: 'request_quota_exceeded',
    }),
    chat('day', 429, 'quota', {
      message: 'Tokens per day limit exceeded - too many tokens processed.',
      type: 'too_many_tokens_error',
      param: 'quota',
      code: 'token_quota_exceeded',
    }),
    chat('queue', 429, 'overloaded', {
      message: "We're experiencing high traffic right now! Please try again soon.",
      type: 'too_many_requests_error',
      param: 'queue',
      code: 'queue_exceeded',
    }),
    chat('property', 400, 'unsupported-parameter', {
      message: "body.thinking: property 'body.thinking' is unsupported",
      type: 'invalid_request_error',
      param: 'validation_error',
      code: 'wrong_api_format',
    }),
  ],
  deepinfra: [
    chat('key', 401, 'authentication', openai('Not authenticated', 'invalid_request_error', null)),
    chat('model', 404, 'model-not-found', { detail: { error: 'The model `x` does not exist' } }),
    chat('payment', 402, 'quota', { detail: { error: 'inference prohibited, please enter a payment method' } }),
    chat('busy', 429, 'overloaded', { error: { message: 'Model busy, retry later' } }),
  ],
  fireworks: [
    chat('key', 401, 'authentication', {
      error: { object: 'error', type: 'unauthorized', message: 'The API key you provided is invalid.' },
    }),
    chat('model', 404, 'model-not-found', {
      error: { message: 'Model not found, inaccessible, and/or not deployed', param: 'model', code: 'NOT_FOUND', type: 'error' },
    }),
    chat('suspended', 412, 'quota', {
      error: {
        message: 'Account x is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices.',
        param: null,
        code: 'PRECONDITION_FAILED',
        type: 'error',
      },
    }),
    chat('field', 400, 'unsupported-parameter', {
      error: { message: "Extra inputs are not permitted, field: 'think', value: True", type: 'invalid_request_error' },
    }),
  ],
  mistral: [
    chat('key', 401, 'authentication', { message: 'Unauthorized', request_id: 'x' }),
    chat('key, another way', 401, 'authentication', { detail: 'Unauthorized' }),
    chat('model', 400, 'model-not-found', {
      object: 'error',
      message: 'Invalid model: x',
      type: 'invalid_model',
      param: null,
      code: '1500',
    }),
    chat('rate', 429, 'rate-limit', {
      object: 'error',
      message: 'Rate limit exceeded',
      type: 'rate_limited',
      param: null,
      code: '1300',
      raw_status_code: 429,
    }),
    chat('capacity', 429, 'overloaded', {
      object: 'error',
      message: 'Service tier capacity exceeded for this model.',
      type: 'invalid_request_error',
      param: null,
      code: null,
    }),
    chat('context', 400, 'context-length', {
      object: 'error',
      message: 'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      type: 'invalid_request_error',
      param: null,
      code: '3051',
    }),
    chat(
      'limit under another name',
      422,
      'unsupported-parameter',
      {
        detail: [
          { type: 'extra_forbidden', loc: ['body', 'max_completion_tokens'], msg: 'Extra inputs are not permitted', input: 9 },
        ],
      },
      { advice: /"max_completion_tokens"/ },
    ),
  ],
  xai: [
    chat('key', 400, 'authentication', {
      code: 'Client specified an invalid argument',
      error: 'Incorrect API key provided: xa***ey. You can obtain an API key from https://console.x.ai.',
    }),
    chat('model', 404, 'model-not-found', {
      code: 'Some requested entity was not found',
      error: 'The model x does not exist or your team does not have access to it.',
    }),
    chat('credits', 403, 'quota', {
      code: 'The caller does not have permission to execute the specified operation',
      error: "Your newly created teams doesn't have any credits yet.",
    }),
    chat('argument', 400, 'unsupported-parameter', {
      code: 'Client specified an invalid argument',
      error: 'Argument not supported on this model: stop',
    }),
    chat('safety', 403, 'content-filter', {
      code: 'The caller does not have permission to execute the specified operation',
      error: 'Content violates usage guidelines.',
    }),
  ],
  deepseek: [
    chat(
      'key',
      401,
      'authentication',
      openai('Authentication Fails, Your api key: ****wxyz is invalid', 'authentication_error', 'invalid_request_error'),
    ),
    chat('balance', 402, 'quota', openai('Insufficient Balance', 'unknown_error', 'invalid_request_error')),
    chat('model', 400, 'model-not-found', openai('Model Not Exist', 'invalid_request_error', 'invalid_request_error')),
    chat('risk', 400, 'content-filter', openai('Content Exists Risk', 'invalid_request_error', 'invalid_request_error')),
    chat('busy', 503, 'overloaded', openai('Service is too busy.', 'service_unavailable_error', 'service_unavailable_error')),
  ],
  cohere: [
    chat('key', 401, 'authentication', { message: 'invalid api token' }),
    chat('model', 404, 'model-not-found', {
      id: 'x',
      message: "model 'x' not found, make sure the correct model ID was used and that you have access to the model.",
    }),
    chat('trial minute', 429, 'rate-limit', {
      message: 'You are using a Trial key, which is limited to 20 API calls / minute.',
    }),
    chat('trial month', 429, 'quota', { message: 'You are using a Trial key, which is limited to 1000 API calls / month.' }),
  ],
  nvidia: [
    chat('key', 401, 'authentication', { status: 401, title: 'Unauthorized', detail: 'Authentication failed' }),
    chat('model', 404, 'model-not-found', {
      status: 404,
      title: 'Not Found',
      detail: "Function '23d4f03a-b8a6-4adb-a183-7daa083a09cc': Not found for account 'x'",
    }),
    chat('degraded', 400, 'overloaded', {
      status: 400,
      title: 'Bad Request',
      detail: "Function id '87ea0ddc': DEGRADED function cannot be invoked",
    }),
    chat('rate', 429, 'rate-limit', { status: 429, title: 'Too Many Requests' }),
    chat('credits', 402, 'quota', { type: 'urn:x', title: 'Payment Required', status: 402, detail: 'Account credits expired' }),
  ],
  huggingface: [
    chat('token', 401, 'authentication', { error: 'Invalid username or password.' }),
    chat(
      'model',
      400,
      'model-not-found',
      openai(
        "The requested model 'x' is not supported by any provider you have enabled.",
        'invalid_request_error',
        'model_not_supported',
        'model',
      ),
      { advice: /inference providers/ },
    ),
    chat('credits', 402, 'quota', {
      error: 'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more.',
    }),
    chat('list of errors', 422, 'bad-request', {
      error: ['Input validation error: `inputs` cannot be empty'],
      error_type: 'validation',
    }),
    chat(
      'loading',
      503,
      'overloaded',
      { error: 'Model x is currently loading', estimated_time: 20 },
      { advice: /still loading/ },
    ),
  ],
};
