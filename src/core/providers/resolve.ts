import { isLoopback } from '../../shared/base/loopback.ts';
import type { ApiKind, EndpointSpec } from '../../shared/model/suite.ts';
import type { KeyRequest, UserProviders } from '../ports.ts';
import { brandOf, brands } from './brands.ts';
import { entryOf } from './json.ts';
import type { Endpoint } from './spec.ts';

export interface ResolveContext {
  /** Those of the suite; one that bears a brand's name stands in its place. */
  readonly endpoints: readonly EndpointSpec[];
  /** What the user has set. */
  readonly user: UserProviders;
  /** `null` where no demo server runs. */
  readonly demoOrigin: string | null;
  /** Wire format of each demo model, by its id. */
  readonly demoApis: Readonly<Record<string, ApiKind>>;
}

export type Resolution =
  | {
      readonly ok: true;
      /** Without a key: whoever asks the key source lays it in. */
      readonly endpoint: Endpoint;
      /** `null` where there is no key to ask for. */
      readonly keyRequest: KeyRequest | null;
    }
  /** What is wrong and what to do, for the user. */
  | { readonly ok: false; readonly message: string };

/** Where a model of a suite is called, and with whose key. */
export function resolveEndpoint(provider: string, model: string, context: ResolveContext): Resolution {
  const own = context.endpoints.find((endpoint) => endpoint.id === provider);
  if (own !== undefined) return resolveOwn(own);
  const brand = brandOf(provider);
  if (brand === null) return unknownProvider(provider, context);
  if (brand.server === null) return resolveDemo(model, context);
  const { api, baseUrl, keyEnv } = brand.server;
  return {
    ok: true,
    endpoint: { provider, api: api(model), baseUrl, apiKey: null, headers: {} },
    keyRequest: { origin: new URL(baseUrl).origin, provider, required: true, keyEnv },
  };
}

/** A server on this machine works without a key unless it names one; elsewhere a named key is needed. */
function resolveOwn(spec: EndpointSpec): Resolution {
  const { id, api, baseUrl, headers = {} } = spec;
  const keyEnv = spec.keyEnv ?? null;
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { ok: false, message: `The endpoint "${id}" has no http or https address: correct its baseUrl, "${baseUrl}".` };
  }
  const local = isLoopback(url.hostname);
  return {
    ok: true,
    endpoint: { provider: id, api, baseUrl, apiKey: null, headers },
    keyRequest:
      local && keyEnv === null ? null : { origin: url.origin, provider: id, required: keyEnv !== null && !local, keyEnv },
  };
}

function resolveDemo(model: string, { demoOrigin, demoApis }: ResolveContext): Resolution {
  const api = entryOf(demoApis, model);
  if (api === undefined) {
    return { ok: false, message: `There is no demo model "${model}". Choose one of: ${Object.keys(demoApis).join(', ')}.` };
  }
  if (demoOrigin === null) return { ok: false, message: 'The demo server is not running. Start the run again.' };
  return {
    ok: true,
    endpoint: { provider: 'demo', api, baseUrl: demoOrigin + versionPaths[api], apiKey: null, headers: {} },
    keyRequest: null,
  };
}

/** The part of a base URL that the SDKs do not add themselves. */
const versionPaths: Readonly<Record<ApiKind, string>> = {
  'openai-chat': '/v1',
  'openai-responses': '/v1',
  anthropic: '',
  gemini: '',
};

function unknownProvider(provider: string, { endpoints }: ResolveContext): Resolution {
  const known = [...brands, ...endpoints].map(({ id }) => id).join(', ');
  return {
    ok: false,
    message: `There is no provider "${provider}". Choose one of ${known}, or describe the server under "endpoints" in the suite.`,
  };
}
