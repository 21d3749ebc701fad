import type { Suite } from '../shared/model/suite.ts';
import { describeScorer } from './scorers/registry.ts';
import { renderTemplate } from './suite/template.ts';

export interface CaseText {
  /** As sent under the first prompt variant. */
  readonly prompt: string;
  /** The scorers, one a line. */
  readonly expected: string;
}

/** What each case asks and expects, for people who look at an answer. Only for the cases named, since suites can be large. */
export function caseTexts(suite: Suite, caseIds: Iterable<string>): Record<string, CaseText> {
  const wanted = new Set(caseIds);
  const template = firstTemplate(suite);
  const texts = suite.cases
    .filter(({ id }) => wanted.has(id))
    .map(({ id, vars, expect }): [string, CaseText] => [
      id,
      { prompt: renderTemplate(template, vars), expected: expect.map((spec) => describeScorer(spec)).join('\n') },
    ]);
  return Object.fromEntries(texts);
}

/** What every case asks, by its id. */
export function caseQuestions(suite: Suite): Map<string, string> {
  const template = firstTemplate(suite);
  return new Map(suite.cases.map(({ id, vars }) => [id, renderTemplate(template, vars)]));
}

function firstTemplate({ prompts }: Suite): string {
  return prompts[0]?.template ?? '';
}
