import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { CallError, ErrorKind } from '../../shared/model/errors.ts';
import { Agents } from './agents.ts';
import { callError, classifyResponse, classifySocket, requestIdOf, subjectOf, type CallSubject } from './errors.ts';
import { requestHeaders } from './headers.ts';
import { parseJson } from '../json.ts';
import { redactAnswer } from './redact.ts';
import { ProviderError, type Endpoint } from './spec.ts';
import { unlessEnded } from './unlessEnded.ts';

const redirectLimit = 3;
/** Some ten times the longest list known. */
const mostBytes = 8 * 1024 * 1024;

export interface GetOptions {
  /** For the whole of it, redirects included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * What a provider tells about itself, such as the list of its models: a GET with the endpoint's key, to the endpoint's
 * origin alone. Rejects with `ProviderError`, or with the reason of an aborted signal.
 */
export async function getJson(endpoint: Endpoint, url: string, { timeoutMs, signal }: GetOptions): Promise<unknown> {
  const subject = subjectOf(endpoint, 'this');
  const deadline = AbortSignal.timeout(timeoutMs);
  const agents = new Agents();
  try {
    return await exchange({ endpoint, subject, agents, signal: AbortSignal.any([signal, deadline]) }, url);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw failure(subject, 'timeout', `${subject.origin} did not answer in time`);
    throw error instanceof ProviderError ? error : classifySocket(subject, error, 'connect');
  } finally {
    agents.dispose();
  }
}

interface Exchange {
  readonly endpoint: Endpoint;
  readonly subject: CallSubject;
  readonly agents: Agents;
  readonly signal: AbortSignal;
}

async function exchange(call: Exchange, first: string): Promise<unknown> {
  const { subject } = call;
  let url = URL.parse(first);
  for (let redirects = 0; redirects <= redirectLimit; redirects++) {
    if (url?.origin !== subject.origin) {
      const where = url === null ? 'nowhere' : url.origin;
      throw failure(subject, 'network', `${subject.origin} was to be asked at ${where}; the key was not sent there`);
    }
    const response = await send(call, url);
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode > 399) return await read(call, response);
    response.destroy();
    url = URL.parse(headers.location ?? '', url.href);
  }
  throw failure(subject, 'network', `${subject.origin} redirects more than ${redirectLimit} times`);
}

/** Resolves with the response's headers. */
function send({ endpoint, agents, signal }: Exchange, url: URL): Promise<IncomingMessage> {
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

async function read({ subject }: Exchange, response: IncomingMessage): Promise<unknown> {
  const status = response.statusCode ?? 0;
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  const body = await bodyOf(subject, response);
  if (status < 200 || status > 299) {
    const { detail } = classifyResponse(subject, { status, headers, body }, new Date());
    throw new ProviderError({ ...detail, ...aboutTheList(subject, detail), requestId: requestIdOf(headers) });
  }
  const value = parseJson(body);
  if (value !== undefined) return clean(value, subject.secrets);
  const what = /^\s*</.test(body) ? 'a web page' : 'something else';
  throw failure(subject, 'malformed-response', `${subject.origin} answered with ${what} where JSON was due`);
}

async function bodyOf(subject: CallSubject, response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw failure(subject, 'malformed-response', `${subject.origin} sent more than 8 MB`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ProviderError ? error : classifySocket(subject, error, 'stream');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Lists are three or four levels deep. What is below this is not looked at. */
const mostLevels = 32;

/** A server that says the key back must not bring it into a list that is shown. */
function clean(value: unknown, secrets: readonly string[], levels = mostLevels): unknown {
  if (typeof value === 'string') return redactAnswer(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => clean(item, secrets, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, secrets, levels - 1)]));
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

function aboutTheList(subject: CallSubject, { kind, advice: usual }: CallError): Pick<CallError, 'advice'> {
  return { advice: advice[kind]?.(subject) ?? usual };
}

function failure(subject: CallSubject, kind: ErrorKind, message: string): ProviderError {
  const own = advice[kind]?.(subject);
  return new ProviderError(callError(subject, { kind, stage: 'headers', message, ...(own !== undefined && { advice: own }) }));
}
