// Comparisons as the host would send them: realistic figures from a seeded generator.
import { noUserProviders } from '../../../src/core/ports.ts';
import { offersFor } from '../../../src/host/errors/errorAction.ts';
import type {
  CandidateSummary,
  Comparison,
  MatrixCell,
  MatrixRow,
  PairwiseResult,
} from '../../../src/shared/model/comparison.ts';
import type { ErrorKind } from '../../../src/shared/model/errors.ts';
import type { CandidateId, RunId } from '../../../src/shared/model/ids.ts';
import { firstPage, type MatrixPage, type PanelView } from '../../../src/shared/model/panelView.ts';
import type { RunStatus } from '../../../src/shared/model/run.ts';
import type { WireKind } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';
import type { ErrorActionOffer } from '../../../src/shared/protocol/panel.ts';
import { bareEvidence, richEvidence } from './evidence.ts';
import { distribution, estimateOf, generator, mean, normal, sum } from './figures.ts';

/** What sets one model of the fixture apart. */
export interface ModelTraits {
  readonly label: string;
  readonly provider: string;
  /** Share of cases it gets right. */
  readonly skill: number;
  readonly medianMs: number;
  readonly ttftMs: number;
  /** USD per sample; `null` = no price known. */
  readonly usd: number | null;
  /** Share of samples that fail. */
  readonly failures?: number;
  readonly errorKind?: ErrorKind;
  readonly reasoning?: boolean;
  readonly estimated?: boolean;
  readonly api?: WireKind;
  /** What the model refuses: `without temperature`. */
  readonly adapted?: string;
}

export interface FixtureOptions {
  readonly models?: readonly ModelTraits[];
  readonly cases?: number;
  readonly repeats?: number;
  readonly status?: RunStatus;
  /** Share of the samples that are in. */
  readonly done?: number;
  readonly scored?: boolean;
  /** With judges, re-scorings, a baseline and all that a run may have beside its answers. */
  readonly rich?: boolean;
}

const openai = { api: 'openai-responses', adapted: 'without temperature' } as const;

export const fiveModels: readonly ModelTraits[] = [
  { label: 'gpt-5-mini', provider: 'openai', skill: 1.02, medianMs: 1450, ttftMs: 620, usd: 0.00062, reasoning: true, ...openai },
  { label: 'claude-haiku-4-5', provider: 'anthropic', skill: 0.98, medianMs: 980, ttftMs: 410, usd: 0.0014 },
  {
    label: 'claude-sonnet-4-5',
    provider: 'anthropic',
    skill: 1.03,
    medianMs: 2100,
    ttftMs: 760,
    usd: 0.0051,
    failures: 0.04,
    errorKind: 'overloaded',
  },
  { label: 'gemini-2.5-flash', provider: 'google', skill: 0.84, medianMs: 760, ttftMs: 330, usd: 0.00031, estimated: true },
  {
    label: 'local llama3.2',
    provider: 'ollama',
    skill: 0.58,
    medianMs: 3400,
    ttftMs: 210,
    usd: null,
    failures: 0.08,
    errorKind: 'timeout',
  },
];

/** The first two differ in nothing that a chart shows. */
export const twins: readonly ModelTraits[] = [
  { label: 'demo/atlas-large', provider: 'demo', skill: 1.02, medianMs: 900, ttftMs: 300, usd: 0.0021 },
  { label: 'demo/sonata', provider: 'demo', skill: 1.02, medianMs: 1200, ttftMs: 380, usd: 0.00212 },
  { label: 'demo/finch-mini', provider: 'demo', skill: 0.8, medianMs: 400, ttftMs: 150, usd: 0.0003 },
];

export const longNames: readonly ModelTraits[] = fiveModels.map((model) => ({
  ...model,
  label: `openrouter/${model.provider}/${model.label.replace(' ', '-')}-preview-2026-09-30 · prompt “short and polite”`,
}));

export function manyModels(count: number): ModelTraits[] {
  const brands = ['atlas', 'borealis', 'cirrus', 'delta'];
  return Array.from({ length: count }, (_, i) => ({
    label: `${brands[i % 4]}-${['nano', 'mini', 'base', 'large', 'ultra'][i % 5]}-${1 + Math.floor(i / 4)}`,
    provider: brands[i % 4] ?? 'atlas',
    skill: 0.55 + 0.42 * (((i * 7) % count) / count),
    medianMs: 400 + 230 * ((i * 3) % count),
    ttftMs: 150 + 60 * ((i * 3) % count),
    usd: 0.00008 * 1.35 ** ((i * 7) % count),
  }));
}

