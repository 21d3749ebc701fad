import * as z from 'zod';
import { errorKinds } from '../../../shared/model/errors.ts';
import { wireKinds } from '../../../shared/model/suite.ts';

/** What of a JSON report is shown, as it has to be; what else stands in it is left aside. Fields are explained in the types. */

const text = z.string();
const figure = z.number();
const count = z.number();
const id = text.min(1);
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const list = <T extends z.ZodType>(schema: T) => z.array(schema);

const estimate = z.object({ value: figure, low: maybe(figure), high: maybe(figure), n: count, clusters: maybe(count) });
const verdict = z.enum(['better', 'worse', 'cannot-tell']);
const distribution = z.object({
  ...{ n: count, mean: figure, min: figure, max: figure, p25: figure, p50: estimate, p75: figure, p90: figure },
  ...{ p95: estimate, p99: figure, sorted: list(figure) },
});
const totalCost = z.object({ totalUsd: maybe(figure), knownUsd: figure, unknownCalls: count, estimated: z.boolean() });
const longContext = z.object({
  ...{ aboveInputTokens: count, inputPerMTok: figure, outputPerMTok: figure },
  ...{ cachedInputPerMTok: maybe(figure), cacheWritePerMTok: maybe(figure) },
});
const price = z.object({
  ...{ inputPerMTok: figure, outputPerMTok: figure, cachedInputPerMTok: maybe(figure), cacheWritePerMTok: maybe(figure) },
  reasoningPerMTok: maybe(figure).optional(),
  longContext: list(longContext).optional(),
  source: z.enum(['suite', 'demo', 'model-list', 'genai-prices']),
  ...{ matchedModel: text, exact: z.boolean() },
});
const errorKind = z.enum(errorKinds);
const label = z.object({
  ...{ label: text, expected: count, precision: maybe(figure), recall: maybe(figure), f1: maybe(figure) },
});

const candidate = z.object({
  ...{ id, label: text, provider: text, model: text, promptId: text },
  ...{ planned: count, ok: count, failed: count, cancelled: count, retries: count },
  ...{ quality: maybe(estimate), passRate: maybe(estimate), qualityByCategory: z.record(text, estimate) },
  classification: maybe(z.object({ macroF1: estimate, labels: list(label) })),
  ...{ latencyMs: maybe(distribution), ttftMs: maybe(distribution), ttfaMs: maybe(distribution), tpotMs: maybe(distribution) },
  ...{ decodeTokensPerSecond: maybe(distribution), e2eTokensPerSecond: maybe(distribution), concurrency: count },
  waiting: maybe(z.object({ queueP50: figure, queueMax: figure, backedOff: count, backoffMax: figure })),
  ...{ throughput: maybe(figure), goodput: maybe(estimate), apis: list(z.enum(wireKinds)) },
  adaptations: list(z.object({ change: text, calls: count })),
  ...{ inputTokens: maybe(count), outputTokens: maybe(count), reasoningTokens: maybe(count), estimatedUsageCalls: count },
  price: maybe(price),
  cost: totalCost.extend({ perSample: maybe(estimate) }),
  errors: list(z.object({ kind: errorKind, count, advice: text })),
  ...{ scorerFailures: count, contaminated: count, pareto: z.boolean() },
  // Reports of earlier versions do not say.
  failedScorers: list(z.object({ scorer: text, scores: count, reason: text })).default([]),
  cutOff: maybe(z.object({ answers: count, limit: maybe(count) })).default(null),
});

const run = z.object({
  ...{ id, name: text, triggeredBy: z.enum(['user', 'cli', 'test', 'agent']), suiteName: text, suitePath: text, suiteHash: text },
  ...{ startedAt: text, finishedAt: maybe(text) },
  status: z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted']),
  ...{ statusMessage: maybe(text), plannedSamples: count, toolVersion: text },
  harness: maybe(
    z.object({
      ...{ loopDelayP50Ms: figure, loopDelayP99Ms: figure, loopDelayMaxMs: figure, scheduleDelayP99Ms: figure.optional() },
      ...{ contaminatedSamples: count, samples: count, nodeVersion: text, platform: text },
    }),
  ),
  ...{ baselineAt: maybe(text), extensions: count },
  part: maybe(z.object({ cases: count, ofCases: count, models: count, ofModels: count, timing: z.boolean() })).optional(),
});

