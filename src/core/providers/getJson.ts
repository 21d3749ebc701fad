import { parseJson } from '../json.ts';
import { Agents } from './agents.ts';
import { classifyResponse, classifySocket, requestIdOf, subjectOf, type CallSubject, type HttpFacts } from './errors.ts';
import { getAdvice, getFailure, httpGet, notJson, withoutSecrets } from './httpGet.ts';
import { ProviderError, type Endpoint } from './spec.ts';

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
    return read(subject, await httpGet({ endpoint, subject, agents, signal: AbortSignal.any([signal, deadline]) }, url));
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw getFailure(subject, 'timeout', `${subject.origin} did not answer in time`);
    throw error instanceof ProviderError ? error : classifySocket(subject, error, 'connect');
  } finally {
    agents.dispose();
  }
}

function read(subject: CallSubject, facts: HttpFacts): unknown {
  if (facts.status < 200 || facts.status > 299) {
    const { detail } = classifyResponse(subject, facts, new Date());
    throw new ProviderError({ ...detail, advice: getAdvice(subject, detail), requestId: requestIdOf(facts.headers) });
  }
  const value = parseJson(facts.body);
  if (value === undefined) throw getFailure(subject, 'malformed-response', notJson(subject, facts.body));
  return withoutSecrets(value, subject.secrets);
}
