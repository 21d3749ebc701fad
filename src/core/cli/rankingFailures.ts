import {
  rankingBoards,
  rankingCredits,
  type RankingAnswer,
  type RankingSource,
  type SourceError,
} from '../../shared/model/rankings.ts';
import { listText } from '../../shared/comparisonText.ts';
import { sourceName } from '../../shared/rankingText.ts';
import { plainLine } from '../report/terminalText.ts';
import type { Board } from '../rankings/spec.ts';

export function sourceTitle(source: RankingSource): string {
  if (source === 'cache') return 'Kept rankings';
  return source === 'minimal-test' ? 'Minimal test' : rankingCredits[source].name;
}

/** Why categories have no ranking, or not that of the first source: each source's error and what to do, told once. */
export function failureLines(answers: readonly RankingAnswer[], boards: readonly Board[]): readonly string[] {
  const told = answers.filter((answer) => errorsWorthTelling(answer).length > 0);
  const alike = Map.groupBy(told, (answer) => JSON.stringify([answer.source, errorsWorthTelling(answer).map(keyOf)]));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = listText(
      group.map(({ category }) => category),
      6,
    );
    const lines = errorsWorthTelling(first).map((failure) => `  ${failureText(failure, boards)}`);
    return [headline(first, names), ...lines];
  });
}

type Failure = RankingAnswer['errors'][number];

/** Where somebody answered, a source that was never meant to be asked is no news. */
function errorsWorthTelling({ ranking, errors }: RankingAnswer): readonly Failure[] {
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

function keyOf({ source, error }: Failure): string {
  return `${source} ${error.kind} ${error.message}`;
}

function headline({ source, errors, ranking }: RankingAnswer, categories: string): string {
  if (ranking !== null && source !== null) return `${sourceTitle(source)} stood in for ${categories}:`;
  return `No ranking of ${categories}${isOnlyForTests(errors) ? ', which no board has an index for' : ''}:`;
}

/** The source is named once, by the sentence itself or before it. */
function failureText({ source, error }: Failure, boards: readonly Board[]): string {
  const text = errorText(source, error, boards);
  return text.toLowerCase().startsWith(sourceName(source).toLowerCase()) ? text : `${sourceTitle(source)}: ${text}`;
}

function errorText(source: RankingSource, { kind, message, advice }: SourceError, boards: readonly Board[]): string {
  const board = boards.find(({ id }) => id === source);
  if (kind === 'needs-key' && board !== undefined && board.keyEnv !== null) {
    return `needs a key. Set ${board.keyEnv} in the environment${board.keyUrl === null ? '' : `; get one at ${board.keyUrl}`}.`;
  }
  if (kind === 'not-allowed' && source === 'minimal-test')
    return 'asks models of yours, which costs money. Allow it with --allow-test, capped by --max-usd.';
  return plainLine(`${message} ${advice}`);
}