const scoring = z.object({
  ...{ id, runId: id, trigger: z.enum(['run', 'rescore']), createdAt: text, finishedAt: maybe(text) },
  status: z.enum(['running', 'finished', 'cancelled', 'failed']),
  ...{ statusMessage: maybe(text), planned: count, source: text },
});
const leader = maybe(z.object({ id, rivals: list(id) }));
const agreement = maybe(z.object({ share: estimate, kappa: maybe(figure) }));
const drawn = maybe(list(figure));
const level = z.object({ quality: maybe(figure), costUsd: maybe(figure), latencyMs: maybe(figure) });
const caseChange = z.object({
  ...{ caseId: id, name: text, before: figure, after: figure, answersBefore: count, answersAfter: count },
  ...{ significant: z.boolean(), attemptId: maybe(id) },
});
const change = z.object({
  ...{ id, comparable: count },
  quality: maybe(z.object({ difference: estimate, verdict, pValue: maybe(figure) })),
  ...{ costRatio: maybe(estimate), latencyRatio: maybe(estimate) },
  ...{ regressions: list(caseChange), improvements: list(caseChange), regressed: count, improved: count },
});
const cell = z.object({
  ...{ candidateId: id, ok: count, failed: count, quality: maybe(figure), latencyMs: maybe(figure), costUsd: maybe(figure) },
  ...{ errorKind: maybe(errorKind), attemptId: maybe(id) },
});
const judge = z.object({
  ...{ judge: text, judged: count, failed: count, cost: totalCost, itself: list(text), family: list(text), agreement },
});
const ranked = z.object({ id, strength: estimate, rank: estimate, won: count, tied: count, lost: count });

const summary = z.object({
  ...{ runId: id, run, status: run.shape.status },
  timing: maybe(z.object({ outputTokens: maybe(count), concurrency: count, warmup: count })),
  candidates: list(candidate),
  scoring: z.object({ active: maybe(id), all: list(scoring), leftOut: count, open: count }),
  pairs: list(
    z.object({
      ...{ a: id, b: id, difference: estimate, pValue: maybe(figure), verdict },
      ...{ nonInferior: z.boolean(), moreCases: maybe(count) },
    }),
  ),
  recommendation: z.object({
    ...{ headline: text, details: list(text), bestQuality: maybe(id), cheapest: maybe(id), fastest: maybe(id) },
    ...{ cheapestAsGood: maybe(id), saving: maybe(estimate), margin: figure },
    // Reports of earlier versions do not say.
    marked: maybe(z.object({ id, as: z.enum(['recommended', 'highest']) })).default(null),
  }),
  leaders: z.object({ quality: leader, cost: leader, speed: leader }),
  categories: list(
    z.object({
      ...{ category: text, cases: count, leader },
      candidates: list(z.object({ id, quality: estimate, verdict: maybe(verdict), difference: maybe(estimate) })),
    }),
  ),
  prompts: list(
    z.object({
      ...{ promptId: text, quality: maybe(estimate), costPerSample: maybe(estimate), latencyP50: maybe(figure) },
      ...{ verdict: maybe(verdict), difference: maybe(estimate) },
    }),
  ),
  replicates: maybe(
    z.object({
      draws: count,
      candidates: list(z.object({ id, quality: drawn, costUsd: drawn, latencyMs: drawn, level: level.optional() })),
    }),
  ),
  ranking: maybe(z.object({ judgedPairs: count, candidates: list(ranked) })),
  judging: maybe(z.object({ judges: list(judge), calls: count, cost: totalCost, agreement })),
  people: maybe(z.object({ rated: count, byCandidate: list(z.object({ id, rating: estimate })), agreement })),
  moreData: maybe(z.object({ pair: z.tuple([id, id]), cases: count, repeats: maybe(count) })),
  baseline: maybe(
    z.object({
      ...{ runId: maybe(id), name: text, startedAt: text, candidates: list(change) },
      ...{ onlyNow: list(text), onlyThen: list(text), casesLeftOut: count },
    }),
  ),
  detectable: maybe(figure),
  matrix: list(z.object({ caseId: id, name: text, category: maybe(text), cells: list(cell) })),
  matrixTotal: count,
  budgetUsd: maybe(figure).optional(),
  playMoney: z.boolean().optional(),
  totals: z.object({
    ...{ done: count, planned: count, failed: count, costUsd: maybe(figure), knownCostUsd: figure, unknownCostCalls: count },
    ...{ contaminated: count, throughput: maybe(figure) },
  }),
});

const score = z.object({
  ...{ name: text, scorer: text, value: maybe(figure), passed: maybe(z.boolean()), weight: figure, reason: text },
});

const attempt = z.object({
  ...{ id, provider: text, model: text, prompt: text, case: text, repeat: count, final: z.boolean(), warmup: z.boolean() },
  ...{ status: z.enum(['ok', 'error', 'cancelled']), e2eMs: maybe(figure), outputTokens: maybe(count) },
  ...{ costUsd: maybe(figure), costEstimated: z.boolean() },
  ...{ quality: maybe(figure), passed: maybe(z.boolean()), scores: list(score) },
  rating: maybe(z.object({ thumb: maybe(z.enum(['up', 'down'])), stars: maybe(count), note: text })),
  ...{ errorKind: maybe(errorKind), errorMessage: maybe(text), errorAdvice: maybe(text), answer: maybe(text) },
});

export const reportSchema = z.object({ version: z.literal(1), attempts: list(attempt), summary });
export type ReportAttempt = z.infer<typeof attempt>;
