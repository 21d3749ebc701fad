import type { Candidate, Suite } from '../shared/model/suite.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import type { KeySource, UserProviders } from './ports.ts';
import { plannedCalls, plannedGrading } from './plannedCalls.ts';
import { prepareGraders } from './prepareGraders.ts';
import { prepareModels, type PreparedModels } from './prepareModels.ts';
import { estimateRun, type RunEstimate } from './pricing/estimate.ts';
import type { Brand } from './providers/brand.ts';
import type { Endpoint } from './providers/spec.ts';
import { candidatesOf } from './runner/plan.ts';

/** A run is laid out in memory before its first call. */
const mostSamples = 1_000_000;

/** A suite made ready to run, its judges included. Holds keys: never leaves the process. */
export interface PreparedRun extends PreparedModels {
  readonly suite: Suite;
  readonly candidates: readonly Candidate[];
  readonly plannedSamples: number;
  readonly estimate: RunEstimate;
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
  const models = await prepareModels(suite.models, suite, context);
  const graders = await prepareGraders(suite, context);
  const worstPrices = { ...graders.worstPrices, ...models.worstPrices };
  const candidates = candidatesOf(suite);
  const plannedSamples = candidates.length * suite.cases.length * suite.repeats;
  const missingKeys = new Map([...graders.missingKeys, ...models.missingKeys].map((request) => [request.origin, request]));
  return {
    suite,
    candidates,
    plannedSamples,
    endpoints: { ...graders.endpoints, ...models.endpoints },
    prices: { ...graders.prices, ...models.prices },
    worstPrices,
    estimate: estimateRun(plannedCalls(suite, worstPrices), plannedGrading(suite, worstPrices)),
    missingKeys: [...missingKeys.values()],
    problems: [...models.problems, ...graders.problems, ...tooManySamples(plannedSamples)],
  };
}

function tooManySamples(planned: number): string[] {
  if (planned <= mostSamples) return [];
  return [`The suite asks for ${planned} calls, ${mostSamples} at most: take fewer models, prompts, cases or repeats.`];
}