const questions = [
  ['refund after five weeks', 'policy', 'Customer asks: Can I return it after five weeks?', 'contains "30 days"'],
  [
    'opened software',
    'policy',
    'Customer asks: I opened the box. Can I still send it back?',
    'contains any of "sealed", "unopened"',
  ],
  ['lost parcel', 'shipping', 'Customer asks: The tracking has not moved for ten days.', 'contains "investigation"'],
  ['delivery to an island', 'shipping', 'Customer asks: Do you ship to Helgoland, and what does it cost?', 'contains "9.90"'],
  ['invoice as JSON', 'format', 'Give order 4711 as JSON with id, total and currency.', 'json with total = 129.5'],
  ['sum of a basket', 'arithmetic', 'Three at 19.90 and two at 7.45, 10 % off. What is the total?', 'number 67.14 ± 0.01'],
  ['warranty of a battery', 'policy', 'Customer asks: How long is the battery under warranty?', 'contains "24 months"'],
  [
    'angry customer',
    'tone',
    'Customer writes: This is the third time! Useless!',
    'length 1 to 60 words; not contains "calm down"',
  ],
] as const;

const id = (index: number) => `candidate-${index}` as CandidateId;

export interface Fixture {
  readonly comparison: Comparison;
  /** By case id. */
  readonly cases: Readonly<Record<string, { readonly prompt: string; readonly expected: string }>>;
  readonly offers: readonly ErrorActionOffer[];
}

/** What the host sends of a comparison: the first rows that `query` leaves, in the order they stand in. */
export function viewOf({ comparison, cases }: Pick<Fixture, 'comparison' | 'cases'>, query = firstPage): PanelView {
  const { matrix, matrixTotal: total } = comparison;
  const fitting = matrix.filter(({ category }) => query.category === null || category === query.category);
  const rows = fitting.slice(query.offset, query.offset + query.count);
  const categories = [...new Set(matrix.flatMap(({ category }) => category ?? []))].sort();
  const questions = Object.fromEntries(rows.map(({ caseId }) => [caseId, cases[caseId]?.prompt ?? '']));
  const page: MatrixPage = { query, rows, fitting: fitting.length, total, categories, questions };
  return { comparison: { ...comparison, matrix: [] }, matrix: page };
}

/** A run of `models` × `cases` × `repeats`. The same options give the same numbers. */
export function fixture(options: FixtureOptions = {}): Fixture {
  const { models = fiveModels, cases = 24, repeats = 3, status = 'finished', done = 1, scored = true, rich = false } = options;
  const random = generator(42);
  const difficulty = Array.from({ length: cases }, () => random());
  const matrix = difficulty.map((hard, index) => matrixRow(index, hard, { models, repeats, done, scored, random }));
  const candidates = models.map((traits, index) => summary(traits, index, matrix, repeats, random));
  const bare = assemble(candidates, matrix, models.length * cases * repeats, status);
  const comparison = { ...bare, ...(rich ? richEvidence(bare) : bareEvidence(bare)) };
  const texts = matrix.map(({ caseId }, index) => {
    const [, , prompt, expected] = questions[index % questions.length] ?? questions[0];
    return [caseId, { prompt: `You answer in one sentence.\n\n${prompt}`, expected: scored ? expected : '' }] as const;
  });
  const offers = offersFor(candidates, { endpoints: [], user: noUserProviders });
  return { comparison, cases: Object.fromEntries(texts), offers };
}

/** A comparison before what `evidence.ts` adds. */
export type BareComparison = Omit<Comparison, keyof ReturnType<typeof bareEvidence>>;

interface RowOptions {
  readonly models: readonly ModelTraits[];
  readonly repeats: number;
  readonly done: number;
  readonly scored: boolean;
  readonly random: () => number;
}

function matrixRow(index: number, hard: number, { models, repeats, done, scored, random }: RowOptions): MatrixRow {
  const [name, category] = questions[index % questions.length] ?? questions[0];
  const round = Math.floor(index / questions.length);
  return {
    caseId: `case-${index}`,
    name: round === 0 ? name : `${name} ${round + 1}`,
    category,
    cells: models.map((traits, candidate): MatrixCell => {
      const started = Array.from({ length: repeats }, () => random() < done).filter(Boolean).length;
      const failed = Array.from({ length: started }, () => random() < (traits.failures ?? 0)).filter(Boolean).length;
      const ok = started - failed;
      const right = Array.from({ length: ok }, () =>
        random() < traits.skill - (hard - 0.5) * 0.5 ? 1 : random() < 0.4 ? 0.5 : 0,
      );
      return {
        candidateId: id(candidate),
        ok,
        failed,
        quality: scored && ok > 0 ? mean(right) : null,
        latencyMs: ok > 0 ? traits.medianMs * (0.8 + 0.5 * random()) : null,
        costUsd: ok > 0 ? traits.usd : null,
        errorKind: failed > 0 ? (traits.errorKind ?? 'other') : null,
        attemptId: started > 0 ? `attempt-${index}-${candidate}` : null,
      };
    }),
  };
}

