import type { AttemptRecord } from '../../../shared/model/attempt.ts';
import type { ScorerArgs } from '../../../shared/model/scorer.ts';
import type { Judgement, Outcome } from '../../../shared/model/scoring.ts';
import type { GivenAnswer, Tasks } from './answers.ts';
import { replyOf } from './judge.ts';
import type { Asked, JudgeDesk } from './judgeDesk.ts';
import { pairwisePrompt } from './judgePrompt.ts';
import { readWinner, type Winner } from './judgeReply.ts';
import { judgementOf, meanOf, verdictOf, type ModelVerdict } from './modelVerdict.ts';

interface PairwiseContext {
  readonly desk: JudgeDesk;
  readonly tasks: Tasks;
}

/** What one judge makes of an answer beside one other. */
interface Duel {
  readonly judge: string;
  readonly opponent: GivenAnswer;
  /** 1 won, 0 lost, ½ a tie or orders that disagree; `null` where an order has no winner. */
  readonly value: number | null;
  readonly reason: string;
  readonly asked: readonly Asked[];
}

/** Each judge compares the answer with each opponent's, in both orders: who wins only in one of the places has not won. */
export async function pairwise(
  args: ScorerArgs['pairwise'],
  answer: GivenAnswer,
  group: readonly GivenAnswer[],
  context: PairwiseContext,
): Promise<ModelVerdict> {
  const { judges, threshold, against } = args;
  const opponents = opponentsOf(answer, group, against, context.tasks);
  if (opponents.length === 0) return withoutOpponent(args, answer, context.tasks);
  const duels = await Promise.all(
    judges.flatMap((judge) => opponents.map((opponent) => duel(judge, args, answer, opponent, context))),
  );
  const outcomes = opponents.flatMap(({ record }): Outcome[] => {
    const value = meanOf(duels.flatMap(({ opponent, value }) => (opponent.record === record ? [value] : [])));
    return value === null ? [] : [{ opponent: record.candidateId, value }];
  });
  const judgements = judges.map((judge) => judgementBy(judge, duels));
  const asked = duels.flatMap((each) => each.asked);
  return { ...verdictOf(threshold, judgements, asked, meanOf(outcomes.map(({ value }) => value))), outcomes };
}

/** Answers of the other candidates to the same case and repeat; one that is missing is left out. */
function opponentsOf({ record }: GivenAnswer, group: readonly GivenAnswer[], against: string | null, tasks: Tasks) {
  return group.filter((other) => isOpponent(record, other.record, against, tasks));
}

/** Of two answers to the same case and repeat: whether what the first one is worth depends on the other. */
export function isOpponent(
  { candidateId }: AttemptRecord,
  other: AttemptRecord,
  against: string | null,
  tasks: Pick<Tasks, 'modelLabel'>,
): boolean {
  return other.candidateId !== candidateId && (against === null || tasks.modelLabel(other.candidateId) === against);
}

/** What the others are measured by is as good as itself. */
function withoutOpponent({ threshold, against }: ScorerArgs['pairwise'], { record }: GivenAnswer, tasks: Tasks): ModelVerdict {
  if (against !== null && tasks.modelLabel(record.candidateId) === against) {
    return { ...verdictOf(threshold, [], [], 0.5), reason: 'The others are compared with this one.', outcomes: [] };
  }
  const reason =
    against === null
      ? 'There is no answer of another model to compare this one with.'
      : `There is no answer of ${against} to compare this one with.`;
  return { ...verdictOf(threshold, [], []), reason, outcomes: [] };
}

async function duel(
  judge: string,
  { criteria, against }: ScorerArgs['pairwise'],
  answer: GivenAnswer,
  opponent: GivenAnswer,
  { desk, tasks }: PairwiseContext,
): Promise<Duel> {
  if (answer.body.answer === opponent.body.answer) return { judge, opponent, value: 0.5, reason: 'the same words', asked: [] };
  // Each against each, both of a pair ask the same two questions.
  const askers = against === null ? 2 : 1;
  const ask = (first: GivenAnswer, second: GivenAnswer): Promise<Asked> => {
    const parts = { task: taskOf(first, second, tasks), first: first.body.answer, second: second.body.answer, criteria };
    return desk.ask(judge, 'pairwise', pairwisePrompt(parts), askers);
  };
  const asked = await Promise.all([ask(answer, opponent), ask(opponent, answer)]);
  const [as1st, as2nd] = [replyOf(asked[0], readWinner), replyOf(asked[1], readWinner)];
  const failure = [as1st, as2nd].find((reply) => !reply.ok);
  if (!as1st.ok || !as2nd.ok) return { judge, opponent, value: null, reason: failure?.reason ?? '', asked };
  const [one, two] = [pointsOf(as1st.value, 'first'), pointsOf(as2nd.value, 'second')];
  if (one === two) return { judge, opponent, value: one, reason: as1st.reason, asked };
  const reason = `the two orders disagree: ${as1st.reason} / ${as2nd.reason}`;
  return { judge, opponent, value: 0.5, reason, asked };
}

/** Prompt variants ask for the same thing in words of their own. */
function taskOf(first: GivenAnswer, second: GivenAnswer, tasks: Tasks): string {
  const [one, two] = [tasks.task(first.record), tasks.task(second.record)];
  return one === two ? one : `The first answer was asked for so:\n\n${one}\n\nThe second was asked for so:\n\n${two}`;
}

function pointsOf(winner: Winner, place: Winner): number {
  if (winner === 'tie') return 0.5;
  return winner === place ? 1 : 0;
}

function judgementBy(judge: string, duels: readonly Duel[]): Judgement {
  const own = duels.filter((each) => each.judge === judge);
  const reasons = own.map(({ opponent, value, reason }) => `${resultWord(value)} ${opponent.record.candidateId}: ${reason}`);
  return judgementOf(
    judge,
    meanOf(own.map(({ value }) => value)),
    reasons.join('; '),
    own.flatMap(({ asked }) => asked),
  );
}

function resultWord(value: number | null): string {
  if (value === null) return 'no result against';
  if (value === 0.5) return 'tie with';
  return value === 1 ? 'better than' : 'worse than';
}
