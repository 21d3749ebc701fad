import type { Comparison } from '../shared/model/comparison.ts';
import type { Suite } from '../shared/model/suite.ts';
import type { LoadedSuite } from './suite/loadSuite.ts';
import { maxRepeats } from './suite/schema.ts';

/** What to run so that the open question of a run is settled. */
export type Settling =
  /** With so many more rows of its sampled datasets. `enough`: as many as it takes. */
  | { readonly kind: 'cases'; readonly rows: number; readonly enough: boolean; readonly suite: Suite }
  /** With so many repeats of each case in all. */
  | { readonly kind: 'repeats'; readonly repeats: number; readonly suite: Suite }
  /** Nothing that could be run: why, and what to do instead. */
  | { readonly kind: 'none'; readonly message: string };

/**
 * The suite of a run, enlarged by what would settle its open question. New cases come before repeats: what holds for other
 * questions is told by other questions. The file must be as it was when it ran: an answer to another question settles nothing.
 * @param ran the suite as the run stored it, earlier enlargements included
 * @param load reads the suite's file, with so many rows beyond its samples
 */
export async function settle(
  ran: Suite,
  { moreData }: Pick<Comparison, 'moreData'>,
  load: (moreRows: number) => Promise<LoadedSuite>,
): Promise<Settling> {
  if (moreData === null) return none('Nothing is open that more cases of this suite would settle.');
  const { suite: now, rowsLeft } = await load(0);
  if (now?.hash !== ran.hash) return none('The suite has changed since this run: run it anew.');
  const added = ran.cases.length - now.cases.length;
  if (added < 0) return none('This run took a part of its cases. To settle it, run the whole suite.');
  const rows = Math.min(moreData.cases, rowsLeft - added);
  if (rows > 0) {
    const { suite } = await load(added + rows);
    if (suite) return { kind: 'cases', rows, enough: rows === moreData.cases, suite: { ...ran, cases: suite.cases } };
  }
  const { repeats } = moreData;
  if (repeats !== null && repeats > ran.repeats && repeats <= maxRepeats) {
    return { kind: 'repeats', repeats, suite: { ...ran, repeats } };
  }
  return none(
    `About ${moreData.cases} more cases would settle it, and the suite has none left: write more, or take a larger dataset. More repeats of the same cases would not do.`,
  );
}

function none(message: string): Settling {
  return { kind: 'none', message };
}
