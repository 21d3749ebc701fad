import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScoringDetail, ScoringRecord } from '../shared/model/scoring.ts';
import type { CaseSpec, PromptSpec, Suite } from '../shared/model/suite.ts';
import { gradingOf } from './plannedCalls.ts';
import { prepareGraders } from './prepareGraders.ts';
import type { PrepareContext, PreparedRun } from './prepareRun.ts';
import { estimateRun } from './pricing/estimate.ts';
import type { RunCounts } from './runCounts.ts';
import type { EndedRun } from './storedRun.ts';
import { gradersOf } from './suite/graders.ts';
import { renderTemplate } from './suite/template.ts';

/** The stored answers of a run made ready to be scored by a suite. Holds keys: never leaves the process. */
export interface PreparedScoring extends Pick<
  PreparedRun,
  'endpoints' | 'prices' | 'worstPrices' | 'estimate' | 'missingKeys' | 'problems'
> {
  readonly run: RunRecord;
  readonly runDetail: RunDetail;
  /** Whose expectations hold; of its cases and graders only those that are part of the scoring. */
  readonly suite: Suite;
  readonly expect: ScoringDetail['expect'];
  readonly leftOut: readonly LeftOutCase[];
  /** Stored answers that will be scored. */
  readonly answers: number;
  /** A scoring that is to hold these answers too: it keeps the grades that it has. `null`: a new one. */
  readonly goesOnWith: ScoringRecord | null;
}

export interface LeftOutCase {
  readonly caseId: string;
  /** `new`: not asked in the run. `gone`: no longer in the suite. */
  readonly why: 'new' | 'question-changed' | 'gone';
}

/** Finds out which stored answers the suite's expectations fit, and who is to grade them. Nothing is called. */
export async function prepareScoring(
  { run, detail }: EndedRun,
  gradable: RunCounts['gradable'],
  suite: Suite,
  context: PrepareContext,
  goesOnWith: ScoringRecord | null = null,
): Promise<PreparedScoring> {
  const { fitting, leftOut } = matchCases(detail.suite, suite);
  const cases = fitting.filter(({ expect }) => expect.length > 0);
  const scored = { ...suite, cases, graders: gradersOf(cases) };
  const expect = Object.fromEntries(cases.map((spec) => [spec.id, spec.expect]));
  const answers = Object.fromEntries(Object.entries(gradable).filter(([caseId]) => Object.hasOwn(expect, caseId)));
  const { models, prompts, repeats } = detail.suite;
  const asked = { ...scored, models, prompts, repeats };
  const graders = await prepareGraders(asked, context);
  const estimate = estimateRun([], gradingOf(answers, asked, graders.worstPrices));
  const count = Object.values(answers).reduce((sum, one) => sum + one, 0);
  return { ...graders, estimate, run, runDetail: detail, suite: scored, expect, leftOut, answers: count, goesOnWith };
}

interface MatchedCases {
  readonly fitting: readonly CaseSpec[];
  readonly leftOut: readonly LeftOutCase[];
}

/**
 * The suite's cases whose question is the one that was asked, found again by id. Only what was sent decides: a right
 * answer that was mended in a dataset is just what a new scoring is for.
 */
export function matchCases(before: Suite, now: Suite): MatchedCases {
  const asked = new Map(before.cases.map((spec) => [spec.id, spec]));
  const kept = new Set(now.cases.map(({ id }) => id));
  const pairs = promptPairs(before.prompts, now.prompts);
  const fitting: CaseSpec[] = [];
  const leftOut: LeftOutCase[] = [];
  for (const spec of now.cases) {
    const then = asked.get(spec.id);
    if (!then) leftOut.push({ caseId: spec.id, why: 'new' });
    else if (!isSameQuestion(pairs, then, spec)) leftOut.push({ caseId: spec.id, why: 'question-changed' });
    else fitting.push(spec);
  }
  for (const { id } of before.cases) if (!kept.has(id)) leftOut.push({ caseId: id, why: 'gone' });
  return { fitting, leftOut };
}

type PromptPair = readonly [PromptSpec, PromptSpec];

/** Variants by their id. One that was dropped since says nothing against the answers to it. */
function promptPairs(before: readonly PromptSpec[], now: readonly PromptSpec[]): PromptPair[] {
  return before.flatMap((prompt) => {
    const same = now.find(({ id }) => id === prompt.id);
    return same ? [[prompt, same] as const] : [];
  });
}

function isSameQuestion(pairs: readonly PromptPair[], then: CaseSpec, now: CaseSpec): boolean {
  return pairs.length > 0 && pairs.every(([before, after]) => questionOf(before, then) === questionOf(after, now));
}

function questionOf({ system = '', template }: PromptSpec, { vars }: CaseSpec): string {
  return JSON.stringify([renderTemplate(system, vars), renderTemplate(template, vars)]);
}
