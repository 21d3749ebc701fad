import { isLoopback } from '../../shared/base/loopback.ts';
import type { ModelFault } from '../../shared/model/problem.ts';
import type { ApiKind, EndpointSpec, WireKind } from '../../shared/model/suite.ts';
import type { KeyRequest, ProviderSettings, UserProviders } from '../ports.ts';
import { fillAddress, ownsOrigin, type Address, type Brand, type BrandServer, type Route } from './brand.ts';
import { brandAt, brandOf, brands } from './brands.ts';
import { entryOf } from '../json.ts';
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
  /** Whether the editor's own models can be called from here. */
  readonly editorModels: boolean;
}

export type Resolution =
  | {
      readonly ok: true;
      /** Without a key: whoever asks the key source lays it in. */
      readonly endpoint: Endpoint;
      /** `null` where there is no key to ask for. */
      readonly keyRequest: KeyRequest | null;
      /** What is called instead where no key is found; `null` where there is no other way. */
      readonly withoutKey: Endpoint | null;
      /** The brand that is called, and that bills the call; `null` for other servers. */
      readonly brand: Brand | null;
    }
  /** What is wrong and what to do, for the user. */
  | { readonly ok: false; readonly message: string };

/** Where a model of a suite is called, and with whose key. */
export function resolveEndpoint(provider: string, model: string, context: ResolveContext): Resolution {
  const own = [...context.endpoints, ...context.user.endpoints].find((endpoint) => endpoint.id === provider);
  if (own !== undefined) return resolveOwn(own, context.user);
  const brand = brandOf(provider);
  if (brand === null) return unknownProvider(provider, context);
  if (brand.server !== null) return resolveBrand(brand, brand.server, model, context.user);
  return brand.id === 'vscode' ? resolveEditor(brand, context) : resolveDemo(brand, model, context);
}

/** A server on this machine works without a key unless it names one; elsewhere a named key is needed. */
function resolveOwn(spec: EndpointSpec, user: UserProviders): Resolution {
  const { id, api, baseUrl, headers = {} } = spec;
  const origin = originOf(baseUrl);
  if (origin === null) {
    return { ok: false, message: `The endpoint "${id}" has no plain http or https address: correct its baseUrl.` };
  }
  // A suite may spell a known server out: what is known of it holds all the same.
  const brand = brandAt(baseUrl);
  const facts = brand?.server ? factsOf(brand.server, api) : {};
  const endpoint: Endpoint = { provider: id, api, baseUrl, apiKey: null, headers, ...facts, ...limitsOf(id, user) };
  return { ok: true, endpoint, keyRequest: keyRequest(id, origin, spec.keyEnv ?? null), withoutKey: null, brand };
}

function resolveBrand(brand: Brand, server: BrandServer, model: string, user: UserProviders): Resolution {
  const settings = entryOf(user.providers, brand.id);
  const address = fillAddress(server, settings?.variables ?? {});
  const fixed = settings?.baseUrl ?? null;
  // Who sets the whole address need not fill the places of ours.
  if (fixed === null && !address.ok) return { ok: false, message: placeMessage(brand, server, address) };
  const fault = faultOf(server, model, address);
  if (fault?.severity === 'error') return { ok: false, message: fault.message };
  const baseUrl = fixed ?? (address.ok ? address.baseUrl : '');
  const origin = originOf(baseUrl);
  if (origin === null) {
    return { ok: false, message: `${brand.name} has no plain http or https address: correct the baseUrl that you set for it.` };
  }
  return routed(brand, server, server.route(model), { baseUrl, origin, settings });
}

/** What is wrong with a model's id, so far as its provider's rules tell. */
export function modelFault(provider: string, model: string, user: UserProviders): ModelFault | null {
  const server = brandOf(provider)?.server ?? null;
  return server && faultOf(server, model, fillAddress(server, entryOf(user.providers, provider)?.variables ?? {}));
}

function faultOf(server: BrandServer, model: string, address: Address): ModelFault | null {
  return server.checkModel?.(model, address.ok ? address.values : {}) ?? null;
}

interface Target {
  readonly baseUrl: string;
  readonly origin: string;
  readonly settings: ProviderSettings | undefined;
}

