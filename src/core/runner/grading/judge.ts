import type { ScorerArgs } from '../../../shared/model/scorer.ts';
import type { Judgement } from '../../../shared/model/scoring.ts';
import type { GivenAnswer, Tasks } from './answers.ts';
import { mostJudgeTokens, type Asked, type JudgeDesk } from './judgeDesk.ts';
import { judgePrompt } from './judgePrompt.ts';
import { readGrade, type JudgeReply } from './judgeReply.ts';
import { judgementOf, verdictOf, type ModelVerdict } from './modelVerdict.ts';

/** Each judge gives a grade from 1 to 5, which is 0 to 1. */
export async function judge(
  { rubric, judges, reference, threshold }: ScorerArgs['judge'],
  { record, body }: GivenAnswer,
  { desk, tasks }: { readonly desk: JudgeDesk; readonly tasks: Tasks },
): Promise<ModelVerdict> {
  const prompt = judgePrompt({ task: tasks.task(record), answer: body.answer, reference, rubric });
  const asked = await Promise.all(judges.map((ref) => desk.ask(ref, 'judge', prompt, 1)));
  return verdictOf(threshold, asked.map(judgementOn), asked);
}

function judgementOn(asked: Asked): Judgement {
  const { judge } = asked.call;
  const reply = replyOf(asked, readGrade);
  if (!reply.ok) return judgementOf(judge, null, reply.reason, [asked]);
  return judgementOf(judge, (reply.value - 1) / 4, `${reply.value} of 5: ${reply.reason}`, [asked]);
}

/** What a judge said, or why it said nothing that counts. */
export function replyOf<Value>({ call, cutOff }: Asked, read: (reply: string) => JudgeReply<Value>): JudgeReply<Value> {
  if (call.error !== null) return { ok: false, reason: call.error };
  const reply = read(call.answer);
  if (reply.ok || !cutOff) return reply;
  return { ok: false, reason: `The judge had not come to its grade after ${mostJudgeTokens} tokens.` };
}
