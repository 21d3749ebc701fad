// What a run may have beside its answers: judges, people, pairwise games, re-scorings, a baseline.
import type {
  Agreement,
  BaselineChange,
  CandidateSummary,
  CaseChange,
  Comparison,
  Estimate,
  JudgingSummary,
  Leader,
  Replicates,
  ScoringView,
} from '../../../src/shared/model/comparison.ts';
import type { RunId, ScoringId } from '../../../src/shared/model/ids.ts';
import type { ScoringRecord } from '../../../src/shared/model/scoring.ts';
import { generator, normal, sum } from './figures.ts';
import type { BareComparison } from './fixture.ts';

type Evidence = Pick<
  Comparison,
  | 'scoring'
  | 'leaders'
  | 'categories'
  | 'prompts'
  | 'replicates'
  | 'ranking'
  | 'judging'
  | 'people'
  | 'moreData'
  | 'baseline'
  | 'detectable'
>;

type Bare = Omit<Comparison, keyof Evidence>;

/** Of a plain run: who leads, and nothing else. */
export function bareEvidence(comparison: Bare): Evidence {
  const { bestQuality, cheapest, fastest } = comparison.recommendation;
  const lead = (id: Leader['id'] | null, rivals: readonly Leader['id'][]): Leader | null => id && { id, rivals };
  const open = comparison.pairs.filter(({ b, verdict }) => b === bestQuality && verdict === 'cannot-tell').map(({ a }) => a);
  return {
    scoring: { active: null, all: [], leftOut: 0, open: 0 },
    leaders: { quality: lead(bestQuality, open), cost: lead(cheapest, []), speed: lead(fastest, []) },
    categories: [],
    prompts: [],
    replicates: comparison.status === 'running' ? null : replicatesOf(comparison),
    ranking: null,
    judging: null,
    people: null,
    moreData: null,
    baseline: null,
    detectable: 0.06,
  };
}

export function richEvidence(comparison: BareComparison): Evidence & Pick<Comparison, 'run' | 'candidates'> {
  const bare = bareEvidence(comparison);
  const [first, second] = comparison.candidates;
  return {
    ...bare,
    run: { ...comparison.run, baselineAt: null, extensions: 1 },
    candidates: comparison.candidates.map(withLabels),
    scoring: scoringOf(comparison.runId),
    categories: categoriesOf(comparison),
    prompts: promptsOf(comparison),
    ranking: rankingOf(comparison),
    judging: judgingOf(comparison),
    people: {
      rated: 24,
      byCandidate: comparison.candidates.slice(0, 3).map(({ id, quality }) => {
        return { id, rating: near((quality?.value ?? 0.5) * 0.9, 0.12, 8) };
      }),
      agreement: agreement(0.83, 24, 0.58),
    },
    moreData: first && second ? { pair: [first.id, second.id], cases: 140, repeats: 6 } : null,
    baseline: {
      runId: 'a0000000-4f1e-4f5e-9a70-3a1c5e0f2b11' as RunId,
      name: 'Support replies',
      startedAt: '2026-11-14T09:05:00.000Z',
      candidates: comparison.candidates.slice(0, 4).map((candidate, index) => changeOf(candidate, index, comparison)),
      onlyNow: comparison.candidates.slice(4).map(({ label }) => label),
      onlyThen: ['gpt-4.1-mini'],
      casesLeftOut: 2,
    },
  };
}

function near(value: number, half: number, n: number): Estimate {
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), n, clusters: n };
}

function agreement(share: number, n: number, kappa: number): Agreement {
  return { share: near(share, 0.09, n), kappa };
}

function replicatesOf({ candidates }: Bare): Replicates {
  const draws = 200;
  const random = generator(7);
  const around = (estimate: Estimate | null, most: number) =>
    estimate &&
    Array.from({ length: draws }, () => {
      const error = ((estimate.high ?? estimate.value) - (estimate.low ?? estimate.value)) / 4;
      return Math.min(most, Math.max(estimate.value * 0.2, estimate.value + error * normal(random)));
    });
  return {
    draws,
    candidates: candidates.map(({ id, quality, cost, latencyMs }) => ({
      id,
      quality: around(quality, 1),
      costUsd: around(cost.perSample, Infinity),
      latencyMs: around(latencyMs?.p50 ?? null, Infinity),
    })),
  };
}

function withLabels(candidate: CandidateSummary): CandidateSummary {
  const f1 = candidate.quality?.value ?? 0;
  const label = (name: string, expected: number, off: number) => {
    return { label: name, expected, precision: f1 - off, recall: f1 - off / 2, f1: f1 - off * 0.7 };
  };
  return {
    ...candidate,
    classification: {
      macroF1: near(f1 - 0.03, 0.06, 24),
      labels: [
        label('refund', 27, 0.02),
        label('shipping', 21, 0.06),
        { label: 'something else', expected: 6, precision: null, recall: 0, f1: null },
      ],
    },
  };
}

function scoringOf(runId: RunId): ScoringView {
  const record = (id: string, createdAt: string, more: Partial<ScoringRecord>): ScoringRecord => ({
    id: id as ScoringId,
    runId,
    trigger: 'rescore',
    createdAt,
    finishedAt: createdAt,
    status: 'finished',
    statusMessage: null,
    planned: 357,
    source: 'expectations of support.bench.yaml',
    ...more,
  });
  return {
    active: 'scoring-2' as ScoringId,
    all: [
      record('scoring-3', '2026-11-21T12:41:00.000Z', { status: 'cancelled' }),
      record('scoring-2', '2026-11-21T12:30:00.000Z', {}),
      record('scoring-1', '2026-11-20T14:32:07.000Z', { trigger: 'run' }),
    ],
    leftOut: 15,
    open: 3,
  };
}

