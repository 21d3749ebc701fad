import type { RankingAnswer, RankingSource, SourceError } from '../../shared/model/rankings.ts';
import { sourceName, sourceTitle } from '../../shared/rankingText.ts';
import { plainLine } from '../report/terminalText.ts';
import type { Board } from '../rankings/spec.ts';
import { toldFailures, type ToldFailures } from '../rankings/toldFailures.ts';

/** Why categories have no ranking, or not that of the first source: each source's error and what to do, told once. */
export function failureLines(answers: readonly RankingAnswer[], boards: readonly Board[]): readonly string[] {
  return toldFailures(answers).flatMap(({ title, failures }) => [
    title,
    ...failures.map((failure) => `  ${failureText(failure, boards)}`),
  ]);
}

/** The source is named once, by the sentence itself or before it. */
function failureText({ source, error }: ToldFailures['failures'][number], boards: readonly Board[]): string {
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