function summary(
  traits: ModelTraits,
  index: number,
  matrix: readonly MatrixRow[],
  repeats: number,
  random: () => number,
): CandidateSummary {
  const cells = matrix.flatMap(({ cells }) => cells[index] ?? []);
  const ok = sum(cells.map((cell) => cell.ok));
  const failed = sum(cells.map((cell) => cell.failed));
  const quality = estimateOf(
    cells.flatMap((cell) => cell.quality ?? []),
    ok,
  );
  const byCategory = Map.groupBy(matrix, (row) => row.category ?? '');
  const times = (median: number, spread: number) =>
    ok === 0 ? null : distribution(Array.from({ length: ok }, () => median * Math.exp(spread * normal(random))));
  const speed = (1000 * 60) / (traits.medianMs - traits.ttftMs);
  return {
    id: id(index),
    label: traits.label,
    provider: traits.provider,
    model: traits.label.replace(/^local /, ''),
    promptId: 'prompt 1',
    planned: cells.length * repeats,
    ok,
    failed,
    cancelled: 0,
    retries: failed * 2,
    quality,
    passRate: quality && { ...quality, value: quality.value ** 1.3, low: quality.low && quality.low ** 1.4 },
    qualityByCategory: Object.fromEntries(
      [...byCategory].flatMap(([category, rows]) => {
        const estimate = estimateOf(
          rows.flatMap(({ cells }) => cells[index]?.quality ?? []),
          rows.length * repeats,
        );
        return estimate ? [[category, estimate] as const] : [];
      }),
    ),
    classification: null,
    latencyMs: times(traits.medianMs, 0.3),
    ttftMs: times(traits.ttftMs, 0.35),
    ttfaMs: times(traits.reasoning ? traits.ttftMs * 1.8 : traits.ttftMs, 0.35),
    tpotMs: times(1000 / speed, 0.1),
    decodeTokensPerSecond: times(speed, 0.12),
    e2eTokensPerSecond: times(speed * 0.7, 0.12),
    concurrency: 8,
    waiting: ok === 0 ? null : { queueP50: 4200, queueMax: 11_300, backedOff: failed, backoffMax: failed > 0 ? 3900 : 0 },
    throughput: ok === 0 ? null : speed * 5.2,
    goodput: null,
    apis: [traits.api ?? 'openai-chat'],
    adaptations: traits.adapted && ok > 0 ? [{ change: traits.adapted, calls: ok }] : [],
    inputTokens: ok > 0 ? ok * 212 : null,
    outputTokens: ok > 0 ? ok * (traits.reasoning ? 340 : 96) : null,
    reasoningTokens: traits.reasoning ? ok * 230 : null,
    estimatedUsageCalls: traits.estimated ? ok : 0,
    price: priceOf(traits),
    cost: {
      totalUsd: traits.usd === null ? null : traits.usd * ok,
      knownUsd: (traits.usd ?? 0) * ok,
      unknownCalls: traits.usd === null ? ok : 0,
      perSample:
        traits.usd === null || ok === 0
          ? null
          : { value: traits.usd, low: traits.usd * 0.88, high: traits.usd * 1.13, n: ok, clusters: cells.length },
      estimated: traits.estimated ?? false,
    },
    errors:
      failed > 0
        ? [
            {
              kind: traits.errorKind ?? 'other',
              count: failed,
              advice: 'Check the connection, the proxy and the address of the endpoint.',
            },
          ]
        : [],
    scorerFailures: 0,
    failedScorers: [],
    cutOff: null,
    contaminated: index === 3 ? 2 : 0,
    pareto: false,
  };
}

function priceOf({ usd, label, estimated = false }: ModelTraits): PriceRow | null {
  if (usd === null) return null;
  const tiers = { cachedInputPerMTok: usd * 60, cacheWritePerMTok: null };
  const matchedModel = estimated ? label.replace(/-\w+$/, '') : label;
  return {
    inputPerMTok: usd * 600,
    outputPerMTok: usd * 3000,
    ...tiers,
    source: 'genai-prices',
    matchedModel,
    exact: !estimated,
  };
}

