import type { Score } from '../../shared/model/attempt.ts';
import type { ScorerArgs, ScorerName, ScorerSpec } from '../../shared/model/scorer.ts';
import { choice } from './choice.ts';
import { contains } from './contains.ts';
import { cost } from './cost.ts';
import { endsWith } from './endsWith.ts';
import { exact } from './exact.ts';
import { json } from './json.ts';
import { latency } from './latency.ts';
import { length } from './length.ts';
import { number } from './number.ts';
import { refusal } from './refusal.ts';
import { regex } from './regex.ts';
import { similarity } from './similarity.ts';
import type { ScoreAnswer, ScoredAnswer, Scorer, Verdict01 } from './spec.ts';
import { startsWith } from './startsWith.ts';

const scorers: { readonly [Name in ScorerName]: Scorer<Name> } = {
  choice,
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
  similarity,
  startsWith,
};

/** Every expectation on one answer. A scorer that fails is kept with its reason and counts in nothing. */
export const scoreAnswer: ScoreAnswer = (answer, expect) => {
  const scores = expect.map((spec) => scoreOne(answer, spec));
  const counted = scores.filter((score) => score.value !== null);
  return {
    scores,
    quality: weightedMean(counted),
    passed: allPassed(scores),
  };
};

function scoreOne(answer: ScoredAnswer, spec: ScorerSpec): Score {
  const common = { name: describeScorer(spec), scorer: spec.scorer, weight: spec.weight };
  try {
    const { value, passed, reason } = verdict(answer, spec.scorer, spec.args);
    return spec.not ? { ...common, value: 1 - value, passed: !passed, reason } : { ...common, value, passed, reason };
  } catch (error) {
    return { ...common, value: null, passed: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** How an expectation reads in lists: `contains "30 days"`, `not refusal`. */
export function describeScorer(spec: ScorerSpec): string {
  const text = describe(spec.scorer, spec.args);
  return spec.not ? `not ${text}` : text;
}

function describe<Name extends ScorerName>(name: Name, args: ScorerArgs[Name]): string {
  return scorers[name].describe(args);
}

function verdict<Name extends ScorerName>(answer: ScoredAnswer, name: Name, args: ScorerArgs[Name]): Verdict01 {
  return scorers[name].score(answer, args);
}

/** One check that failed decides; one that could not be made leaves it open, since nobody knows what it would have said. */
function allPassed(scores: readonly Score[]): boolean | null {
  if (scores.some(({ passed }) => passed === false)) return false;
  return scores.length === 0 || scores.some(({ passed }) => passed === null) ? null : true;
}

function weightedMean(scores: readonly Score[]): number | null {
  const weight = scores.reduce((sum, score) => sum + score.weight, 0);
  if (weight === 0) return null;
  return scores.reduce((sum, score) => sum + (score.value ?? 0) * score.weight, 0) / weight;
}
