import { amount, field, items, text } from '../json.ts';
import { atMostAYear } from './waitMs.ts';

/** What a provider said went wrong, read from any of the shapes in use. */
export interface Complaint {
  readonly message: string;
  /** The most telling of its code, type and status, as sent. */
  readonly code: string | null;
  /** All of them, lower case. */
  readonly codes: readonly string[];
  /** The parameters that it names as such, in the server's spelling. */
  readonly params: readonly string[];
  /** The HTTP status that an error within a stream would have had. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
}

/**
 * Shapes: `{error:{message,type,code,param}}` (OpenAI and its likes), `{type:"error",error:{type,message}}` (Anthropic),
 * `{error:{code,status,message,details}}`, also in an array (Google), `{error:"…"}` (Ollama, Hugging Face), the same with a
 * sentence for a code (xAI), `{message,type,code,param}` flat (Mistral, Cerebras, Cohere, vLLM, Responses events), `{detail:"…"}`,
 * `{detail:{error}}` and `{detail:[{loc,msg,type}]}` (FastAPI), the last within `message` too (Mistral),
 * `{status,title,detail}` (NVIDIA), `{message,__type}` (AWS). `null` for anything else.
 * `awsType` is the `x-amzn-errortype` header.
 */
export function readComplaint(payload: unknown, awsType: string | null = null): Complaint | null {
  const root = Array.isArray(payload) ? items(payload)[0] : payload;
  const nested = field(root, 'error');
  const inner = typeof nested === 'object' && nested !== null && !Array.isArray(nested) ? nested : root;
  const refusals = fieldErrors(inner);
  const message = messageOf(root, inner, refusals);
  const codes = codesOf(root, inner, refusals, awsType);
  if (message === null && codes.length === 0) return null;
  return {
    message: message ?? codes.join(', '),
    code: codes[0] ?? null,
    codes: codes.map((code) => code.toLowerCase()),
    params: [text(field(inner, 'param')), ...refusals.map(placeOf)].filter((param) => param !== null),
    status: statusOf(inner),
    retryAfterMs: retryDelayOf(items(field(inner, 'details'))),
  };
}

/** FastAPI's list of what it does not take. */
function fieldErrors(inner: unknown): readonly unknown[] {
  const own = items(field(inner, 'detail'));
  return own.length > 0 ? own : items(field(inner, 'message', 'detail'));
}

function placeOf(refusal: unknown): string | null {
  return text(items(field(refusal, 'loc')).at(-1));
}

function messageOf(root: unknown, inner: unknown, refusals: readonly unknown[]): string | null {
  const said =
    text(root) ??
    text(field(inner, 'message')) ??
    text(field(inner, 'Message')) ??
    text(field(inner, 'error')) ??
    text(items(field(inner, 'error'))[0]) ??
    text(field(inner, 'detail')) ??
    text(field(inner, 'detail', 'error')) ??
    text(refusals.map((refusal) => `${placeOf(refusal) ?? 'the request'}: ${text(field(refusal, 'msg')) ?? '?'}`).join('; '));
  // A gateway's own words say nothing ("Provider returned error"): those of the server behind it do.
  const behind = text(field(inner, 'metadata', 'raw'));
  return said === null || behind === null ? said : `${said}: ${behind}`;
}

function codesOf(root: unknown, inner: unknown, refusals: readonly unknown[], awsType: string | null): readonly string[] {
  const details = items(field(inner, 'details'));
  const codes = [
    exceptionOf(awsType ?? text(field(inner, '__type'))),
    text(field(inner, 'code')),
    ...details.map((detail) => text(field(detail, 'reason'))),
    ...refusals.map((refusal) => text(field(refusal, 'type'))),
    text(field(inner, 'innererror', 'code')),
    text(field(inner, 'metadata', 'error_type')),
    text(field(inner, 'status')),
    text(field(inner, 'type')),
    text(field(root, 'error_type')),
    text(field(inner, 'title')),
    ...details.flatMap((detail) => items(field(detail, 'violations')).map((violation) => text(field(violation, 'quotaId')))),
  ];
  return codes.filter((code) => code !== null && code !== 'error') as readonly string[];
}

/** `com.amazon.coral.service#ThrottlingException` and `ThrottlingException:http://…` are the same. */
function exceptionOf(awsType: string | null): string | null {
  return awsType === null ? null : text(/^(?:.*#)?(\w+)/.exec(awsType)?.[1]);
}

function statusOf(inner: unknown): number | null {
  const status = amount(field(inner, 'code')) ?? amount(field(inner, 'status'));
  return status !== null && status >= 400 && status < 600 ? status : null;
}

/** Google's `RetryInfo`: `"retryDelay": "37s"`. */
function retryDelayOf(details: readonly unknown[]): number | null {
  for (const detail of details) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text(field(detail, 'retryDelay')) ?? '')?.[1];
    if (seconds !== undefined) return atMostAYear(Number.parseFloat(seconds) * 1000);
  }
  return null;
}
