import { unsaid, type ListedModel, type ModelListFormat } from '../shared/model/catalog.ts';
import type { ApiKind } from '../shared/model/suite.ts';
import { listModels, ModelListError } from './catalog/listModels.ts';
import { unsuitableAs } from './catalog/suitability.ts';
import { demoModels } from './demo/models.ts';
import type { KeyRequest, KeySource, UserProviders } from './ports.ts';
import type { Brand, BrandServer } from './providers/brand.ts';
import { brandOf } from './providers/brands.ts';
import { getJson } from './providers/getJson.ts';
import { resolveEndpoint } from './providers/resolve.ts';
import type { Endpoint } from './providers/spec.ts';

/** The lists that providers give of their models: brings the providers' addresses and keys to the catalogue. */

export interface ModelListContext {
  readonly keys: KeySource;
  readonly user: UserProviders;
}

/** There is a list, but not without this key. */
export class ListNeedsKeyError extends ModelListError {
  override readonly name = 'ListNeedsKeyError';
  readonly request: KeyRequest;

  constructor(message: string, request: KeyRequest) {
    super(message);
    this.request = request;
  }
}

/** For all pages together. */
const listTimeoutMs = 20_000;

/** Lists that everybody may read. */
export const publicFormats: ReadonlySet<ModelListFormat> = new Set(['openrouter', 'deepinfra', 'huggingface']);

/**
 * The models of a provider, as it lists them itself. Rejects with `ModelListError` where there is no list to be had, with
 * `ProviderError` where it could not be fetched.
 */
export async function modelsOf(
  provider: string,
  context: ModelListContext,
  signal: AbortSignal,
): Promise<readonly ListedModel[]> {
  if (provider === 'demo') return demoModels.map(demoModel);
  const brand = brandOf(provider);
  if (brand?.server === null) throw new ModelListError(`${brand.name} are known to the editor alone, and listed there.`);
  const resolved = resolveEndpoint(provider, brand?.defaultModel ?? '', {
    user: context.user,
    endpoints: [],
    demoOrigin: null,
    // The demo models are listed above, without their server.
    demoApis: {},
    editorModels: false,
  });
  if (!resolved.ok) throw new ModelListError(resolved.message);
  const { endpoint, keyRequest } = resolved;
  const spec = listOf(endpoint, resolved.brand);
  if (spec === null) {
    const models = brand?.docsUrl ? ` Its models: ${brand.docsUrl}` : '';
    throw new ModelListError(`${brand?.name ?? provider} has no list of models that can be read with a key.${models}`);
  }
  const apiKey = keyRequest ? await context.keys.key(keyRequest) : null;
  if (keyRequest?.required && apiKey === null && !publicFormats.has(spec.format)) {
    throw new ListNeedsKeyError(`${brand?.name ?? provider} lists its models with a key only, and none is set.`, keyRequest);
  }
  const called = { ...endpoint, apiKey };
  const endsAt = performance.now() + listTimeoutMs;
  const get = (url: string, signal: AbortSignal): Promise<unknown> =>
    getJson(called, url, { timeoutMs: Math.max(0, Math.ceil(endsAt - performance.now())), signal });
  return listModels({ provider: brand?.name ?? provider, ...spec }, get, signal);
}

export interface ListPlace {
  readonly format: ModelListFormat;
  readonly url: string;
}

/** Where a server has its list: as its brand says, else where its wire format has it. */
export function listOf(endpoint: Endpoint, brand: Brand | null): ListPlace | null {
  if (brand?.server) {
    const { modelList } = brand.server;
    return modelList && { format: modelList.format, url: urlAt(baseOf(endpoint, brand, brand.server), modelList.url) };
  }
  const list = Object.hasOwn(ownLists, endpoint.api) ? ownLists[endpoint.api as ApiKind] : null;
  return list && { format: list.format, url: urlAt(endpoint.baseUrl, list.url) };
}

const ownLists: Readonly<Record<ApiKind, ListPlace>> = {
  'openai-chat': { format: 'openai', url: 'models' },
  'openai-responses': { format: 'openai', url: 'models' },
  anthropic: { format: 'anthropic', url: 'v1/models?limit=1000' },
  gemini: { format: 'gemini', url: 'v1beta/models?pageSize=1000' },
};

/** The brand's base URL, without what the way to a single model adds. */
function baseOf({ baseUrl }: Endpoint, { defaultModel }: Brand, server: BrandServer): string {
  const { path = '' } = server.route(defaultModel);
  return path !== '' && baseUrl.endsWith(path) ? baseUrl.slice(0, -path.length) : baseUrl;
}

function urlAt(base: string, url: string): string {
  return new URL(url, `${base.replace(/\/+$/, '')}/`).href;
}

function demoModel({ id, kind, price }: (typeof demoModels)[number]): ListedModel {
  return { ...unsaid, id, price, unsuitable: kind === 'embedding' ? unsuitableAs('embedding') : null };
}
