import type { CallError, ErrorKind, ErrorStage } from '../../shared/model/errors.ts';
import { adviceFor, type AdviceSubject } from './advice.ts';
import { readComplaint, type Complaint } from './complaint.ts';
import { kindOf } from './errorKind.ts';
import { secretsOf } from './headers.ts';
import { entryOf, field, parseJson, text } from '../json.ts';
import { redactBrief } from './redact.ts';
import { ProviderError, type Endpoint } from './spec.ts';
import { atMostAYear } from './waitMs.ts';

/** What an error is about; `secrets` are taken out of every text in it. */
export interface CallSubject {
  readonly provider: string;
  readonly model: string;
  readonly origin: string;
  readonly secrets: readonly string[];
}

export function subjectOf(endpoint: Endpoint, model: string): CallSubject {
  return {
    provider: endpoint.provider,
    model,
    origin: URL.parse(endpoint.baseUrl)?.origin ?? endpoint.baseUrl,
    secrets: secretsOf(endpoint),
  };
}

export interface HttpFacts {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A server's refusal, with what it said in the server's own words: to negotiate by, not to be shown. */
export class RefusalError extends ProviderError {
  /** The parameters that it names as such. */
  readonly params: readonly string[];
  readonly said: string;

  constructor(detail: CallError, complaint: Complaint | null, body: string) {
    super(detail);
    this.params = complaint?.params ?? [];
    this.said = complaint?.message ?? body;
  }

  /** Whether it speaks of a parameter. */
  names(parameter: string): boolean {
    return this.params.includes(parameter) || new RegExp(`\\b${parameter}\\b`).test(this.said);
  }
}

interface Parts {
  readonly kind: ErrorKind;
  readonly stage: ErrorStage;
  readonly message: string;
  readonly advice?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | null;
  readonly httpStatus?: number | null;
  readonly providerCode?: string | null;
  /** What the server itself has to say, for the advice. */
  readonly complaint?: Complaint | null;
}

const retryableKinds: ReadonlySet<ErrorKind> = new Set(['rate-limit', 'overloaded', 'server', 'timeout', 'stall', 'network']);

/** Builds the record of a failed call; every text passes the redactor here. The caller adds the request id. */
export function callError(subject: CallSubject, parts: Parts): CallError {
  const clean = (value: string): string => redactBrief(value, subject.secrets);
  return {
    kind: parts.kind,
    stage: parts.stage,
    message: clean(parts.message),
    advice: clean(parts.advice ?? adviceFor(parts.kind, adviceSubject(subject, parts))),
    retryable: parts.retryable ?? retryableKinds.has(parts.kind),
    retryAfterMs: parts.retryAfterMs ?? null,
    httpStatus: parts.httpStatus ?? null,
    providerCode: parts.providerCode ? clean(parts.providerCode) : null,
    requestId: null,
  };
}

function adviceSubject(
  { provider, model, origin, secrets }: CallSubject,
  { complaint, message, providerCode }: Parts,
): AdviceSubject {
  return {
    provider,
    model,
    origin,
    param: complaint?.params[0] ?? null,
    keyless: secrets.length === 0,
    said: `${providerCode ?? ''} ${complaint?.message ?? message}`,
  };
}

/** A response that is no stream: an error status, an error body under 200, an HTML page. */
export function classifyResponse(subject: CallSubject, facts: HttpFacts, now: Date): RefusalError {
  const payload = parseJson(facts.body);
  const complaint = payload === undefined ? null : readComplaint(payload, facts.headers['x-amzn-errortype']);
  const common = { stage: 'headers', httpStatus: facts.status } as const;
  if (complaint === null && facts.status < 400) {
    return new RefusalError(
      callError(subject, { ...common, kind: 'malformed-response', stage: 'parse', ...notAStream(facts) }),
      null,
      facts.body,
    );
  }
  const kind = kindOf(facts.status, complaint, facts.body);
  const said = complaint?.message ?? (looksLikeHtml(facts) ? 'an HTML page' : facts.body);
  const detail = callError(subject, {
    ...common,
    kind,
    message: `${subject.origin} answered ${facts.status}${said === '' ? ' without a body' : `: ${said}`}`,
    retryable: retryableResponse(kind, facts, said),
    retryAfterMs: retryAfterOf(facts.headers, now) ?? complaint?.retryAfterMs ?? null,
    providerCode: complaint?.code ?? null,
    complaint,
  });
  return new RefusalError(detail, complaint, facts.body);
}

/** What a refusal is judged by stands at its beginning. */
const longestJudged = 64 * 1024;

/** An error object that arrived within the stream, after a good status. */
export function classifyFrame(subject: CallSubject, payload: unknown): ProviderError {
  const complaint = readComplaint(payload);
  const body = (JSON.stringify(payload) ?? '').slice(0, longestJudged);
  const kind = kindOf(complaint?.status ?? null, complaint, body);
  return new ProviderError(
    callError(subject, {
      kind,
      stage: 'stream',
      message: `${subject.origin} broke the stream off: ${complaint?.message ?? body}`,
      retryAfterMs: complaint?.retryAfterMs ?? null,
      providerCode: complaint?.code ?? null,
      complaint,
    }),
  );
}

const certificateCode = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|ERR_SSL|EPROTO)/;
const headerCode = /^ERR_(INVALID_CHAR|INVALID_HTTP_TOKEN|HTTP_INVALID_HEADER_VALUE)$/;
const socketSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  ENOTFOUND: 'could not be found',
  EAI_AGAIN: 'could not be looked up',
  ETIMEDOUT: 'did not answer the connection attempt',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
};

