import type { ApiKind, Candidate, CaseSpec, PromptSpec, Suite } from '../shared/model/suite.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import { demoModels } from './demo/models.ts';
import type { KeyRequest, KeySource, UserProviders } from './ports.ts';
import { estimateRun, type PlannedCalls, type RunEstimate } from './pricing/estimate.ts';
import { cautiousPrice, price } from './pricing/price.ts';
import { brandAt } from './providers/brands.ts';
import { resolveEndpoint } from './providers/resolve.ts';
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
}

/** Finds out everything that must be known before the first call. Nothing is called at a provider's expense. */
export async function prepareRun(suite: Suite, { keys, user, at, demoOrigin }: PrepareContext): Promise<PreparedRun> {
  const endpoints: Record<string, Endpoint> = {};
  const prices: Record<string, PriceRow> = {};
  const cautious: Record<string, PriceRow> = {};
  const problems: string[] = [];
  const missing = new Map<string, KeyRequest>();
  for (const { ref, provider, model } of suite.models) {
    if (endpoints[ref]) continue;
    const resolved = resolveEndpoint(provider, model, { endpoints: suite.endpoints, user, demoOrigin, demoApis });
    if (!resolved.ok) {
      problems.push(resolved.message);
      continue;
    }
    const request = resolved.keyRequest;
    const apiKey = request ? await keys.key(request) : null;
    if (request?.required && apiKey === null) missing.set(request.origin, request);
    endpoints[ref] = { ...resolved.endpoint, apiKey };
    const row = await price(provider, model, { suitePrices: suite.prices, demoPrices, at });
    if (row) prices[ref] = row;
    const estimated = await cautiousPrice(row, brandAt(resolved.endpoint.baseUrl)?.id ?? null, model, at);
    if (estimated) cautious[ref] = estimated;
  }
  const candidates = candidatesOf(suite);
  const plannedSamples = candidates.length * suite.cases.length * suite.repeats;
  if (plannedSamples > mostSamples) {
    problems.push(
      `The suite asks for ${plannedSamples} calls, ${mostSamples} at most: take fewer models, prompts, cases or repeats.`,
    );
  }
  return {
    suite,
    candidates,
    plannedSamples,
    endpoints,
    prices,
    estimate: estimateRun(plannedCalls(suite, cautious)),
    missingKeys: [...missing.values()],
    problems,
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
      samples: suite.cases.length * suite.repeats,
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
