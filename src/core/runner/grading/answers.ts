import type { AttemptBody, AttemptRecord } from '../../../shared/model/attempt.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import type { ScoredAnswer } from '../../scorers/spec.ts';
import { renderTemplate } from '../../suite/template.ts';
import { candidatesOf } from '../plan.ts';

/** An answer as it is graded: as it came, or as it was stored. */
export interface GivenAnswer {
  readonly record: AttemptRecord;
  readonly body: AttemptBody;
}

export function scoredAnswerOf({ record, body }: GivenAnswer): ScoredAnswer {
  const { timing, cost, usage } = record;
  return {
    text: body.answer,
    reasoning: body.reasoning,
    e2eMs: timing.e2eMs,
    ttftMs: timing.ttftMs,
    costUsd: cost.usd,
    outputTokens: usage.outputTokens,
  };
}

/** What a run asked, for judges to know. */
export class Tasks {
  readonly #detail: RunDetail;
  readonly #labels: ReadonlyMap<CandidateId, string>;

  constructor(detail: RunDetail) {
    this.#detail = detail;
    const { models, prompts } = detail.suite;
    const labels = models.flatMap(({ label }) => prompts.map(() => label));
    this.#labels = new Map(candidatesOf(detail.suite).map(({ id }, index) => [id, labels[index] ?? id]));
  }

  /** Label of the candidate's model, whatever its prompt. */
  modelLabel(id: CandidateId): string {
    return this.#labels.get(id) ?? id;
  }

  /** System and prompt as the model was asked. */
  task({ promptId, caseId }: AttemptRecord): string {
    const { prompts, cases } = this.#detail.suite;
    const prompt = prompts.find(({ id }) => id === promptId);
    const vars = cases.find(({ id }) => id === caseId)?.vars;
    if (!prompt || !vars) throw new Error(`The run does not say what was asked in ${caseId}.`);
    const system = prompt.system === undefined ? [] : [renderTemplate(prompt.system, vars)];
    return [...system, renderTemplate(prompt.template, vars)].join('\n\n');
  }
}
