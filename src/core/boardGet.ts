import type { SourceError, SourceErrorKind } from '../shared/model/rankings.ts';
import { field, parseJson, text } from './json.ts';
import { Agents } from './providers/agents.ts';
import { classifyResponse, classifySocket, subjectOf, type CallSubject, type HttpFacts } from './providers/errors.ts';
import { httpGet, notJson, withoutSecrets } from './providers/httpGet.ts';
import { rateStateOf } from './providers/rateState.ts';
import { ProviderError, type Endpoint } from './providers/spec.ts';
import {
  malformedAdvice,
  SourceFailure,
  sourceError,
  type BoardServer,
  type OpenBoard,
  type Page,
  type PageRequest,
} from './rankings/getBoard.ts';

/** Brings our transport to the boards: proxies, trusted certificates, a key that stays within its origin. */
export const openBoard: OpenBoard = (server) => {
  const agents = new Agents();
  return { get: (request) => getPage(server, agents, request), close: () => agents.dispose() };
};

async function getPage(server: BoardServer, agents: Agents, request: PageRequest): Promise<Page> {
  const endpoint = endpointOf(server, request);
  const subject = subjectOf(endpoint, 'this');
  try {
    return read(server, subject, await httpGet({ endpoint, subject, agents, signal: request.signal }, request.url), request);
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof SourceFailure) throw error;
    const { detail } = error instanceof ProviderError ? error : classifySocket(subject, error, 'connect');
    const { kind, message, advice: usual } = detail;
    const advice = kind === 'malformed-response' ? malformedAdvice(server.name) : usual;
    throw new SourceFailure(sourceError(kind, sentence(message), advice), { cause: error });
  }
}

function endpointOf({ name, baseUrl, keyHeader }: BoardServer, { apiKey, etag }: PageRequest): Endpoint {
  const key = apiKey === null || keyHeader === null ? null : keyHeader === 'authorization' ? `Bearer ${apiKey}` : apiKey;
  return {
    provider: name,
    api: 'openai-chat',
    baseUrl,
    apiKey: null,
    headers: { ...(key !== null && keyHeader !== null && { [keyHeader]: key }), ...(etag !== null && { 'if-none-match': etag }) },
  };
}

function read(server: BoardServer, subject: CallSubject, facts: HttpFacts, { now }: PageRequest): Page {
  const waitUntil = endOfQuota(facts.headers, now);
  if (facts.status === 304) return { kind: 'not-modified', waitUntil };
  if (facts.status < 200 || facts.status > 299) throw new SourceFailure(refusal(server, subject, facts, now));
  const value = parseJson(facts.body);
  if (value === undefined) {
    throw new SourceFailure({
      ...sourceError('malformed-response', sentence(notJson(subject, facts.body)), malformedAdvice(server.name)),
      status: facts.status,
    });
  }
  const body = withoutSecrets(value, subject.secrets);
  const etag = text(facts.headers['etag']);
  // It is kept in a file, where no key may come.
  return { kind: 'read', body, etag: etag === withoutSecrets(etag, subject.secrets) ? etag : null, waitUntil };
}

function refusal(server: BoardServer, subject: CallSubject, facts: HttpFacts, now: Date): SourceError {
  const { detail } = classifyResponse(subject, facts, onItsClock(facts.headers, now));
  const kind = kindOf(facts.status, detail.kind);
  const until = facts.status === 429 ? until429(facts, detail.retryAfterMs, now) : null;
  const advice = adviceFor(server, kind) ?? detail.advice;
  return { kind, message: sentence(detail.message), advice, status: facts.status, until };
}

/** What a server said may end as it likes. */
function sentence(message: string): string {
  return /[.!?…]$/.test(message) ? message : `${message}.`;
}

/** There is no model that could be unknown here, and what a 429 calls a quota is a wait like any other. */
function kindOf(status: number, kind: SourceErrorKind): SourceErrorKind {
  if (status === 410) return 'gone';
  if (status === 429) return 'rate-limit';
  return kind === 'model-not-found' ? 'bad-request' : kind;
}

function adviceFor({ name, keyUrl, permissionAdvice }: BoardServer, kind: SourceErrorKind): string | null {
  const again = `${name} is asked again at the next refresh.`;
  const advice: Partial<Record<SourceErrorKind, string>> = {
    authentication: keyUrl === null ? permissionAdvice : `Check the key for ${name} and set it again; get one at ${keyUrl}.`,
    permission: permissionAdvice,
    gone: `${name} has retired this address. Update the extension, or set another address.`,
    'bad-request': `Check the address that is set for ${name}. If it is the board's own, update the extension.`,
    'malformed-response': malformedAdvice(name),
    'rate-limit': `The limit of this key is used up. ${name} is asked again when it is renewed.`,
    quota: `Check the plan and the billing of your ${name} account.`,
    timeout: again,
    server: `${name} has an error of its own. It is asked again at the next refresh.`,
    overloaded: again,
  };
  return advice[kind] ?? null;
}

/** The latest of what it says: a plan's day may end long after the minute of `Retry-After`. */
function until429({ headers, body }: HttpFacts, retryAfterMs: number | null, now: Date): string | null {
  const resetAt = Date.parse(text(field(parseJson(body), 'error', 'reset_at')) ?? '');
  const ends = [
    retryAfterMs === null ? null : now.getTime() + retryAfterMs,
    Number.isNaN(resetAt) ? null : now.getTime() + resetAt - onItsClock(headers, now).getTime(),
    Date.parse(endOfQuota(headers, now) ?? ''),
  ];
  return latest(ends, now);
}

/** When it may be asked again where this answer was the last that the quota allows; LLM Stats has one for the day too. */
function endOfQuota(headers: HttpFacts['headers'], now: Date): string | null {
  const day = ['limit', 'remaining', 'reset'].map((part) => [`x-ratelimit-${part}`, headers[`x-quota-${part}`]]);
  const windows = [headers, { date: headers['date'], ...Object.fromEntries(day) }].map(
    (said) => rateStateOf(said, now)?.requests,
  );
  return latest(
    windows.map((window) => (window?.remaining === 0 && window.resetMs !== null ? now.getTime() + window.resetMs : null)),
    now,
  );
}

function latest(ends: readonly (number | null)[], now: Date): string | null {
  const end = Math.max(...ends.filter((end) => end !== null && !Number.isNaN(end)).map(Number), now.getTime());
  return end > now.getTime() ? new Date(end).toISOString() : null;
}

/** Dates are meant on the server's clock. */
function onItsClock(headers: HttpFacts['headers'], now: Date): Date {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? now : new Date(date);
}
