import { rankingCategoryOf } from '../../../shared/rankingCategoryOf.ts';
import { isCalled } from '../find.ts';
import type { ToolInput } from '../inputs.ts';
import type { AgentSuite } from '../spec.ts';

/**
 * `quickstart with demo/atlas-mini, demo/sonata` as somebody types it after /run; `null`: no suite was named. Names may hold a
 * “with” of their own: the longest beginning that one of the suites bears is the suite.
 */
export function readRun(prompt: string, suites: readonly Pick<AgentSuite, 'path' | 'name'>[]): ToolInput<'run_suite'> | null {
  const text = prompt.trim();
  if (text === '') return null;
  const splits = [...text.matchAll(/\s+with\s+/gi)].map(({ index, 0: word }) => ({
    suite: text.slice(0, index),
    models: text.slice(index + word.length),
  }));
  const whole = { suite: text, models: '' };
  const known = [whole, ...splits.toReversed()].find((one) => suites.some((each) => isCalled(each, one.suite)));
  const { suite, models } = known ?? splits[0] ?? whole;
  const named = models
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return named.length === 0 ? { suite } : { suite, models: named };
}

const runId = /^(?:latest|[0-9a-f]{4,8}(?:-[0-9a-f-]*)?)$/i;

/** After /compare: ids of runs, or the name of a suite; nothing: the latest run. */
export function readCompare(prompt: string): ToolInput<'compare'> {
  const words = prompt.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return {};
  return words.every((word) => runId.test(word)) ? { runs: words.map((word) => word.toLowerCase()) } : { suite: prompt.trim() };
}

/** After /results: the name of a suite, or nothing. */
export function readResults(prompt: string): ToolInput<'list_results'> {
  return prompt.trim() === '' ? {} : { suite: prompt.trim() };
}

/** After /rankings: a category by any of its names, `refresh`, both or nothing. */
export function readRankings(prompt: string): ToolInput<'list_rankings'> {
  const category = rankingCategoryOf(prompt);
  return { ...(category !== null && { category }), ...(/\brefresh\b/i.test(prompt) && { refresh: true }) };
}
