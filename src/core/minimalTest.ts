import { rankingCategories, type RankingCategory, type SourceErrorKind } from '../shared/model/rankings.ts';
import type { RunRecord } from '../shared/model/run.ts';
import type { Suite } from '../shared/model/suite.ts';
import { isLoopback } from '../shared/base/loopback.ts';
import { isPlayMoney } from '../shared/playMoney.ts';
import type { Bench, RunHandle } from './bench.ts';
import type { ScoredRun } from './benchStore.ts';
import { plannedCalls } from './plannedCalls.ts';
import type { PreparedRun } from './prepareRun.ts';
import { SourceFailure } from './rankings/getBoard.ts';
import { rankMinimal, type MinimalRankings, type TestedModel } from './rankings/minimal/rank.ts';
import { minimalSuiteText, minimalTestPath } from './rankings/minimal/suiteText.ts';
import type { MinimalTest } from './rankings/spec.ts';
import { BudgetGuard } from './runner/budget.ts';
import { loadSuite } from './suite/loadSuite.ts';
import type { SuiteOptions } from './suite/checks.ts';
import { untilAborted } from './untilAborted.ts';

export interface MinimalTestContext {
  readonly bench: Pick<Bench, 'prepare' | 'start' | 'store'>;
  readonly suiteOptions: SuiteOptions;
  /** `provider/model`: those that can be asked. */
  readonly models: readonly string[];
}

export interface MinimalTestOptions extends MinimalTestContext {
  /** No call begins that could bring the run above it. */
  readonly maxUsd: number;
  readonly triggeredBy: RunRecord['triggeredBy'];
  /** Before the first call. What it rejects with, the test rejects with. */
  readonly onPlan?: (estimate: MinimalTestEstimate) => void | Promise<void>;
  readonly onStart?: (handle: RunHandle, prepared: PreparedRun) => void;
  readonly onEnd?: (run: RunRecord, leftOut: MinimalRankings['leftOut']) => void;
}

export interface MinimalTestEstimate {
  readonly calls: number;
  /** USD, every answer as long as it may be. 0: nobody is billed. */
  readonly worstUsd: number;
  /** All are demo models: the prices that the results tell are made up. */
  readonly isPlayMoney: boolean;
  /** Not asked, since nobody knows what they cost: no cap would hold. */
  readonly unpriced: readonly string[];
}

/** What it would be. Nothing is called at a provider's expense. Rejects with a `SourceFailure` where it cannot be made. */
export async function estimateMinimalTest(
  context: MinimalTestContext,
  categories: readonly RankingCategory[] = rankingCategories,
): Promise<MinimalTestEstimate> {
  return estimateOf(await planned(context, categories));
}

/** Asks the models a few prompts of each category and ranks them by their share of right answers. The run is kept like any other. */
export function minimalTest(options: MinimalTestOptions): MinimalTest {
  return async (categories, signal) => {
    const plan = await planned(options, categories, options.maxUsd);
    await options.onPlan?.(estimateOf(plan));
    signal.throwIfAborted();
    const { prepared } = plan;
    const { bench, triggeredBy } = options;
    const handle = await bench.start(prepared, { triggeredBy, suitePath: minimalTestPath });
    options.onStart?.(handle, prepared);
    const run = await untilAborted(handle, signal);
    signal.throwIfAborted();
    const scored = await (await bench.store()).scoredRun(run.id);
    if (!scored) throw failed('The results of the minimal test are not in the store.');
    const asked = Map.groupBy(prepared.suite.cases, ({ category }) => category as RankingCategory);
    const { rankings, leftOut } = rankMinimal(
      testedModels(scored),
      new Map([...asked].map(([category, cases]) => [category, cases.length])),
      run.finishedAt ?? run.startedAt,
    );
    options.onEnd?.(run, leftOut);
    return rankings;
  };
}

function estimateOf({ prepared, unpriced }: Planned): MinimalTestEstimate {
  return {
    calls: prepared.plannedSamples,
    worstUsd: worstUsd(prepared),
    isPlayMoney: isPlayMoney(prepared.suite),
    unpriced,
  };
}

interface Planned {
  readonly prepared: PreparedRun;
  readonly unpriced: readonly string[];
}