function categoriesOf({ candidates, matrix }: Bare): Comparison['categories'] {
  const names = [...new Set(matrix.flatMap(({ category }) => category ?? []))];
  return names.map((category, place) => {
    const figures = candidates.flatMap(({ id, qualityByCategory }) => {
      const quality = qualityByCategory[category];
      return quality ? [{ id, quality }] : [];
    });
    const best = figures.toSorted((a, b) => b.quality.value - a.quality.value)[0];
    return {
      category,
      cases: matrix.filter((row) => row.category === category).length,
      leader: best ? { id: best.id, rivals: place % 2 === 0 ? [] : figures.slice(0, 2).map(({ id }) => id) } : null,
      candidates: figures.map(({ id, quality }) => {
        if (!best || id === best.id) return { id, quality, verdict: null, difference: null };
        const value = quality.value - best.quality.value;
        const difference = { value, low: value - 0.1, high: value + 0.1, n: 9, clusters: 9 };
        return { id, quality, verdict: value < -0.1 ? 'worse' : 'cannot-tell', difference } as const;
      }),
    };
  });
}

function promptsOf({ matrix }: Bare): Comparison['prompts'] {
  const n = matrix.length;
  return [
    {
      promptId: 'short and polite',
      quality: near(0.91, 0.04, n),
      costPerSample: { value: 0.00174, low: 0.0016, high: 0.0019, n, clusters: n },
      latencyP50: 1240,
      verdict: null,
      difference: null,
    },
    {
      promptId: 'step by step, then one sentence',
      quality: near(0.85, 0.05, n),
      costPerSample: { value: 0.0041, low: 0.0037, high: 0.0046, n, clusters: n },
      latencyP50: 2310,
      verdict: 'worse',
      difference: { value: -0.06, low: -0.1, high: -0.02, n, clusters: n },
    },
    {
      promptId: 'without a role',
      quality: near(0.9, 0.05, n),
      costPerSample: null,
      latencyP50: 1180,
      verdict: 'cannot-tell',
      difference: { value: -0.01, low: -0.05, high: 0.03, n, clusters: n },
    },
  ];
}

function rankingOf({ candidates, matrix }: Bare): Comparison['ranking'] {
  const order = candidates.toSorted((a, b) => (b.quality?.value ?? 0) - (a.quality?.value ?? 0));
  const games = matrix.length * (candidates.length - 1);
  return {
    judgedPairs: (games * candidates.length) / 2,
    candidates: order.map(({ id }, index) => {
      const won = Math.round(games * (0.75 - 0.15 * index));
      const tied = Math.round(games * 0.08);
      return {
        id,
        strength: near(0.8 - 0.15 * index, 0.07, games),
        rank: { value: index + 1, low: Math.max(1, index), high: index + 1, n: games, clusters: matrix.length },
        won,
        tied,
        lost: games - won - tied,
      };
    }),
  };
}

function judgingOf({ candidates }: Bare): JudgingSummary {
  const judged = sum(candidates.map(({ ok }) => ok));
  const cost = (usd: number) => ({ totalUsd: usd, knownUsd: usd, unknownCalls: 0, estimated: false });
  return {
    calls: 2 * judged + 4,
    cost: { totalUsd: null, knownUsd: 0.214, unknownCalls: 4, estimated: false },
    agreement: agreement(0.88, judged, 0.71),
    judges: [
      {
        judge: 'anthropic/claude-sonnet-4-5',
        judged: judged - 3,
        failed: 3,
        cost: cost(0.214),
        itself: ['claude-sonnet-4-5'],
        family: ['claude-haiku-4-5'],
        agreement: agreement(0.86, 22, 0.62),
      },
      {
        judge: 'mistral/mistral-large-latest',
        judged,
        failed: 0,
        cost: { totalUsd: null, knownUsd: 0, unknownCalls: 4, estimated: false },
        itself: [],
        family: [],
        agreement: null,
      },
    ],
  };
}

function changeOf({ id }: CandidateSummary, place: number, { matrix }: Bare): BaselineChange {
  const value = [-0.09, 0.02, 0, 0.07][place] ?? 0;
  const difference = { value, low: value - 0.05, high: value + 0.05, n: 22, clusters: 22 };
  const verdict = value < -0.05 ? 'worse' : value > 0.05 ? 'better' : 'cannot-tell';
  const ratio = (now: number, half: number): Estimate => ({ value: now, low: now - half, high: now + half, n: 22, clusters: 22 });
  const regressions = matrix.slice(0, [14, 1, 0, 2][place]).map((row, index) => caseChange(row, index, -1));
  const improvements = matrix.slice(14, 14 + ([1, 2, 0, 6][place] ?? 0)).map((row, index) => caseChange(row, index, 1));
  return {
    id,
    comparable: 22,
    quality: { difference, verdict, pValue: verdict === 'cannot-tell' ? 0.4 : 0.01 },
    costRatio: place === 2 ? null : ratio([1.12, 1, 1, 0.69][place] ?? 1, place === 1 ? 0 : 0.04),
    latencyRatio: ratio([1.02, 1.31, 0.88, 1.05][place] ?? 1, 0.08),
    regressions,
    improvements,
    regressed: regressions.length,
    improved: improvements.length,
  };
}

function caseChange({ caseId, name }: Comparison['matrix'][number], index: number, sign: 1 | -1): CaseChange {
  const [low, high] = [Math.max(0, index * 0.06), 1];
  return {
    caseId,
    name,
    before: sign < 0 ? high : low,
    after: sign < 0 ? low : high,
    answersBefore: 5,
    answersAfter: index === 2 ? 4 : 5,
    significant: index < 2,
    attemptId: index === 3 ? null : `attempt-${caseId}`,
  };
}
