import type { ApiKind, Suite } from '../shared/model/suite.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import { demoModels } from './demo/models.ts';
import type { KeyRequest } from './ports.ts';
import type { PrepareContext } from './prepareRun.ts';
import { pricesOf } from './pricing/price.ts';
import type { Brand } from './providers/brand.ts';
import { resolveEndpoint, type Resolution } from './providers/resolve.ts';
import type { Endpoint } from './providers/spec.ts';

/** What must be known of models before they are called. Holds keys: never leaves the process. */
export interface PreparedModels {
  /** By `provider/model`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly prices: Readonly<Record<string, PriceRow>>;
  /** The dearer of the suite's own price and the list's: a budget is kept by these, whatever a suite says of prices. */
  readonly worstPrices: Readonly<Record<string, PriceRow>>;
  /** Keys that must be had before this can start, one for each origin. */
  readonly missingKeys: readonly KeyRequest[];
  /** Why they cannot be called, in words for the user. */
  readonly problems: readonly string[];
}

interface NamedModel {
  /** `provider/model` as written. */
  readonly ref: string;
  readonly provider: string;
  readonly model: string;
}

/** Servers resolved, keys looked up, prices pinned. Nothing is called at a provider's expense. `about` words a problem. */
export async function prepareModels(
  models: readonly NamedModel[],
  suite: Pick<Suite, 'endpoints' | 'prices'>,
  context: PrepareContext,
  about: (ref: string, message: string) => string = (_, message) => message,
): Promise<PreparedModels> {
  const endpoints: Record<string, Endpoint> = {};
  const called: CalledModel[] = [];
  const problems = new Set<string>();
  const missing = new Map<string, KeyRequest>();
  for (const { ref, provider, model } of models) {
    if (endpoints[ref]) continue;
    const resolved = resolveEndpoint(provider, model, { ...context, endpoints: suite.endpoints, demoApis });
    if (!resolved.ok) {
      problems.add(about(ref, resolved.message));
      continue;
    }
    const request = resolved.keyRequest;
    const apiKey = request ? await context.keys.key(request) : null;
    if (request?.required && apiKey === null) missing.set(request.origin, request);
    const endpoint = withKey(resolved, apiKey);
    endpoints[ref] = endpoint;
    called.push({ ref, model, brand: resolved.brand, endpoint });
  }
  const prices = await pricesFor(called, suite, context);
  return { endpoints, ...prices, missingKeys: [...missing.values()], problems: [...problems] };
}

/** The same provider is called in another way where there is no key: Bedrock by what AWS's own tools sign with. */
function withKey({ endpoint, withoutKey }: Extract<Resolution, { ok: true }>, apiKey: string | null): Endpoint {
  return apiKey === null && withoutKey !== null ? withoutKey : { ...endpoint, apiKey };
}

interface CalledModel {
  readonly ref: string;
  readonly model: string;
  readonly brand: Brand | null;
  readonly endpoint: Endpoint;
}

/** All at once: a provider whose list does not come must not hold up the others'. */
async function pricesFor(
  called: readonly CalledModel[],
  suite: Pick<Suite, 'prices'>,
  { listPrice, at }: PrepareContext,
): Promise<Pick<PreparedModels, 'prices' | 'worstPrices'>> {
  const rows = await Promise.all(
    called.map(async ({ ref, model, brand, endpoint }) => {
      const modelList = await listPrice(brand, endpoint, model);
      // A suite may give the name `demo` to a server of its own.
      const made = brand?.id === 'demo' ? demoPrices : {};
      const sources = { suitePrices: suite.prices, demoPrices: made, modelList, priceList: brand?.priceList ?? null, at };
      return { ref, ...(await pricesOf(ref, model, sources)) };
    }),
  );
  return {
    prices: Object.fromEntries(rows.flatMap(({ ref, pinned }) => (pinned ? [[ref, pinned]] : []))),
    worstPrices: Object.fromEntries(rows.flatMap(({ ref, worst }) => (worst ? [[ref, worst]] : []))),
  };
}

const demoApis: Readonly<Record<string, ApiKind>> = Object.fromEntries(demoModels.map((model) => [model.id, model.api]));
const demoPrices: Readonly<Record<string, PriceRow>> = Object.fromEntries(
  demoModels.map((model) => [`demo/${model.id}`, model.price]),
);
