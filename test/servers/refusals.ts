import type { ErrorKind } from '../../src/shared/model/errors.ts';
import type { ApiKind } from '../../src/shared/model/suite.ts';

export interface Refusal {
  readonly name: string;
  readonly api: ApiKind;
  readonly status: number;
  /** What it must be taken for. */
  readonly kind: ErrorKind;
  /** As on the wire; `<key>` stands for the key in use, which some services repeat. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it is not what the kind says. */
  readonly retryable?: boolean;
  readonly retryAfterMs: number | null;
  /** What the user must be told to do, where it is not the same for all providers. */
  readonly advice?: RegExp;
}

type Rest = Partial<Pick<Refusal, 'headers' | 'retryable' | 'retryAfterMs' | 'advice'>>;

function refusal(name: string, api: ApiKind, status: number, kind: ErrorKind, body: string, rest: Rest = {}): Refusal {
  return { name, api, status, kind, body, headers: {}, retryAfterMs: null, ...rest };
}

/** One of a server that speaks Chat Completions. */
export function chat(name: string, status: number, kind: ErrorKind, body: object, rest: Rest = {}): Refusal {
  return refusal(name, 'openai-chat', status, kind, JSON.stringify(body), rest);
}

/** The body of an error as OpenAI writes it. */
export function openai(message: string, type: string | null, code: string | null, param: string | null = null): object {
  return { error: { message, type, param, code } };
}

