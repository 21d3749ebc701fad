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

/** What each case asks, by its id; of those named, or of all. */
export function caseQuestions(suite: Suite, caseIds?: Iterable<string>): Map<string, string> {
  const wanted = caseIds && new Set(caseIds);
  const template = firstTemplate(suite);
  const cases = suite.cases.filter(({ id }) => wanted?.has(id) ?? true);
  return new Map(cases.map(({ id, vars }) => [id, renderTemplate(template, vars)]));
}

function firstTemplate({ prompts }: Suite): string {
  return prompts[0]?.template ?? '';
}