/** What this machine is signed in with goes to the cloud that it is for, and nowhere else. */
function routed(brand: Brand, server: BrandServer, route: Route, target: Target): Resolution {
  const home = ownsOrigin(server, target.origin);
  const endpoint = endpointOf(brand, server, home ? route : { ...route, credentials: 'key' }, target);
  const spare = home && route.withoutKey ? endpointOf(brand, server, route.withoutKey, target) : null;
  const signedIn = endpoint.credentials === 'google' || endpoint.credentials === 'aws';
  const request = signedIn ? null : keyRequest(brand.id, target.origin, server.keyEnv);
  return {
    ok: true,
    endpoint,
    keyRequest: request && spare ? { ...request, required: false } : request,
    withoutKey: spare,
    brand,
  };
}

function endpointOf(brand: Brand, server: BrandServer, route: Route, { baseUrl, settings }: Target): Endpoint {
  const { api, path = '', credentials = 'key' } = route;
  return {
    provider: brand.id,
    api,
    baseUrl: baseUrl.replace(/\/+$/, '') + path,
    apiKey: null,
    headers: {},
    ...factsOf(server, api),
    ...(credentials === 'key' ? {} : { credentials }),
    ...(settings && hasLimits(settings) ? { limits: settings.limits } : {}),
  };
}

function factsOf({ keyHeader, dialect }: BrandServer, api: WireKind): Pick<Endpoint, 'keyHeader' | 'dialect'> {
  return { ...(keyHeader && { keyHeader }), ...(dialect && api === 'openai-chat' && { dialect }) };
}

function limitsOf(provider: string, user: UserProviders): Pick<Endpoint, 'limits'> {
  const settings = entryOf(user.providers, provider);
  return settings && hasLimits(settings) ? { limits: settings.limits } : {};
}

function hasLimits({ limits }: ProviderSettings): boolean {
  return Object.values(limits).some((limit) => limit !== undefined);
}

function keyRequest(provider: string, origin: string, keyEnv: string | null): KeyRequest | null {
  const local = isLoopback(new URL(origin).hostname);
  if (local && keyEnv === null) return null;
  return { origin, provider, required: keyEnv !== null && !local, keyEnv };
}

/** `null` where an address cannot be called, or has more to it than host and path. It is not shown: it may hold a password. */
function originOf(baseUrl: string): string | null {
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '' ? url.origin : null;
}

function placeMessage(brand: Brand, { addressEnv }: BrandServer, { place, value }: Extract<Address, { ok: false }>): string {
  const whole = addressEnv === undefined ? '' : ` (or the whole address in ${addressEnv})`;
  const how = `set "${place.name}" of "${brand.id}" in the setting llmBench.providers, or ${place.env[0]} in the environment${whole}`;
  if (value === null) return `${brand.name} needs "${place.name}" for its address: ${how}. ${place.about}`;
  const shown = JSON.stringify(value.slice(0, 40));
  return `${brand.name} cannot be called at "${place.name}" ${shown}: letters, digits and hyphens only. Correct it: ${how}.`;
}

function resolveEditor(brand: Brand, { editorModels }: ResolveContext): Resolution {
  if (!editorModels) {
    return {
      ok: false,
      message: `The editor's models ("${brand.id}/…") can be called in the editor only: run this suite there, take another provider, or leave these models out with --models.`,
    };
  }
  const endpoint: Endpoint = { provider: brand.id, api: 'vscode-lm', baseUrl: 'vscode://lm', apiKey: null, headers: {} };
  return { ok: true, endpoint, keyRequest: null, withoutKey: null, brand };
}

function resolveDemo(brand: Brand, model: string, { demoOrigin, demoApis }: ResolveContext): Resolution {
  const api = entryOf(demoApis, model);
  if (api === undefined) {
    return { ok: false, message: `There is no demo model "${model}". Choose one of: ${Object.keys(demoApis).join(', ')}.` };
  }
  if (demoOrigin === null) return { ok: false, message: 'The demo server is not running. Start the run again.' };
  const baseUrl = demoOrigin + versionPaths[api];
  const endpoint: Endpoint = { provider: brand.id, api, baseUrl, apiKey: null, headers: {} };
  return { ok: true, endpoint, keyRequest: null, withoutKey: null, brand };
}

/** The part of a base URL that the SDKs do not add themselves. */
const versionPaths: Readonly<Record<ApiKind, string>> = {
  'openai-chat': '/v1',
  'openai-responses': '/v1',
  anthropic: '',
  gemini: '',
};

function unknownProvider(provider: string, { endpoints, user }: ResolveContext): Resolution {
  const known = [...new Set([...brands, ...endpoints, ...user.endpoints].map(({ id }) => id))].join(', ');
  return {
    ok: false,
    message: `There is no provider "${provider}". Choose one of ${known}, or describe the server under "endpoints" in the suite.`,
  };
}