/** Refusals as the services word them. */
export const refusals: readonly Refusal[] = [
  refusal(
    'OpenAI wrong key',
    'openai-chat',
    401,
    'authentication',
    '{"error":{"message":"Incorrect API key provided: <key>. You can find your API key at https://platform.openai.com.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
  ),
  refusal(
    'OpenAI masked key',
    'openai-responses',
    401,
    'authentication',
    '{"error":{"message":"Incorrect API key provided: sk-proj-********************wxyz.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
  ),
  refusal(
    'OpenAI country',
    'openai-chat',
    403,
    'permission',
    '{"error":{"message":"Country, region, or territory not supported","type":"request_forbidden","param":null,"code":"unsupported_country_region_territory"}}',
  ),
  refusal(
    'OpenAI model',
    'openai-chat',
    404,
    'model-not-found',
    '{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}',
  ),
  refusal(
    'OpenAI model, no code',
    'openai-responses',
    400,
    'model-not-found',
    '{"error":{"message":"invalid model ID","type":"invalid_request_error","param":"model","code":null}}',
  ),
  refusal(
    'OpenAI rate',
    'openai-chat',
    429,
    'rate-limit',
    '{"error":{"message":"Rate limit reached for gpt-5 on tokens per min (TPM)","type":"tokens","param":null,"code":"rate_limit_exceeded"}}',
    { headers: { 'retry-after': '7' }, retryAfterMs: 7000 },
  ),
  refusal(
    'OpenAI rate, fine',
    'openai-responses',
    429,
    'rate-limit',
    '{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}',
    { headers: { 'retry-after': '7', 'retry-after-ms': '6250' }, retryAfterMs: 6250 },
  ),
  refusal(
    'OpenAI quota',
    'openai-chat',
    429,
    'quota',
    '{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}',
  ),
  refusal(
    'OpenAI parameter',
    'openai-chat',
    400,
    'unsupported-parameter',
    `{"error":{"message":"Unsupported parameter: 'temperature' is not supported with this model.","type":"invalid_request_error","param":"temperature","code":"unsupported_parameter"}}`,
  ),
  refusal(
    'OpenAI value',
    'openai-responses',
    400,
    'unsupported-parameter',
    `{"error":{"message":"Unsupported value: 'reasoning.effort' does not support 'minimal'.","type":"invalid_request_error","param":"reasoning.effort","code":"unsupported_value"}}`,
  ),
  refusal(
    'OpenAI context',
    'openai-chat',
    400,
    'context-length',
    `{"error":{"message":"This model's maximum context length is 128000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}`,
  ),
  refusal(
    'OpenAI filter',
    'openai-responses',
    400,
    'content-filter',
    '{"error":{"message":"Invalid prompt: flagged as potentially violating our usage policy.","type":"invalid_request_error","param":null,"code":"invalid_prompt"}}',
  ),
  refusal(
    'OpenAI own error',
    'openai-chat',
    500,
    'server',
    '{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}',
  ),
  refusal(
    'OpenAI overloaded',
    'openai-chat',
    503,
    'overloaded',
    '{"error":{"message":"That model is currently overloaded.","type":"server_error","param":null,"code":null}}',
  ),
  refusal(
    'OpenAI says: no retry',
    'openai-chat',
    500,
    'server',
    '{"error":{"message":"Broken for good.","type":"server_error","param":null,"code":null}}',
    { headers: { 'x-should-retry': 'false' }, retryable: false },
  ),
  refusal(
    'Azure filter',
    'openai-chat',
    400,
    'content-filter',
    '{"error":{"code":"content_filter","message":"The response was filtered","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}',
  ),
  refusal(
    'Mistral parameter',
    'openai-chat',
    422,
    'unsupported-parameter',
    '{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}',
  ),
  refusal(
    'vLLM model',
    'openai-chat',
    404,
    'model-not-found',
    '{"object":"error","message":"The model `llama` does not exist.","type":"NotFoundError","param":null,"code":404}',
  ),
  refusal(
    'FastAPI parameter',
    'openai-chat',
    422,
    'unsupported-parameter',
    '{"detail":[{"type":"extra_forbidden","loc":["body","top_p"],"msg":"Extra inputs are not permitted"}]}',
  ),
  refusal(
    'Ollama model',
    'openai-chat',
    404,
    'model-not-found',
    '{"error":"model \\"llama9\\" not found, try pulling it first"}',
  ),
  refusal(
    'Anthropic key',
    'anthropic',
    401,
    'authentication',
    '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key: <key>"},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic permission',
    'anthropic',
    403,
    'permission',
    '{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic model',
    'anthropic',
    404,
    'model-not-found',
    '{"type":"error","error":{"type":"not_found_error","message":"model: claude-9"},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic rate',
    'anthropic',
    429,
    'rate-limit',
    '{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your rate limit."},"request_id":"req-77"}',
    { headers: { 'retry-after': '12' }, retryAfterMs: 12000 },
  ),
  refusal(
    'Anthropic credit',
    'anthropic',
    400,
    'quota',
    '{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic prompt',
    'anthropic',
    400,
    'context-length',
    '{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic size',
    'anthropic',
    413,
    'context-length',
    '{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic bad request',
    'anthropic',
    400,
    'bad-request',
    '{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: must be at least 1"},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic own error',
    'anthropic',
    500,
    'server',
    '{"type":"error","error":{"type":"api_error","message":"Internal server error"},"request_id":"req-77"}',
  ),
  refusal(
    'Anthropic overloaded',
    'anthropic',
    529,
    'overloaded',
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req-77"}',
  ),
  refusal(
    'Gemini key',
    'gemini',
    400,
    'authentication',
    '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key: <key>","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}',
  ),
  refusal(
    'Gemini permission',
    'gemini',
    403,
    'permission',
    '{"error":{"code":403,"message":"Permission denied","status":"PERMISSION_DENIED","details":[]}}',
  ),
  refusal(
    'Gemini model',
    'gemini',
    404,
    'model-not-found',
    '{"error":{"code":404,"message":"models/gemini-9 is not found for API version v1beta","status":"NOT_FOUND","details":[]}}',
  ),
  refusal(
    'Gemini rate',
    'gemini',
    429,
    'rate-limit',
    '{"error":{"code":429,"message":"You exceeded your quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37s"}]}}',
    { retryAfterMs: 37000 },
  ),
  refusal(
    'Gemini day',
    'gemini',
    429,
    'quota',
    '{"error":{"code":429,"message":"You exceeded your quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]}}',
  ),
  refusal(
    'Gemini overloaded',
    'gemini',
    503,
    'overloaded',
    '{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE","details":[]}}',
  ),
  refusal(
    'Gemini own error',
    'gemini',
    500,
    'server',
    '{"error":{"code":500,"message":"An internal error has occurred.","status":"INTERNAL","details":[]}}',
  ),
  refusal(
    'Gemini in an array',
    'gemini',
    400,
    'bad-request',
    '[{"error":{"code":400,"message":"Bad value","status":"INVALID_ARGUMENT","details":[]}}]',
  ),
  refusal('a proxy page', 'anthropic', 502, 'server', '<html><h1>502 Bad Gateway</h1></html>', {
    headers: { 'content-type': 'text/html' },
  }),
  refusal('an empty refusal', 'openai-chat', 403, 'permission', ''),
  refusal(
    'payment',
    'openai-chat',
    402,
    'quota',
    '{"error":{"message":"Insufficient credits","type":"payment_required","param":null,"code":null}}',
  ),
  refusal(
    'an error under 200',
    'openai-chat',
    200,
    'rate-limit',
    '{"error":{"message":"Rate limit exceeded","type":"rate_limit_error","param":null,"code":null}}',
  ),
];
