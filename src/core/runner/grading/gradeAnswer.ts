import type { Score } from '../../../shared/model/attempt.ts';
import type { ScorerSpec } from '../../../shared/model/scorer.ts';
import type { GradeRecord, JudgeCall } from '../../../shared/model/scoring.ts';
import { combine, failedScore, scoreInline, scoreOf } from '../../scorers/registry.ts';
import type { ScoringThread } from '../../scorers/spec.ts';
import { scoredAnswerOf, type GivenAnswer, type Tasks } from './answers.ts';
import { sumOfCosts } from './costs.ts';
import { embedding } from './embedding.ts';
import { judge } from './judge.ts';
import type { JudgeDesk } from './judgeDesk.ts';
import type { ModelVerdict } from './modelVerdict.ts';
import { pairwise } from './pairwise.ts';
import { placeOf } from './places.ts';

export interface GradeContext {
  readonly thread: ScoringThread;
  readonly desk: JudgeDesk;
  readonly tasks: Tasks;
}

export interface GradedAnswer extends Pick<GradeRecord, 'scores' | 'quality' | 'passed' | 'cost' | 'calls'> {
  readonly judgeCalls: readonly JudgeCall[];
}

/**
 * The complete scores of one answer, in the order of the expectations. `group` are the answers to the same case and
 * repeat, which pairwise comparisons need. `null` where the budget allowed none of the calls that it takes: the answer
 * stays open. Rejects with `GradingStopped`.
 */
export async function gradeAnswer(
  answer: GivenAnswer,
  expect: readonly ScorerSpec[],
  group: readonly GivenAnswer[],
  context: GradeContext,
): Promise<GradedAnswer | null> {
  const scored = scoredAnswerOf(answer);
  const [inThread, byModels] = await Promise.all([
    context.thread.score(scored, expect),
    Promise.all(expect.map((spec) => verdictBy(spec, answer, group, context))),
  ]);
  const asked = byModels.flatMap((verdict) => verdict?.asked ?? []);
  const made = asked.filter((each) => each.made);
  if (made.length === 0 && asked.some(({ overBudget }) => overBudget)) return null;
  const rest = { inline: scoreInline(scored, expect).values(), thread: inThread.values() };
  const scores = expect.flatMap((spec, index) => {
    const verdict = byModels[index] ?? null;
    const place = placeOf(spec);
    if (place === 'model') return verdict === null ? [] : modelScore(spec, verdict);
    return rest[place].next().value ?? [];
  });
  return {
    scores,
    ...combine(scores),
    cost: sumOfCosts(made.map(({ call }) => call.cost)),
    calls: made.length,
    judgeCalls: asked.map(({ call }) => call),
  };
}

/** `null` where the scorer asks no model. */
async function verdictBy(
  spec: ScorerSpec,
  answer: GivenAnswer,
  group: readonly GivenAnswer[],
  context: GradeContext,
): Promise<ModelVerdict | null> {
  if (spec.scorer === 'judge') return judge(spec.args, answer, context);
  if (spec.scorer === 'pairwise') return pairwise(spec.args, answer, group, context);
  return spec.scorer === 'embedding' ? embedding(spec.args, answer, context.desk) : null;
}

function modelScore(spec: ScorerSpec, { value, passed, reason, judgements, outcomes }: ModelVerdict): Score {
  const failed = value === null || passed === null;
  const score = failed ? failedScore(spec, reason) : scoreOf(spec, { value, passed, reason });
  return { ...score, judgements, ...(outcomes && { outcomes }) };
}