function assemble(
  summaries: readonly CandidateSummary[],
  matrix: readonly MatrixRow[],
  planned: number,
  status: RunStatus,
): BareComparison {
  const usd = ({ cost }: CandidateSummary) => cost.perSample?.value ?? Infinity;
  const quality = (candidate: CandidateSummary) => candidate.quality?.value ?? -1;
  const candidates = summaries.map((one) => ({
    ...one,
    pareto:
      one.quality !== null &&
      one.cost.perSample !== null &&
      !summaries.some((other) => other !== one && usd(other) <= usd(one) && quality(other) >= quality(one)),
  }));
  const answered = candidates.filter(({ ok }) => ok > 0);
  const best = answered.filter((c) => c.quality).toSorted((a, b) => quality(b) - quality(a))[0] ?? null;
  const rivals = best ? answered.filter((c) => c !== best && c.quality) : [];
  const pairs = [
    ...rivals.flatMap((c) => (best ? [pairOf(c, best)] : [])),
    ...rivals.flatMap((c, index) => rivals.slice(index + 1).map((other) => pairOf(c, other))),
  ];
  const asGood = best && [
    best,
    ...pairs.filter((p) => p.nonInferior && p.b === best.id).flatMap((p) => candidates.find(({ id }) => id === p.a) ?? []),
  ];
  const cheapestAsGood = asGood?.toSorted((a, b) => usd(a) - usd(b))[0] ?? null;
  const saving = best && cheapestAsGood ? 1 - usd(cheapestAsGood) / usd(best) : null;
  const failed = sum(candidates.map((c) => c.failed));
  const done = sum(candidates.map(({ ok }) => ok)) + failed;
  const unknownCostCalls = sum(candidates.map(({ cost }) => cost.unknownCalls));
  const knownCostUsd = sum(candidates.map(({ cost }) => cost.knownUsd));
  const startedAt = '2026-11-20T14:32:07.000Z';
  const runId = 'b7c1d9a2-4f1e-4f5e-9a70-3a1c5e0f2b11' as RunId;
  return {
    runId,
    status,
    run: {
      id: runId,
      name: 'Support replies',
      triggeredBy: 'user',
      suiteName: 'Support replies',
      suitePath: 'benchmarks/support.bench.yaml',
      suiteHash: '0'.repeat(64),
      startedAt,
      finishedAt: status === 'running' ? null : startedAt,
      status,
      statusMessage: null,
      plannedSamples: planned,
      toolVersion: '0.1.0',
      harness: null,
      baselineAt: null,
      extensions: 0,
    },
    candidates,
    pairs,
    recommendation: {
      headline: headlineOf(best, cheapestAsGood, saving),
      details: best
        ? [
            `“As good” means that the interval of the difference lies above −0.03.`,
            'Failed samples have no score and are left out.',
          ]
        : [],
      bestQuality: best?.id ?? null,
      cheapest: answered.filter((c) => c.cost.perSample).toSorted((a, b) => usd(a) - usd(b))[0]?.id ?? null,
      fastest: answered.toSorted((a, b) => (a.latencyMs?.p50.value ?? 0) - (b.latencyMs?.p50.value ?? 0))[0]?.id ?? null,
      cheapestAsGood: cheapestAsGood?.id ?? null,
      saving:
        saving !== null && Number.isFinite(saving)
          ? { value: saving, low: saving - 0.03, high: saving + 0.02, n: matrix.length, clusters: matrix.length }
          : null,
      margin: 0.03,
      marked: cheapestAsGood && { id: cheapestAsGood.id, as: 'recommended' },
    },
    matrix: matrix.toSorted((a, b) => spreadOf(b) - spreadOf(a)),
    timing: null,
    matrixTotal: matrix.length,
    totals: {
      done,
      planned,
      failed,
      costUsd: unknownCostCalls > 0 ? null : knownCostUsd,
      knownCostUsd,
      unknownCostCalls,
      contaminated: sum(candidates.map(({ contaminated }) => contaminated)),
      throughput: candidates.length === 0 ? null : 412,
    },
  };
}

function headlineOf(best: CandidateSummary | null, cheapest: CandidateSummary | null, saving: number | null): string {
  if (!best || !cheapest) return 'Quality was not measured: compare cost and latency.';
  if (best === cheapest) return `${best.label} answers best, and no cheaper model comes within 0.03 of it.`;
  return `${cheapest.label} is as good as ${best.label} within 0.03, and costs ${Math.round(100 * (saving ?? 0))} % less.`;
}

function pairOf(candidate: CandidateSummary, best: CandidateSummary): PairwiseResult {
  const value = (candidate.quality?.value ?? 0) - (best.quality?.value ?? 0);
  const half = 0.018 + 0.1 * Math.abs(value);
  const nonInferior = value - half > -0.03;
  const worse = value + half < 0;
  const better = value - half > 0;
  return {
    a: candidate.id,
    b: best.id,
    difference: { value, low: value - half, high: value + half, n: 24, clusters: 24 },
    pValue: worse || better ? 0.004 : 0.3,
    verdict: worse ? 'worse' : better ? 'better' : 'cannot-tell',
    nonInferior,
    moreCases: worse || better ? null : 140,
  };
}

function spreadOf({ cells }: MatrixRow): number {
  const values = cells.flatMap(({ quality }) => quality ?? []);
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}
