import type { ScorerArgs } from '../../../shared/model/scorer.ts';
import type { GivenAnswer } from './answers.ts';
import type { JudgeDesk } from './judgeDesk.ts';
import { judgementOf, verdictOf, type ModelVerdict } from './modelVerdict.ts';

/** Cosine of the embeddings of what is expected and of the answer; texts that point apart are as unlike as can be: 0. */
export async function embedding(
  { value: expected, model, threshold }: ScorerArgs['embedding'],
  { body: { answer } }: GivenAnswer,
  desk: JudgeDesk,
): Promise<ModelVerdict> {
  // Servers take no empty text.
  if (answer.trim() === '') return verdictOf(threshold, [judgementOf(model, 0, 'The answer is empty.', [])], []);
  const asked = await desk.compare(model, expected, answer);
  const { cosine, call } = asked;
  const judgement =
    call.error === null && cosine !== null
      ? judgementOf(model, Math.min(1, Math.max(0, cosine)), `cosine ${cosine.toFixed(3)}`, [asked])
      : judgementOf(model, null, call.error ?? `${model} gave an embedding without a direction.`, [asked]);
  return verdictOf(threshold, [judgement], [asked]);
}