/** A failure of the socket or of HTTP itself, by Node's error code. */
export function classifySocket(subject: CallSubject, error: unknown, stage: ErrorStage): ProviderError {
  const code = text(field(error, 'code')) ?? '';
  const said = error instanceof Error ? error.message : String(error);
  return new ProviderError(callError(subject, { stage, providerCode: code, ...socketParts(subject.origin, code, said, stage) }), {
    cause: error,
  });
}

function socketParts(
  origin: string,
  code: string,
  said: string,
  stage: ErrorStage,
): Omit<Parts, 'stage'> & { stage?: ErrorStage } {
  if (code.startsWith('HPE_')) return { kind: 'malformed-response', message: `${origin} does not speak HTTP: ${said}` };
  if (headerCode.test(code)) {
    const advice = 'The key or a header of this endpoint has a character that HTTP does not allow. Set the key again.';
    return { kind: 'bad-request', stage: 'prepare', message: `The request could not be sent: ${said}`, advice };
  }
  if (certificateCode.test(code)) {
    const advice = `The certificate of ${origin} is not trusted. Check the address, and the proxy if there is one.`;
    return { kind: 'network', message: `${origin} cannot be trusted: ${said}`, advice, retryable: false };
  }
  const where = stage === 'stream' ? ' in the middle of the stream' : '';
  const message = `${origin} ${entryOf(socketSentences, code) ?? `failed: ${said}`}${where}`;
  return { kind: 'network', message, retryable: code !== 'ENOTFOUND' };
}

/** The id that the provider's support asks for. */
export function requestIdOf(headers: HttpFacts['headers']): string | null {
  for (const name of [
    'x-request-id',
    'request-id',
    'x-goog-request-id',
    'apim-request-id',
    'x-amzn-requestid',
    'nvcf-reqid',
    'cf-ray',
  ]) {
    const id = text(headers[name]);
    if (id !== null) return id;
  }
  return null;
}

/** RFC 9110 `Retry-After` (seconds or a date), or the finer `retry-after-ms` of OpenAI and Anthropic; in ms. */
export function retryAfterOf(headers: HttpFacts['headers'], now: Date): number | null {
  const fine = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (fine >= 0) return atMostAYear(fine);
  const coarse = headers['retry-after'];
  if (coarse === undefined) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(coarse)) return atMostAYear(Number.parseFloat(coarse) * 1000);
  const date = Date.parse(coarse);
  return Number.isNaN(date) ? null : atMostAYear(Math.max(0, date - now.getTime()));
}

/** One request that is larger than a minute's allowance, and a model that is larger than the machine, stay so. */
const hopeless = /request too large for|requires more system memory/i;

/** A server may say itself whether a retry makes sense. */
function retryableResponse(kind: ErrorKind, facts: HttpFacts, said: string): boolean {
  const told = facts.headers['x-should-retry'];
  if (told === 'true' || told === 'false') return told === 'true';
  return retryableKinds.has(kind) && !hopeless.test(said);
}

function looksLikeHtml(facts: HttpFacts): boolean {
  return facts.headers['content-type']?.includes('text/html') === true || /^\s*<(!doctype|html)/i.test(facts.body);
}

function notAStream(facts: HttpFacts): { message: string; advice?: string } {
  if (looksLikeHtml(facts)) {
    return {
      message: 'The server answered with an HTML page instead of a stream.',
      advice: 'Check the base URL: it leads to a web page, a login or a proxy, not to the API.',
    };
  }
  const start = facts.body.trim().slice(0, 120);
  return { message: `The server answered with something that is no event stream: ${start === '' ? 'an empty body' : start}` };
}

/** What an SDK threw while it read a stream: an error object that the server sent, or frames that it could not parse. */
export function classifyStreamError(subject: CallSubject, error: unknown): ProviderError {
  const wrapped = unwrap(error);
  if (wrapped !== null) return wrapped;
  const payload = field(error, 'error');
  if (payload !== undefined && payload !== null) return classifyFrame(subject, payload);
  const said = error instanceof Error ? error.message : String(error);
  return new ProviderError(
    callError(subject, {
      kind: 'malformed-response',
      stage: 'parse',
      message: `${subject.origin} sent a frame that cannot be read: ${said}`,
    }),
    { cause: error },
  );
}

/** What an SDK threw before anything was sent: a request that it does not take. */
export function classifyPreparation(subject: CallSubject, error: unknown): ProviderError {
  const said = error instanceof Error ? error.message : String(error);
  return (
    unwrap(error) ??
    new ProviderError(
      callError(subject, { kind: 'bad-request', stage: 'prepare', message: `The request could not be built: ${said}` }),
      {
        cause: error,
      },
    )
  );
}

/** The `ProviderError` that an SDK wrapped into an error of its own. */
export function unwrap(error: unknown): ProviderError | null {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if (current instanceof ProviderError) return current;
    current = current.cause;
  }
  return null;
}
