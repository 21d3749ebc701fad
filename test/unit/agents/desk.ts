import type { AgentDesk, AgentStore, AgentSuite } from '../../../src/core/agents/spec.ts';
import type { PreparedRun } from '../../../src/core/prepareRun.ts';
import type { Comparison } from '../../../src/shared/model/comparison.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import type { ModelSpec, Suite } from '../../../src/shared/model/suite.ts';
import { candidate, comparison, estimate, run } from '../report/fixtures.ts';

/** A suite file of two models and two cases. */
export function tickets(over: Partial<AgentSuite> = {}): AgentSuite {
  const { cases, ...head } = suite();
  return { path: 'tickets.bench.yaml', name: 'Tickets', head: { ...head, caseCount: cases.length }, problems: [], ...over };
}

function suite(): Suite {
  const models = ['acme/large', 'acme/small'].map((ref): ModelSpec => ({
    ref,
    provider: 'acme',
    model: ref.slice(5),
    label: ref,
    params: {},
  }));
  const cases = ['refund', 'delivery'].map((id) => ({
    id,
    name: `About ${id}`,
    category: null,
    vars: { text: 'Help!' },
    expect: [],
  }));
  const prompts = [{ id: 'prompt 1', template: 'Classify the ticket: {{text}}' }];
  return {
    name: 'Tickets',
    models,
    graders: [],
    endpoints: [],
    cases,
    prompts,
    repeats: 1,
    warmup: 0,
    budgetUsd: null,
    thresholds: {},
  } as unknown as Suite;
}

/** What preparing a run of the suite would have found out. */
export function prepared(
  highUsd: number | null,
  unknownModels: readonly string[] = [],
  worstPrices: PreparedRun['worstPrices'] = {},
): PreparedRun {
  const lowUsd = highUsd === null ? null : highUsd / 10;
  const known = {
    suite: suite(),
    endpoints: {},
    worstPrices,
    plannedSamples: 4,
    estimate: { lowUsd, highUsd, unknownModels, judging: null },
  };
  return known as unknown as PreparedRun;
}

export interface DeskCalls {
  readonly runs: Parameters<AgentDesk['run']>[0][];
}

/** A desk on which nothing was measured. */
export function emptyDesk(ready: PreparedRun = prepared(0.5)): AgentDesk & DeskCalls {
  const runs: DeskCalls['runs'] = [];
  return {
    runs,
    suites: async () => [tickets()],
    cases: async () => suite().cases,
    store: async () => null,
    forecast: async () => ({ prepared: ready }),
    run: async (options) => {
      runs.push(options);
      return run;
    },
  };
}

/** A small model that is as good as the large one and costs a tenth. */
export function support(over: Partial<Comparison> = {}): Comparison {
  const perSample = (usd: number) => ({
    totalUsd: usd * 36,
    knownUsd: usd * 36,
    unknownCalls: 0,
    perSample: estimate(usd),
    estimated: false,
  });
  const large = candidate('acme/large', { cost: perSample(0.002) });
  const small = candidate('acme/small', { cost: perSample(0.0002) });
  const pair = {
    a: small.id,
    b: large.id,
    difference: estimate(-0.005, 0.01, 300),
    pValue: 0.4,
    verdict: 'cannot-tell',
    nonInferior: true,
    moreCases: null,
  } as const;
  return comparison([large, small], { pairs: [pair], ...over });
}

/** A desk with the runs of these comparisons, the newest first. */
export function desk(comparisons: readonly Comparison[] = [support()], ready?: PreparedRun): AgentDesk & DeskCalls {
  return { ...emptyDesk(ready), store: async () => storeOf(comparisons) };
}

function storeOf(comparisons: readonly Comparison[]): AgentStore {
  const items = comparisons.map(({ run, candidates }) => ({
    run,
    samplesDone: 72,
    failed: 0,
    costUsd: 0.08,
    knownCostUsd: 0.08,
    meanQuality: 0.9,
    models: candidates.map(({ label }) => label),
  }));
  return {
    listRuns: async ({ limit = Infinity, suitePath } = {}) =>
      items.filter(({ run }) => suitePath === undefined || run.suitePath === suitePath).slice(0, limit),
    comparison: async (runId) => comparisons.find(({ run }) => run.id === runId) ?? null,
    head: async () => null,
  };
}

/** A run of its own for a comparison. */
export function runOf({ id, ...over }: Partial<Omit<RunRecord, 'id'>> & { readonly id: string }): RunRecord {
  return { ...run, ...over, id: id as RunId };
}