async function planned(context: MinimalTestContext, categories: readonly RankingCategory[], capUsd?: number): Promise<Planned> {
  const { bench, models } = context;
  refuseFew(models);
  const suite = await suiteOf(context, categories);
  const all = await bench.prepare(suite);
  refuseFaulty(all);
  const unpriced = suite.models.filter((model) => !isCounted(model.ref, all)).map(({ ref }) => ref);
  const asked = suite.models.filter(({ ref }) => !unpriced.includes(ref));
  refuseFew(asked, unpriced);
  const budgetUsd = isPlayMoney(suite) ? null : (capUsd ?? null);
  return { prepared: await bench.prepare({ ...suite, models: asked, budgetUsd }), unpriced };
}

async function suiteOf({ models, suiteOptions }: MinimalTestContext, categories: readonly RankingCategory[]): Promise<Suite> {
  const text = minimalSuiteText(categories, [...new Set(models)]);
  const { suite, problems } = await loadSuite('/minimal-test.bench.json', '/', noFiles, suiteOptions, text);
  if (suite) return suite;
  const faults = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  throw failed(faults.join(' '), 'Correct these models, or leave them out.');
}

const noFiles = { readText: noFile, size: noFile, realPath: noFile };

function noFile(path: string): Promise<never> {
  return Promise.reject(new Error(`The minimal test reads no file, not ${path}.`));
}

function refuseFew(models: readonly unknown[], unpriced: readonly string[] = []): void {
  if (models.length >= 2) return;
  const why = unpriced.length === 0 ? '' : ` Left out, since their price is not known: ${unpriced.join(', ')}.`;
  throw failure(
    'too-few',
    `The minimal test needs at least two models that can be asked, and there ${models.length === 1 ? 'is one' : 'are none'}.${why}`,
    'Set the keys of more models, or name models that need none.',
  );
}

function refuseFaulty({ problems, missingKeys }: PreparedRun): void {
  const [key] = missingKeys;
  if (problems.length > 0) throw failed(problems.join(' '), 'Leave out the models that cannot be asked.');
  if (!key) return;
  const where = key.keyEnv === null ? '' : ` (${key.keyEnv})`;
  throw failure('needs-key', `${key.provider} has no key for ${key.origin}.`, `Set its key${where}, or leave its models out.`);
}

/** A cap holds for what has a price, and for what nobody bills by the token: servers of this machine, the editor's models. */
function isCounted(ref: string, { endpoints, worstPrices }: PreparedRun): boolean {
  const endpoint = endpoints[ref];
  if (worstPrices[ref] !== undefined || endpoint?.api === 'vscode-lm') return true;
  return isLoopback(URL.parse(endpoint?.baseUrl ?? '')?.hostname ?? '');
}

/** No more bytes of UTF-8 stand for a character of a string. */
const bytesPerChar = 3;

function worstUsd({ suite, worstPrices }: PreparedRun): number {
  if (isPlayMoney(suite)) return 0;
  const guard = new BudgetGuard(null);
  const calls = plannedCalls(suite, worstPrices).map(({ model, samples, promptChars, maxOutputTokens, price }) => {
    const call = { ref: model, inputBytes: bytesPerChar * promptChars, maxOutputTokens };
    return samples * (guard.worstCaseUsd(call, price ?? undefined) ?? 0);
  });
  return calls.reduce((sum, usd) => sum + usd, 0);
}

function testedModels({ detail, attempts }: ScoredRun): TestedModel[] {
  const final = attempts.filter((attempt) => attempt.final && !attempt.warmup);
  return detail.suite.models.map(({ ref, provider, model }) => ({
    ref,
    inputUsdPerMTok: detail.prices[ref]?.inputPerMTok ?? null,
    outputUsdPerMTok: detail.prices[ref]?.outputPerMTok ?? null,
    answers: final
      .filter((attempt) => attempt.provider === provider && attempt.model === model)
      .map(({ category, quality, finishReason, timing }) => ({
        category: category as RankingCategory,
        // What our own limit cut off is no wrong answer.
        quality: finishReason === 'length' && quality !== 1 ? null : quality,
        latencyMs: timing.e2eMs,
        ttftMs: timing.ttftMs,
        tokensPerSecond: timing.decodeTokensPerSecond,
      })),
  }));
}

function failed(message: string, advice = 'Try it again; if it stays so, run one of your own suites instead.'): SourceFailure {
  return failure('other', message, advice);
}

function failure(kind: SourceErrorKind, message: string, advice: string): SourceFailure {
  return new SourceFailure({ kind, message, advice, status: null, until: null });
}
