import type { AttemptBody, AttemptRecord } from '../../../shared/model/attempt.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import type { CandidateId } from '../../../shared/model/ids.ts';
import type { CaseSpec, PromptSpec } from '../../../shared/model/suite.ts';
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
  readonly #prompts: ReadonlyMap<string, PromptSpec>;
  readonly #cases: ReadonlyMap<string, CaseSpec>;
  readonly #labels: ReadonlyMap<CandidateId, string>;

  constructor({ suite }: RunDetail) {
    const { models, prompts, cases } = suite;
    const labels = models.flatMap(({ label }) => prompts.map(() => label));
    this.#prompts = new Map(prompts.map((prompt) => [prompt.id, prompt]));
    this.#cases = new Map(cases.map((one) => [one.id, one]));
    this.#labels = new Map(candidatesOf(suite).map(({ id }, index) => [id, labels[index] ?? id]));
  }

  /** Label of the candidate's model, whatever its prompt. */
  modelLabel(id: CandidateId): string {
    return this.#labels.get(id) ?? id;
  }

  /** System and prompt as the model was asked. */
  task({ promptId, caseId }: AttemptRecord): string {
    const prompt = this.#prompts.get(promptId);
    const vars = this.#cases.get(caseId)?.vars;
    if (!prompt || !vars) throw new Error(`The run does not say what was asked in ${caseId}.`);
    const system = prompt.system === undefined ? [] : [renderTemplate(prompt.system, vars)];
    return [...system, renderTemplate(prompt.template, vars)].join('\n\n');
  }
}
