import type { ErrorKind } from '../../shared/model/errors.ts';
import { entryOf, field, items, text } from './json.ts';

/** What a provider said went wrong, read from any of the shapes in use. */
export interface Complaint {
  readonly message: string;
  /** The most telling of its code, type and status, as sent. */
  readonly code: string | null;
  /** All of them, lower case. */
  readonly codes: readonly string[];
  readonly param: string | null;
  readonly retryAfterMs: number | null;
}

/**
 * Shapes: `{error:{message,type,code,param}}` (OpenAI and its likes), `{type:"error",error:{type,message}}` (Anthropic),
 * `{error:{code,status,message,details}}`, also in an array (Google), `{error:"…"}` (Ollama), `{message,type,code}` flat
 * (Mistral, vLLM, Responses events), `{detail:"…"}` and `{detail:[{loc,msg,type}]}` (FastAPI). `null` for anything else.
 */
export function readComplaint(payload: unknown): Complaint | null {
  const root = Array.isArray(payload) ? items(payload)[0] : payload;
  const inner = field(root, 'error') ?? root;
  if (typeof inner === 'string') return { message: inner, code: null, codes: [], param: null, retryAfterMs: null };
  const fastApi = items(field(inner, 'detail'));
  const message =
    text(field(inner, 'message')) ??
    text(field(inner, 'detail')) ??
    text(field(fastApi[0], 'msg')) ??
    text(field(inner, 'error'));
  const details = items(field(inner, 'details'));
  const codes = [
    text(field(inner, 'code')),
    ...details.map((detail) => text(field(detail, 'reason'))),
    ...fastApi.map((detail) => text(field(detail, 'type'))),
    text(field(inner, 'status')),
    text(field(inner, 'type')),
    ...details.flatMap((detail) => items(field(detail, 'violations')).map((violation) => text(field(violation, 'quotaId')))),
  ].filter((code): code is string => code !== null && code !== 'error');
  if (message === null && codes.length === 0) return null;
  return {
    message: message ?? codes.join(', '),
    code: codes[0] ?? null,
    codes: codes.map((code) => code.toLowerCase()),
    param: text(field(inner, 'param')) ?? text(items(field(fastApi[0], 'loc')).at(-1)),
    retryAfterMs: retryDelayOf(details),
  };
}

/** Google's `RetryInfo`: `"retryDelay": "37s"`. */
function retryDelayOf(details: readonly unknown[]): number | null {
  for (const detail of details) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text(field(detail, 'retryDelay')) ?? '')?.[1];
    if (seconds !== undefined) return Number.parseFloat(seconds) * 1000;
  }
  return null;
}

/** Codes and types that say by themselves what is wrong; the most telling come first in `Complaint.codes`. */
const kindOfCode: Readonly<Record<string, ErrorKind>> = {
  invalid_api_key: 'authentication',
  api_key_invalid: 'authentication',
  authentication_error: 'authentication',
  unauthenticated: 'authentication',
  account_deactivated: 'authentication',
  permission_error: 'permission',
  permission_denied: 'permission',
  unsupported_country_region_territory: 'permission',
  insufficient_quota: 'quota',
  billing_error: 'quota',
  billing_not_active: 'quota',
  billing_hard_limit_reached: 'quota',
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  resource_exhausted: 'rate-limit',
  tokens: 'rate-limit',
  requests: 'rate-limit',
  model_not_found: 'model-not-found',
  model_not_available: 'model-not-found',
  model_decommissioned: 'model-not-found',
  unsupported_parameter: 'unsupported-parameter',
  unsupported_value: 'unsupported-parameter',
  unknown_parameter: 'unsupported-parameter',
  extra_forbidden: 'unsupported-parameter',
  context_length_exceeded: 'context-length',
  string_above_max_length: 'context-length',
  request_too_large: 'context-length',
  content_filter: 'content-filter',
  content_policy_violation: 'content-filter',
  responsibleaipolicyviolation: 'content-filter',
  invalid_prompt: 'content-filter',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  engine_overloaded: 'overloaded',
  unavailable: 'overloaded',
  timeout_error: 'timeout',
  deadline_exceeded: 'timeout',
  server_error: 'server',
  api_error: 'server',
  internal: 'server',
  internal_server_error: 'server',
};

/** Types that only repeat the status: read after it. */
const kindOfVagueCode: Readonly<Record<string, ErrorKind>> = {
  not_found_error: 'model-not-found',
  not_found: 'model-not-found',
  invalid_request_error: 'bad-request',
  invalid_argument: 'bad-request',
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
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

/**
 * The kind of a refusal: by the provider's codes, then the parameter it names, then a few texts, then the status.
 * `status` is `null` for an error within a stream.
 */
export function kindOf(status: number | null, complaint: Complaint | null, body: string): ErrorKind {
  if (complaint?.codes.some((code) => code.includes('perday'))) return 'quota';
  const coded = complaint?.codes.map((code) => entryOf(kindOfCode, code)).find((kind) => kind !== undefined);
  if (coded !== undefined && coded !== 'server') return coded;
  const refused = status === null || status === 400 || status === 404 || status === 422;
  const spoken = refused ? kindOfText(body) : null;
  if (spoken !== null) return spoken;
  if (refused && complaint?.param === 'model') return 'model-not-found';
  const byStatus = status === null ? undefined : kindOfStatus[status];
  if (byStatus !== undefined) return byStatus;
  if (status !== null && status >= 500) return 'server';
  if (status !== null && status >= 400) return 'bad-request';
  return coded ?? complaint?.codes.map((code) => entryOf(kindOfVagueCode, code)).find((kind) => kind !== undefined) ?? 'other';
}

/**
 * The last resort, for refusals that come with no code of their own: OpenAI's hint at the Responses API
 * (`invalid_request_error`, code null), Anthropic's too long prompt, used-up credit and sampling parameters
 * (all plain `invalid_request_error`), and local servers' complaints about the context.
 */
const texts: readonly (readonly [RegExp, ErrorKind])[] = [
  [/only supported in v1\/responses|v1\/responses endpoint|use the responses api/i, 'needs-responses-api'],
  [
    /prompt is too long|maximum context length|context (?:length|window|size)[^.]{0,40}exceed|exceeds?[^.]{0,40}context/i,
    'context-length',
  ],
  [/credit balance is too low/i, 'quota'],
  [/\bmodel\b[^.]{0,80}(?:not found|does not exist|is not (?:a valid model|available|supported for))/i, 'model-not-found'],
  [
    /(?:unsupported|unknown|unrecognized|unexpected)[^.]{0,20}(?:parameter|argument|field)|extra inputs are not permitted|(?:parameter|argument|field)[^.]{0,60}(?:is|are) not supported/i,
    'unsupported-parameter',
  ],
];

function kindOfText(body: string): ErrorKind | null {
  return texts.find(([pattern]) => pattern.test(body))?.[1] ?? null;
}
