import { listText } from '../../shared/comparisonText.ts';
import { rankingBoards, type RankingAnswer, type RankingCategory } from '../../shared/model/rankings.ts';
import { sourceTitle } from '../../shared/rankingText.ts';

type Failure = RankingAnswer['errors'][number];

/** What is to be said of sources that failed, for categories that went alike. */
export interface ToldFailures {
  readonly categories: readonly RankingCategory[];
  /** `No ranking of coding, math:`, `OpenRouter stood in for coding:`. */
  readonly title: string;
  /** In the order of asking; never empty. */
  readonly failures: readonly Failure[];
}

/** Why categories have no ranking, or not that of the first source: each failure told once. */
export function toldFailures(answers: readonly RankingAnswer[]): readonly ToldFailures[] {
  const told = answers.filter((answer) => worthTelling(answer).length > 0);
  const alike = Map.groupBy(told, (answer) => JSON.stringify([answer.source, worthTelling(answer).map(markOf)]));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const categories = group.map(({ category }) => category);
    return [{ categories, title: titleOf(first, categories), failures: worthTelling(first) }];
  });
}

/** Where somebody answered, a source that was never meant to be asked is no news. */
function worthTelling({ ranking, errors }: RankingAnswer): readonly Failure[] {
  const quiet = ranking === null ? ['no-index'] : ['no-index', 'needs-key', 'not-allowed'];
  // Who asked only a board that has no such index is told so, rather than nothing.
  if (ranking === null && errors.every(({ error }) => error.kind === 'no-index')) return errors;
  return errors.filter(
    (failure) => !quiet.includes(failure.error.kind) && !(isOnlyForTests(errors) && failure.source === 'cache'),
  );
}

/** No board has an index for it: that nothing is kept goes without saying. */
function isOnlyForTests(errors: readonly Failure[]): boolean {
  const boards = errors.filter(({ source }) => rankingBoards.some((board) => board === source));
  return boards.length > 0 && boards.every(({ error }) => error.kind === 'no-index');
}

function markOf({ source, error }: Failure): string {
  return `${source} ${error.kind} ${error.message}`;
}

function titleOf({ source, errors, ranking }: RankingAnswer, categories: readonly RankingCategory[]): string {
  const names = listText(categories, categories.length);
  if (ranking !== null && source !== null) return `${sourceTitle(source)} stood in for ${names}:`;
  return `No ranking of ${names}${isOnlyForTests(errors) ? ', which no board has an index for' : ''}:`;
}
