import type { Score } from '../../shared/model/attempt.ts';
import { scorerPlaces, type ScorerArgs, type ScorerName, type ScorerSpec } from '../../shared/model/scorer.ts';
import { choice } from './choice.ts';
import { classify } from './classify.ts';
import { contains } from './contains.ts';
import { cost } from './cost.ts';
import { elsewhere } from './elsewhere.ts';
import { endsWith } from './endsWith.ts';
import { exact } from './exact.ts';
import { json } from './json.ts';
import { latency } from './latency.ts';
import { length } from './length.ts';
import { number } from './number.ts';
import { refusal } from './refusal.ts';
import { regex } from './regex.ts';
import type { Describer, ScoreAnswer, ScoredAnswer, Scorer, ScorerNameAt, Verdict01 } from './spec.ts';
import { startsWith } from './startsWith.ts';

type InlineName = ScorerNameAt<'inline'>;
type InlineSpec = Extract<ScorerSpec, { readonly scorer: InlineName }>;

const inline: { readonly [Name in InlineName]: Scorer<Name> } = {
  choice,
  classify,
  contains,
  cost,
  endsWith,
  exact,
  json,
  latency,
  length,
  number,
  refusal,
  regex,
  startsWith,
};

const describers: { readonly [Name in ScorerName]: Describer<Name> } = { ...inline, ...elsewhere };

/** The scores of those of `expect` that are `inline` scorers, in their order. */
export function scoreInline(answer: ScoredAnswer, expect: readonly ScorerSpec[]): readonly Score[] {
  return expect.filter(isInline).map((spec) => scoreOne(answer, spec));
}

/**
 * Quality and pass of a case, from the scores of all its expectations. Where one could not be given both are unknown: what the
 * others say is on another scale, and to count only the answers that failed anyway would hold against whoever answers well.
 */
export function combine(scores: readonly Score[]): { readonly quality: number | null; readonly passed: boolean | null } {
  const graded = scores.length > 0 && scores.every(({ value, passed }) => value !== null && passed !== null);
  return graded
    ? { quality: weightedMean(scores), passed: scores.every(({ passed }) => passed) }
    : { quality: null, passed: null };
}

/** Every expectation on one answer, where all are inline. */
export const scoreAnswer: ScoreAnswer = (answer, expect) => {
  const scores = scoreInline(answer, expect);
  return { scores, ...combine(scores) };
};

/** What a scorer said, as the score of its expectation: with its name, its weight, and turned round by `not`. */
export function scoreOf(spec: ScorerSpec, verdict: Verdict01): Score {
  const { not, scorer, weight } = spec;
  const { value, passed, ...rest } = verdict;
  return { name: describeScorer(spec), scorer, weight, ...rest, value: not ? 1 - value : value, passed: not ? !passed : passed };
}

/** A scorer that could not say: not a 0, and not turned into a 1 by `not`. */
export function failedScore(spec: ScorerSpec, reason: string): Score {
  return { name: describeScorer(spec), scorer: spec.scorer, weight: spec.weight, value: null, passed: null, reason };
}

/** How an expectation reads in lists: `contains "30 days"`, `not refusal`. */
export function describeScorer(spec: ScorerSpec): string {
  const text = describe(spec.scorer, spec.args);
  return spec.not ? `not ${text}` : text;
}

function isInline(spec: ScorerSpec): spec is InlineSpec {
  return scorerPlaces[spec.scorer] === 'inline';
}

function scoreOne(answer: ScoredAnswer, spec: InlineSpec): Score {
  try {
    return scoreOf(spec, verdict(answer, spec.scorer, spec.args));
  } catch (error) {
    return failedScore(spec, error instanceof Error ? error.message : String(error));
  }
}

function describe<Name extends ScorerName>(name: Name, args: ScorerArgs[Name]): string {
  return describers[name].describe(args);
}

function verdict<Name extends InlineName>(answer: ScoredAnswer, name: Name, args: ScorerArgs[Name]): Verdict01 {
  return inline[name].score(answer, args);
}

function weightedMean(scores: readonly Score[]): number | null {
  const weight = scores.reduce((sum, score) => sum + score.weight, 0);
  if (weight === 0) return null;
  return scores.reduce((sum, score) => sum + (score.value ?? 0) * score.weight, 0) / weight;
}
