import type { ErrorKind } from '../../shared/model/errors.ts';
import type { Complaint } from './complaint.ts';
import { entryOf } from '../json.ts';

/**
 * The kind of a refusal: by the provider's codes, then by its words where codes are missing or vague, then the parameter it
 * names, then the status. `status` is `null` for an error within a stream that names none; `body` is read where there is no
 * complaint.
 */
export function kindOf(status: number | null, complaint: Complaint | null, body: string): ErrorKind {
  const said = complaint?.message ?? body;
  const codes = complaint?.codes ?? [];
  if (isDailyQuota(status, codes, said)) return 'quota';
  const coded = codes.map((code) => entryOf(kindOfCode, code)).find((kind) => kind !== undefined);
  if (coded !== undefined && coded !== 'server') return coded;
  const spoken = kindOfWords(status, said);
  if (spoken !== null) return spoken;
  if (isRefusal(status) && complaint?.params.includes('model')) return 'model-not-found';
  const byStatus = status === null ? undefined : kindOfStatus[status];
  if (byStatus !== undefined || coded !== undefined) return byStatus ?? 'server';
  if (status !== null && status >= 500) return 'server';
  if (status !== null && status >= 400) return 'bad-request';
  return codes.map((code) => entryOf(kindOfVagueCode, code)).find((kind) => kind !== undefined) ?? 'other';
}

/** Google's quota ids, Groq's and Cerebras' words, Cohere's trial keys: no wait within a run helps. */
function isDailyQuota(status: number | null, codes: readonly string[], said: string): boolean {
  if (codes.some((code) => code.includes('perday'))) return true;
  return (status === null || status === 429) && /\b(?:tokens|requests) per (?:day|month)\b|\b[TR]PD\b|calls \/ month/i.test(said);
}

/** Codes and types that say by themselves what is wrong; the most telling come first in `Complaint.codes`. */
const kindOfCode: Readonly<Record<string, ErrorKind>> = {
  invalid_api_key: 'authentication',
  api_key_invalid: 'authentication',
  wrong_api_key: 'authentication',
  authentication_error: 'authentication',
  unauthenticated: 'authentication',
  account_deactivated: 'authentication',
  expiredtoken: 'authentication',
  expiredtokenexception: 'authentication',
  unrecognizedclientexception: 'authentication',
  invalidsignatureexception: 'authentication',
  missingauthenticationtokenexception: 'authentication',
  permission_error: 'permission',
  permission_denied: 'permission',
  accessdeniedexception: 'permission',
  unsupported_country_region_territory: 'permission',
  model_terms_required: 'permission',
  model_permission_blocked_org: 'permission',
  model_permission_blocked_project: 'permission',
  insufficient_quota: 'quota',
  billing_error: 'quota',
  billing_not_active: 'quota',
  billing_hard_limit_reached: 'quota',
  servicequotaexceededexception: 'quota',
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  rate_limited: 'rate-limit',
  resource_exhausted: 'rate-limit',
  throttlingexception: 'rate-limit',
  tokens: 'rate-limit',
  requests: 'rate-limit',
  model_not_found: 'model-not-found',
  model_not_available: 'model-not-found',
  model_not_supported: 'model-not-found',
  model_decommissioned: 'model-not-found',
  dedicated_endpoint_not_running: 'model-not-found',
  deploymentnotfound: 'model-not-found',
  invalid_model: 'model-not-found',
  resourcenotfoundexception: 'model-not-found',
  unsupported_parameter: 'unsupported-parameter',
  unsupported_value: 'unsupported-parameter',
  unknown_parameter: 'unsupported-parameter',
  extra_forbidden: 'unsupported-parameter',
  context_length_exceeded: 'context-length',
  string_above_max_length: 'context-length',
  request_too_large: 'context-length',
  exceed_context_size_error: 'context-length',
  content_filter: 'content-filter',
  content_policy_violation: 'content-filter',
  responsibleaipolicyviolation: 'content-filter',
  invalid_prompt: 'content-filter',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  engine_overloaded: 'overloaded',
  queue_exceeded: 'overloaded',
  unavailable: 'overloaded',
  unavailable_error: 'overloaded',
  serviceunavailableexception: 'overloaded',
  modelnotreadyexception: 'overloaded',
  timeout_error: 'timeout',
  deadline_exceeded: 'timeout',
  modeltimeoutexception: 'timeout',
  server_error: 'server',
  api_error: 'server',
  internal: 'server',
  internal_server_error: 'server',
  internalserverexception: 'server',
  modelerrorexception: 'server',
  modelstreamerrorexception: 'server',
};

