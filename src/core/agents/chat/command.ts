import type { ToolInput } from '../inputs.ts';

/** `quickstart with demo/atlas-mini, demo/sonata` as somebody types it after /run; `null`: no suite was named. */
export function readRun(prompt: string): ToolInput<'run_suite'> | null {
  const [suite = '', models = ''] = prompt.trim().split(/\s+with\s+/i, 2);
  const names = models.split(',').map((name) => name.trim());
  const named = names.filter((name) => name !== '');
  if (suite === '') return null;
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
