import type { RankingCategory } from '../../../shared/model/rankings.ts';
import { minimalPrompts } from './prompts.ts';

const title = 'Minimal test of rankings';
/** What its runs have in place of a suite's path: no file of a workspace is called so. */
export const minimalTestPath = 'rankings:minimal-test';

/** Room for a reasoning model to think briefly. An answer that is cut off here is not counted against its model. */
const maxAnswerTokens = 1000;

/** The test as a suite file, its cases marked with their ranking category. */
export function minimalSuiteText(categories: readonly RankingCategory[], models: readonly string[]): string {
  return JSON.stringify({
    name: title,
    description: 'Three short questions for each category, to rank models where no public board answers.',
    models,
    params: { maxOutputTokens: maxAnswerTokens },
    concurrency: 4,
    retries: { max: 1, capMs: 10_000, deadlineMs: 60_000 },
    timeouts: { totalMs: 90_000 },
    // A category is finished before the next begins, so that a cap which is reached leaves whole ones.
    cases: categories.flatMap((category) =>
      minimalPrompts
        .filter((each) => each.category === category)
        .map(({ name, prompt, expect }) => ({ name, category, prompt, expect: [expect] })),
    ),
  });
}
