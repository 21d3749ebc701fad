import type { RunListItem } from './spec.ts';

/** Whether a run is meant: every word of the search is in its name, its suite or one of its models, in any case. */
export function runMatcher(search: string): (item: Pick<RunListItem, 'run' | 'models'>) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ run, models }) => {
    const text = [run.name, run.suiteName, run.suitePath, ...models].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
