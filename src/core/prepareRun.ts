import type { ApiKind, Candidate, CaseSpec, PromptSpec, Suite } from '../shared/model/suite.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import { demoModels } from './demo/models.ts';
import type { KeyRequest, KeySource, UserProviders } from './ports.ts';
import { estimateRun, type PlannedCalls, type RunEstimate } from './pricing/estimate.ts';
import { pricesOf } from './pricing/price.ts';
import type { Brand } from './providers/brand.ts';
import { resolveEndpoint, type Resolution } from './providers/resolve.ts';
import type { Endpoint } from './providers/spec.ts';
import { candidatesOf } from './runner/plan.ts';
import { renderTemplate } from './suite/template.ts';

/** A run is laid out in memory before its first call. */
const mostSamples = 1_000_000;

/** A suite made ready to run: servers resolved, prices pinned, keys looked up. Holds keys: never leaves the process. */
export interface PreparedRun {
  readonly suite: Suite;
  readonly candidates: readonly Candidate[];
  readonly plannedSamples: number;
  /** By `provider/model`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly prices: Readonly<Record<string, PriceRow>>;
  /** The dearer of the suite's own price and the list's: a budget is kept by these, whatever a suite says of prices. */
  readonly worstPrices: Readonly<Record<string, PriceRow>>;
  readonly estimate: RunEstimate;
  /** Keys that must be had before this can start, one for each origin. */
  readonly missingKeys: readonly KeyRequest[];
  /** Why it cannot run, in words for the user: models that name no server we know, more calls than can be planned. */
  readonly problems: readonly string[];
}

export interface PrepareContext {
  readonly keys: KeySource;
  readonly user: UserProviders;
  /** The moment whose prices hold. */
  readonly at: Date;
  /** `null` where no demo server runs. */
  readonly demoOrigin: string | null;
  /** Whether the editor's own models can be called from here. */
  readonly editorModels: boolean;
  /** What a provider's own list of models says of a price; `null` where it says nothing or cannot be asked. */
  readonly listPrice: (brand: Brand | null, endpoint: Endpoint, model: string) => Promise<PriceRow | null>;
}

/** Finds out everything that must be known before the first call. Nothing is called at a provider's expense. */
export async function prepareRun(suite: Suite, context: PrepareContext): Promise<PreparedRun> {
  const { keys } = context;
  const endpoints: Record<string, Endpoint> = {};
  const called: CalledModel[] = [];
  const problems = new Set<string>();
  const missing = new Map<string, KeyRequest>();
  for (const { ref, provider, model } of suite.models) {
    if (endpoints[ref]) continue;
    const resolved = resolveEndpoint(provider, model, { ...context, endpoints: suite.endpoints, demoApis });
    if (!resolved.ok) {
      problems.add(resolved.message);
      continue;
    }
    const request = resolved.keyRequest;
    const apiKey = request ? await keys.key(request) : null;
    if (request?.required && apiKey === null) missing.set(request.origin, request);
    const endpoint = withKey(resolved, apiKey);
    endpoints[ref] = endpoint;
    called.push({ ref, model, brand: resolved.brand, endpoint });
  }
  const { prices, worstPrices } = await pricesFor(called, suite, context);
  const candidates = candidatesOf(suite);
  const plannedSamples = candidates.length * suite.cases.length * suite.repeats;
  if (plannedSamples > mostSamples) {
    problems.add(
      `The suite asks for ${plannedSamples} calls, ${mostSamples} at most: take fewer models, prompts, cases or repeats.`,
    );
  }
  return {
    suite,
    candidates,
    plannedSamples,
    endpoints,
    prices,
    worstPrices,
    estimate: estimateRun(plannedCalls(suite, worstPrices)),
    missingKeys: [...missing.values()],
    problems: [...problems],
  };
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
  suite: Suite,
  { listPrice, at }: PrepareContext,
): Promise<Pick<PreparedRun, 'prices' | 'worstPrices'>> {
  const rows = await Promise.all(
    called.map(async ({ ref, model, brand, endpoint }) => {
      const modelList = await listPrice(brand, endpoint, model);
      const sources = { suitePrices: suite.prices, demoPrices, modelList, priceList: brand?.priceList ?? null, at };
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

function plannedCalls(suite: Suite, prices: Readonly<Record<string, PriceRow>>): PlannedCalls[] {
  const promptChars = new Map(suite.prompts.map((prompt) => [prompt.id, meanChars(prompt, suite.cases)]));
  return suite.models.flatMap((model) =>
    suite.prompts.map((prompt) => ({
      model: model.ref,
      samples: suite.cases.length * suite.repeats + suite.warmup,
      promptChars: promptChars.get(prompt.id) ?? 0,
      maxOutputTokens: model.params.maxOutputTokens ?? null,
      price: prices[model.ref] ?? null,
    })),
  );
}

function meanChars(prompt: PromptSpec, cases: readonly CaseSpec[]): number {
  const chars = (testCase: CaseSpec) =>
    renderTemplate(prompt.template, testCase.vars).length + renderTemplate(prompt.system ?? '', testCase.vars).length;
  return cases.reduce((sum, testCase) => sum + chars(testCase), 0) / Math.max(1, cases.length);
}
