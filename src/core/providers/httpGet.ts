import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { CallError, ErrorKind } from '../../shared/model/errors.ts';
import type { Agents } from './agents.ts';
import { callError, classifySocket, type CallSubject, type HttpFacts } from './errors.ts';
import { requestHeaders } from './headers.ts';
import { redactAnswer } from './redact.ts';
import { ProviderError, type Endpoint } from './spec.ts';
import { unlessEnded } from './unlessEnded.ts';

const redirectLimit = 3;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Some ten times the longest list known. */
const mostBytes = 8 * 1024 * 1024;

export interface HttpGet {
  readonly endpoint: Endpoint;
  readonly subject: CallSubject;
  readonly agents: Agents;
  readonly signal: AbortSignal;
}

/**
 * A GET with the endpoint's key, to the endpoint's origin alone: redirects elsewhere are not followed. Resolves with
 * whatever the server answered; rejects with `ProviderError`, what the socket threw or the reason of the signal.
 */
export async function httpGet(call: HttpGet, first: string): Promise<HttpFacts> {
  const { subject } = call;
  let url = URL.parse(first);
  for (let followed = 0; followed <= redirectLimit; followed++) {
    if (url?.origin !== subject.origin) {
      const where = url === null ? 'nowhere' : url.origin;
      throw getFailure(subject, 'network', `${subject.origin} was to be asked at ${where}; the key was not sent there`);
    }
    const response = await send(call, url);
    if (!redirects.has(response.statusCode ?? 0)) return await factsOf(subject, response);
    response.destroy();
    url = URL.parse(response.headers.location ?? '', url.href);
  }
  throw getFailure(subject, 'network', `${subject.origin} redirects more than ${redirectLimit} times`);
}

/** Resolves with the response's headers. */
function send({ endpoint, agents, signal }: HttpGet, url: URL): Promise<IncomingMessage> {
  const { 'content-length': _, ...headers } = requestHeaders(endpoint, acceptedBy(endpoint), 0);
  const options = { method: 'GET', headers, agent: agents.for(url), signal };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
  request.once('response', resolve);
  // Stays on: an error after the response is its reader's, and must not be an uncaught one here.
  request.on('error', reject);
  request.end();
  // A request that waits for its tunnel through a proxy hears of no signal.
  return unlessEnded(promise, signal);
}

function acceptedBy({ api }: Endpoint): Headers {
  return new Headers({ accept: 'application/json', ...(api === 'anthropic' && { 'anthropic-version': '2023-06-01' }) });
}

async function factsOf(subject: CallSubject, response: IncomingMessage): Promise<HttpFacts> {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { status: response.statusCode ?? 0, headers, body: await bodyOf(subject, response) };
}

async function bodyOf(subject: CallSubject, response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw getFailure(subject, 'malformed-response', `${subject.origin} sent more than 8 MB`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ProviderError ? error : classifySocket(subject, error, 'stream');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What was sent where JSON was due. */
export function notJson({ origin }: CallSubject, body: string): string {
  return `${origin} answered with ${/^\s*</.test(body) ? 'a web page' : 'something else'} where JSON was due`;
}

/** Lists are three or four levels deep. What is below this is not looked at. */
const mostLevels = 32;

/** A server that says the key back must not bring it into a list that is shown. */
export function withoutSecrets(value: unknown, secrets: readonly string[], levels = mostLevels): unknown {
  if (typeof value === 'string') return redactAnswer(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, secrets, levels - 1)]));
}

/** Here is neither a model nor a suite to correct. */
const advice: Partial<Record<ErrorKind, (subject: CallSubject) => string>> = {
  'bad-request': ({ provider }) => `Check the address that is set for ${provider}.`,
  'malformed-response': ({ provider }) => `Check the address that is set for ${provider}, and the proxy if there is one.`,
  'model-not-found': ({ provider }) => `Check the address that is set for ${provider}: there is nothing at this path.`,
  permission: ({ provider }) => `Check the rights of this key in your ${provider} account.`,
  'rate-limit': () => 'Wait a minute and try again.',
  timeout: ({ origin }) => `Check the network connection, and that ${origin} is up.`,
};

/** The advice that fits where no call to a model failed. */
export function getAdvice(subject: CallSubject, { kind, advice: usual }: CallError): string {
  return advice[kind]?.(subject) ?? usual;
}

export function getFailure(subject: CallSubject, kind: ErrorKind, message: string): ProviderError {
  const own = advice[kind]?.(subject);
  return new ProviderError(callError(subject, { kind, stage: 'headers', message, ...(own !== undefined && { advice: own }) }));
}
