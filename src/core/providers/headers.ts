import type { WireKind } from '../../shared/model/suite.ts';
import type { Endpoint } from './spec.ts';

/**
 * What an SDK may say for itself. Everything else it would send is dropped: its key (a placeholder), what it found in
 * the environment (`OPENAI_CUSTOM_HEADERS` would go to any server), and its account of this machine (`x-stainless-*`).
 */
const fromSdk = ['accept', 'content-type', 'anthropic-version', 'anthropic-beta', 'x-goog-api-client'];

/** Headers that are the transport's own business, whatever an endpoint sets. */
const reserved = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
  'te',
]);

const authHeaders = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key'];

/** The key in the header that each wire format has for it. */
const wireKeyHeader: Readonly<Record<WireKind, (key: string) => readonly [string, string]>> = {
  'openai-chat': (key) => ['authorization', `Bearer ${key}`],
  'openai-responses': (key) => ['authorization', `Bearer ${key}`],
  anthropic: (key) => ['x-api-key', key],
  gemini: (key) => ['x-goog-api-key', key],
  'vertex-anthropic': (key) => ['authorization', `Bearer ${key}`],
  'bedrock-converse': (key) => ['authorization', `Bearer ${key}`],
  'vscode-lm': (key) => ['authorization', `Bearer ${key}`],
};

/** Headers of a request. The endpoint's own win; one that says who is calling stands instead of the key. */
export function requestHeaders(endpoint: Endpoint, sdk: Headers, bodyBytes: number): Record<string, string> {
  const own = Object.entries(endpoint.headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !reserved.has(name));
  const authenticated = own.some(([name]) => authHeaders.includes(name));
  const key = endpoint.apiKey === null || authenticated ? [] : [keyIn(endpoint, endpoint.apiKey)];
  return Object.fromEntries([
    ...(endpoint.aws === undefined ? fromSdk : [...fromSdk, ...signedHeaders(sdk)]).flatMap((name) => {
      const value = sdk.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
    ['user-agent', 'llm-bench'],
    ...key,
    ...own,
    ['accept-encoding', 'identity'],
    ['content-length', String(bodyBytes)],
  ]);
}

/** What an AWS signature covers must be sent with it, and as it was signed. */
function signedHeaders(sdk: Headers): readonly string[] {
  const covered = /SignedHeaders=([^,\s]+)/.exec(sdk.get('authorization') ?? '')?.[1]?.split(';') ?? [];
  return ['authorization', ...covered].filter((name) => !reserved.has(name));
}

function keyIn({ api, keyHeader }: Endpoint, key: string): readonly [string, string] {
  return keyHeader === undefined ? wireKeyHeader[api](key) : [keyHeader, key];
}

/** Everything in an endpoint that must not be seen again: its key, and headers that look like one. */
export function secretsOf(endpoint: Endpoint): readonly string[] {
  const fromHeaders = Object.entries(endpoint.headers)
    .filter(([name]) => /auth|key|token|secret|cookie|password/i.test(name))
    .map(([, value]) => value.replace(/^(?:Bearer|Basic)\s+/i, ''));
  const { apiKey, aws } = endpoint;
  const own = [apiKey, aws?.accessKeyId, aws?.secretAccessKey, aws?.sessionToken];
  return [...own, ...fromHeaders].filter((secret) => typeof secret === 'string');
}
