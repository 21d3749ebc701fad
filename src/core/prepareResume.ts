import { formatUsd } from '../shared/format.ts';
import type { RunRecord } from '../shared/model/run.ts';
import type { Candidate, Suite } from '../shared/model/suite.ts';
import { prepareGraders } from './prepareGraders.ts';
import { prepareModels, type PreparedModels } from './prepareModels.ts';
import type { PrepareContext } from './prepareRun.ts';
import { estimateRun, type RunEstimate } from './pricing/estimate.ts';
import type { Resumable } from './resumable.ts';
import { BudgetGuard } from './runner/budget.ts';
import { goesOnError } from './runner/earlier.ts';
import { partialError } from './store/errors.ts';
import { carriesKey } from './suite/endpointKeys.ts';

/** `missing`: samples that the run never got a result for. `failed`: those whose call failed; the others stay as they are. */
export type ResumeWhat = 'missing' | 'failed';

/** A suite without what grows with its cases. */
export type SuiteHead = Omit<Suite, 'cases'>;

/** An ended run made ready to go on. Holds keys: never leaves the process. */
export interface PreparedResume extends PreparedModels {
  readonly what: ResumeWhat;
  /** As it ended. */
  readonly run: RunRecord;
  /** As it was stored with the run, with the budget that holds now. */
  readonly suite: SuiteHead;
  readonly candidates: readonly Candidate[];
  /** Samples that will be called, warm-ups not counted. 0: answers are to be graded, or nothing but the end of the run to be written. */
  readonly calls: number;
  /** Answers that have still to be graded, beside those of these calls. */
  readonly ungraded: number;
  /** Of these calls, and of the judges of what has no grade yet. */
  readonly estimate: RunEstimate;
  /** So far. It counts for `suite.budgetUsd`. */
  readonly spentUsd: number;
  /** One more call could pass the budget: it takes a larger one. Told among the problems, too. */
  readonly needsBudget: boolean;
}

/** Why a run cannot go on, in words for the user. */
export class ResumeError extends Error {
  override readonly name = 'ResumeError';
}

/**
 * Finds out who is to be called for what is left of a run, by its suite as it was stored. Nothing is called. Throws a
 * `ResumeError` where nothing is left.
 */
export async function prepareResume(
  found: Resumable,
  what: ResumeWhat,
  budgetUsd: number | null,
  context: PrepareContext,
): Promise<PreparedResume> {
  const refusal = refusalOf(found, what);
  if (refusal !== null) throw new ResumeError(refusal);
  const { run, candidates, calls, ungraded, spentUsd } = found;
  const suite = { ...found.suite, budgetUsd: budgetUsd ?? found.suite.budgetUsd };
  const models = await prepareModels(suite.models, suite, context);
  const graders = await prepareGraders(suite, context);
  const prices = { ...graders.prices, ...models.prices, ...found.prices };
  const worstPrices = { ...found.prices, ...graders.worstPrices, ...models.worstPrices };
  const priced = <Row extends { readonly model: string }>(row: Row) => ({ ...row, price: worstPrices[row.model] ?? null });
  const planned = found.planned.map(priced);
  const short = budgetProblems(suite, spentUsd, planned);
  const missingKeys = new Map([...graders.missingKeys, ...models.missingKeys].map((request) => [request.origin, request]));
  return {
    what,
    run,
    suite,
    candidates,
    calls,
    ungraded,
    spentUsd,
    endpoints: { ...graders.endpoints, ...models.endpoints },
    prices,
    worstPrices,
    estimate: estimateRun(planned, found.grading.map(priced)),
    missingKeys: [...missingKeys.values()],
    needsBudget: short.length > 0,
    problems: [...keyProblems(suite), ...models.problems, ...graders.problems, ...short],
  };
}

function refusalOf({ run, calls, ungraded }: Resumable, what: ResumeWhat): string | null {
  if (run.status === 'running') return goesOnError(run.name).message;
  if (run.status === 'partial') return partialError(run.id).message;
  if (what === 'failed') return calls > 0 ? null : `“${run.name}” has no failed calls.`;
  // One that died between its last call and its end has nothing left but to be ended.
  return run.status === 'finished' && calls + ungraded === 0 ? `“${run.name}” has all its samples.` : null;
}

/** The store may be somebody's folder: what was stored is checked like a file. */
function keyProblems({ endpoints }: SuiteHead): string[] {
  return endpoints
    .filter(carriesKey)
    .map(({ id }) => `The stored endpoint “${id}” carries a key, which no suite may: run the suite anew.`);
}

/** What the engine would find out with its first call. */
function budgetProblems({ budgetUsd }: SuiteHead, spentUsd: number, planned: Resumable['planned']): string[] {
  if (budgetUsd === null || planned.length === 0) return [];
  const guard = new BudgetGuard(null);
  const calls = planned.map(({ model, maxOutputTokens, price }) =>
    guard.worstCaseUsd({ ref: model, inputBytes: 0, maxOutputTokens }, price ?? undefined),
  );
  const cheapest = Math.min(...calls.map((usd) => usd ?? 0));
  if (spentUsd + cheapest <= budgetUsd) return [];
  const spent = `${formatUsd(spentUsd)} of the budget of ${formatUsd(budgetUsd)} are spent`;
  return [`${spent}, and one more call could pass it: give the run a larger one.`];
}
