import { chat, type Refusal } from './refusals.ts';

const google = (code: number, message: string, status: string): object => ({ error: { code, message, status, details: [] } });

/** Refusals of the clouds' own Chat Completions endpoints. */
export const cloudRefusals: Readonly<Record<string, readonly Refusal[]>> = {
  azure: [
    chat(
      'key',
      401,
      'authentication',
      {
        error: {
          code: '401',
          message: 'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key.',
        },
      },
      { advice: /Azure resource/ },
    ),
    chat(
      'deployment',
      404,
      'model-not-found',
      {
        error: {
          code: 'DeploymentNotFound',
          message:
            'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, wait.',
        },
      },
      { advice: /named by its deployment/ },
    ),
    chat(
      'rate',
      429,
      'rate-limit',
      {
        error: {
          code: '429',
          message: 'Requests have exceeded token rate limit of your current pricing tier. Please retry after 26 seconds.',
        },
      },
      { headers: { 'retry-after': '26' }, retryAfterMs: 26_000 },
    ),
    chat('filter', 400, 'content-filter', {
      error: {
        message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: {} },
      },
    }),
    chat('filter, inner code only', 400, 'content-filter', {
      error: { message: 'Filtered.', code: null, innererror: { code: 'ResponsibleAIPolicyViolation' } },
    }),
  ],
  bedrock: [
    chat('key', 403, 'authentication', { Message: 'Authentication failed: Please make sure your API Key is valid.' }),
    chat(
      'access',
      403,
      'permission',
      { message: "You don't have access to the model with the specified model ID." },
      { headers: { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/coral/' }, advice: /Bedrock console/ },
    ),
    chat(
      'on demand',
      400,
      'model-not-found',
      {
        message:
          'Invocation of model ID anthropic.claude-x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      },
      { headers: { 'x-amzn-errortype': 'ValidationException' }, advice: /"us\.test-model"/ },
    ),
    chat(
      'identifier',
      400,
      'model-not-found',
      { message: 'The provided model identifier is invalid.' },
      { headers: { 'x-amzn-errortype': 'ValidationException' }, advice: /prefix/ },
    ),
    chat('throttled', 429, 'rate-limit', {
      __type: 'com.amazon.coral.service#ThrottlingException',
      message: 'Too many requests, please wait before trying again.',
    }),
    chat(
      'expired',
      403,
      'authentication',
      { message: 'The security token included in the request is expired' },
      { headers: { 'x-amzn-errortype': 'ExpiredTokenException' }, advice: /Sign in to AWS/ },
    ),
    chat(
      'quota',
      400,
      'quota',
      { message: 'Your account has reached its limit.' },
      { headers: { 'x-amzn-errortype': 'ServiceQuotaExceededException' } },
    ),
    chat(
      'not ready',
      429,
      'overloaded',
      { message: 'Model is not ready for inference.' },
      { headers: { 'x-amzn-errortype': 'ModelNotReadyException' } },
    ),
    chat(
      'model error',
      424,
      'server',
      { message: 'The request failed due to an error while processing the model.' },
      { headers: { 'x-amzn-errortype': 'ModelErrorException' } },
    ),
  ],
  vertex: [
    chat('token', 401, 'authentication', [google(401, 'Request had invalid authentication credentials.', 'UNAUTHENTICATED')]),
    chat(
      'api off',
      403,
      'permission',
      [google(403, 'Vertex AI API has not been used in project 1 before or it is disabled.', 'PERMISSION_DENIED')],
      { advice: /Enable the API/ },
    ),
    chat('model', 404, 'model-not-found', [
      google(404, 'Publisher Model `projects/p/locations/l/publishers/google/models/x` was not found.', 'NOT_FOUND'),
    ]),
    chat('rate', 429, 'rate-limit', [google(429, 'Resource exhausted. Please try again later.', 'RESOURCE_EXHAUSTED')]),
  ],
};