/** Types that only repeat the status: read after it. */
const kindOfVagueCode: Readonly<Record<string, ErrorKind>> = {
  not_found_error: 'model-not-found',
  not_found: 'model-not-found',
  invalid_request_error: 'bad-request',
  invalid_argument: 'bad-request',
  validationexception: 'bad-request',
};

const kindOfStatus: Readonly<Record<number, ErrorKind>> = {
  400: 'bad-request',
  401: 'authentication',
  402: 'quota',
  403: 'permission',
  404: 'model-not-found',
  408: 'timeout',
  413: 'context-length',
  422: 'bad-request',
  429: 'rate-limit',
  498: 'overloaded',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

interface Words {
  readonly said: RegExp;
  readonly kind: ErrorKind;
  /** The statuses at which it is listened to; `null` is an error within a stream. */
  readonly at: (status: number | null) => boolean;
}

const isRefusal = (status: number | null): boolean => status === null || status === 400 || status === 404 || status === 422;
const isBarred = (status: number | null): boolean => isRefusal(status) || status === 403;
const isLimited = (status: number | null): boolean => isBarred(status) || status === 402 || status === 412 || status === 429;
const isBusy = (status: number | null): boolean => isRefusal(status) || status === 429;
const isRefusalOr500 = (status: number | null): boolean => isRefusal(status) || status === 500;

/** What providers say whose refusals come with no code of their own, in the order in which they are asked. */
const words: readonly Words[] = [
  {
    // OpenAI, Azure
    said: /only supported in v1\/responses|v1\/responses endpoint|use the responses api|chatCompletion operation does not work/i,
    kind: 'needs-responses-api',
    at: isRefusal,
  },
  {
    // xAI (400), Bedrock's API keys (403), AWS's tokens
    said: /(?:incorrect|invalid) api (?:key|token)|api key not valid|authentication failed|security token[^\n]{0,60}(?:expired|invalid)/i,
    kind: 'authentication',
    at: isBarred,
  },
  {
    // Anthropic (400), xAI (403), Fireworks (412), DeepInfra, Hugging Face
    said: /credit balance is too low|insufficient (?:balance|credits|funds)|have any credits|more credits|included credits|spending limit|payment method/i,
    kind: 'quota',
    at: isLimited,
  },
  {
    // DeepSeek, xAI, Azure, OpenRouter
    said: /content exists risk|usage guidelines|content management policy|requires moderation|flagged/i,
    kind: 'content-filter',
    at: isBarred,
  },
  {
    // DeepInfra, Mistral, Cerebras (429), NVIDIA (400)
    said: /model busy|capacity exceeded|no capacity|high traffic|degraded function/i,
    kind: 'overloaded',
    at: isBusy,
  },
  {
    // Anthropic, vLLM, Mistral, Together, LM Studio, llama.cpp
    said: /prompt is too long|maximum context length|context (?:length|window|size)[^.\n]{0,40}exceed|exceeds?[^.\n]{0,40}context|when (?:the )?context (?:the )?overflows|too large for model with|max_new_tokens` must be <=/i,
    kind: 'context-length',
    at: isRefusalOr500,
  },
  { said: refusedParameter(), kind: 'unsupported-parameter', at: isRefusal },
  {
    // AWS, DeepSeek, Mistral, OpenRouter, NVIDIA, Ollama, Cohere, vLLM
    said: /on-demand throughput isn|model identifier is invalid|model not exist|invalid model\b|not a valid model|no endpoints found|not found for account|\bmodel\b[^\n]{0,120}(?:not found|does not exist|is not (?:available|supported (?:for|by any)))/i,
    kind: 'model-not-found',
    at: isRefusal,
  },
];

/** The many ways of saying that a parameter is not taken – not that its value is out of range. */
function refusedParameter(): RegExp {
  const ways = [
    '(?:unsupported|unknown|unrecognized|unexpected)[^.\\n]{0,20}(?:parameter|argument|field|property|name)',
    'unsupported value',
    'extra inputs are not permitted',
    '(?:parameter|argument|field|property)\\b[^\\n]{0,80}\\b(?:not supported|unsupported)',
    "(?:does not|doesn't) support (?:the )?(?:parameter|effort|thinking|reasoning|temperature|top_p|seed|stop)",
    '(?:temperature|top_p|seed|stop|effort|level|budget|config|thinking|type\\.\\w+|max_tokens|stream_options)[\'"`]*(?: [A-Z]+)? is (?:not supported|not enabled|unsupported|deprecated)',
    'cannot both be specified',
    'may only be set to 1 when thinking',
    'effort[`\'"]* must be one of',
  ];
  return new RegExp(ways.join('|'), 'i');
}

function kindOfWords(status: number | null, said: string): ErrorKind | null {
  return words.find((entry) => entry.at(status) && entry.said.test(said))?.kind ?? null;
}
