import type { ScorerSpec } from '../shared/model/scorer.ts';
import type { CaseSpec, PromptSpec, Suite } from '../shared/model/suite.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import type { PlannedCalls, PlannedGrading } from './pricing/estimate.ts';
import { candidatesOf } from './runner/plan.ts';
import { renderTemplate } from './suite/template.ts';

type Prices = Readonly<Record<string, PriceRow>>;

/**
 * What a run of the suite asks of the models that it compares.
 * @param samples by candidate, warm-ups among them; absent: all that the suite plans
 */
export function plannedCalls(suite: Suite, prices: Prices, samples?: Readonly<Record<string, number>>): PlannedCalls[] {
  const whole = suite.cases.length * suite.repeats + suite.warmup;
  const promptChars = new Map(suite.prompts.map((prompt) => [prompt.id, meanOf(suite.cases.map((one) => charsOf(prompt, one)))]));
  const candidates = candidatesOf(suite);
  const calls = suite.models.flatMap((model, m) =>
    suite.prompts.map((prompt, p) => ({
      model: model.ref,
      samples: samples?.[candidates[m * suite.prompts.length + p]?.id ?? ''] ?? (samples === undefined ? whole : 0),
      promptChars: promptChars.get(prompt.id) ?? 0,
      maxOutputTokens: model.params.maxOutputTokens ?? null,
      price: prices[model.ref] ?? null,
    })),
  );
  return calls.filter((row) => row.samples > 0);
}

/** What it asks of judges and embedding models, where every sample has an answer. */
export function plannedGrading(suite: Suite, prices: Prices): PlannedGrading[] {
  const answerLimits = suite.models.map(({ params }) => params.maxOutputTokens ?? null);
  return suite.cases.flatMap((one) => {
    const taskChars = meanOf(suite.prompts.map((prompt) => charsOf(prompt, one)));
    return one.expect.flatMap((spec) =>
      questionsOf(spec, suite).map(({ model, ...question }) => ({
        ...question,
        model,
        inputChars: question.inputChars + (question.kind === 'judge' ? taskChars : 0),
        calls: question.calls * suite.repeats,
        answerLimits,
        price: prices[model] ?? null,
      })),
    );
  });
}

/** What judges and embedding models will be asked of so many answers to each case: a run may have fewer than it planned. */
export function gradingOf(answers: Readonly<Record<string, number>>, suite: Suite, prices: Prices): PlannedGrading[] {
  const planned = suite.models.length * suite.prompts.length * suite.repeats;
  return suite.cases.flatMap((one) => {
    const share = (Object.hasOwn(answers, one.id) ? (answers[one.id] ?? 0) : 0) / planned;
    return plannedGrading({ ...suite, cases: [one] }, prices).map((all) => ({ ...all, calls: Math.ceil(all.calls * share) }));
  });
}

/** One row for all calls of a kind to a model, however many cases they are about. */
export function mergedGrading(rows: readonly PlannedGrading[]): PlannedGrading[] {
  const asked = rows.filter(({ calls }) => calls > 0);
  const kinds = Map.groupBy(asked, ({ model, kind, answers }) => JSON.stringify([model, kind, answers]));
  return [...kinds.values()].flatMap((alike) => {
    const calls = alike.reduce((sum, row) => sum + row.calls, 0);
    const chars = alike.reduce((sum, row) => sum + row.calls * row.inputChars, 0);
    return alike.slice(0, 1).map((row) => ({ ...row, calls, inputChars: chars / calls }));
  });
}

type Question = Pick<PlannedGrading, 'model' | 'kind' | 'calls' | 'inputChars' | 'answers'>;

/** The rules that go with each question to a judge. */
const rulesChars = 1000;

/** For one repeat of one case; the task itself is not counted. */
function questionsOf(spec: ScorerSpec, { models, prompts }: Suite): Question[] {
  const candidates = models.length * prompts.length;
  if (spec.scorer === 'judge') {
    const { rubric, reference, judges } = spec.args;
    const inputChars = rulesChars + rubric.length + (reference?.length ?? 0);
    return judges.map((model) => ({ model, kind: 'judge', calls: candidates, inputChars, answers: 1 }));
  }
  if (spec.scorer === 'pairwise') {
    const { criteria, judges, against } = spec.args;
    const pairs = pairsOf(candidates, against === null ? null : prompts.length);
    const inputChars = rulesChars + criteria.length;
    // Both orders.
    return judges.map((model) => ({ model, kind: 'judge', calls: 2 * pairs, inputChars, answers: 2 }));
  }
  if (spec.scorer !== 'embedding') return [];
  const { model, value } = spec.args;
  return [{ model, kind: 'embedding', calls: candidates, inputChars: value.length, answers: 1 }];
}

/** Each against each, or against so many yardsticks among them. */
function pairsOf(candidates: number, yardsticks: number | null): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  return yardsticks === null ? pairs(candidates) : pairs(candidates) - pairs(candidates - yardsticks);
}

function charsOf(prompt: PromptSpec, { vars }: CaseSpec): number {
  return renderTemplate(prompt.template, vars).length + renderTemplate(prompt.system ?? '', vars).length;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
