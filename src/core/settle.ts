import { isDeepStrictEqual } from 'node:util';
import type { Comparison } from '../shared/model/comparison.ts';
import type { ScoringId } from '../shared/model/ids.ts';
import type { ScoringDetail, ScoringRecord } from '../shared/model/scoring.ts';
import { formatPlural } from '../shared/format.ts';
import type { Suite } from '../shared/model/suite.ts';
import type { LoadedSuite } from './suite/loadSuite.ts';
import { maxRepeats } from './suite/schema.ts';

/** What to run so that the open question of a run is settled. */
export type Settling =
  /** With so many more rows of its sampled datasets. `enough`: as many as it takes. */
  | (MoreToAsk & { readonly kind: 'cases'; readonly rows: number; readonly enough: boolean })
  /** With so many repeats of each case in all. */
  | (MoreToAsk & { readonly kind: 'repeats'; readonly repeats: number })
  /** Nothing that could be run: why, and what to do instead. */
  | { readonly kind: 'none'; readonly message: string };

interface MoreToAsk {
  readonly suite: Suite;
  /** The later scoring that the run is shown by: the new answers are to be graded by it too. `null`: it is shown by its own. */
  readonly shownBy: ScoringRecord | null;
}

export interface SettleSources {
  /** Reads the suite's file, with so many rows beyond its samples. */
  readonly load: (moreRows: number) => Promise<LoadedSuite>;
  readonly scoringDetail: (id: ScoringId) => Promise<ScoringDetail | null>;
}

/**
 * The suite of a run, enlarged by what would settle its open question. New cases come before repeats: what holds for other
 * questions is told by other questions. The file must be as it was when it ran: an answer to another question settles nothing.
 * Answers that the scoring on show cannot grade would settle nothing either, and are not asked for.
 * @param ran the suite as the run stored it, earlier enlargements included
 */
export async function settle(
  ran: Suite,
  { moreData, scoring }: Pick<Comparison, 'moreData' | 'scoring'>,
  { load, scoringDetail }: SettleSources,
): Promise<Settling> {
  if (moreData === null) return none('Nothing is open that more cases of this suite would settle.');
  const { suite: now, rowsLeft } = await load(0);
  if (now?.hash !== ran.hash) return none('The suite has changed since this run: run it anew.');
  const added = ran.cases.length - now.cases.length;
  if (added < 0) return none('This run took a part of its cases. To settle it, run the whole suite.');
  const shownBy = scoring.all.find(({ id, trigger }) => id === scoring.active && trigger === 'rescore') ?? null;
  if (shownBy !== null) {
    const { suite: asked } = await load(added);
    const refusal = refusalOf(asked ?? now, shownBy, await scoringDetail(shownBy.id));
    if (refusal !== null) return none(`${refusal} Score the run again by its suite, then settle it.`);
  }
  const rows = Math.min(moreData.cases, rowsLeft - added);
  if (rows > 0) {
    const { suite } = await load(added + rows);
    if (suite) return { kind: 'cases', rows, enough: rows === moreData.cases, suite: { ...ran, cases: suite.cases }, shownBy };
  }
  const { repeats } = moreData;
  if (repeats !== null && repeats > ran.repeats && repeats <= maxRepeats) {
    return { kind: 'repeats', repeats, suite: { ...ran, repeats }, shownBy };
  }
  return none(
    `About ${moreData.cases} more cases would settle it, and the suite has none left: write more, or take a larger dataset. More repeats of the same cases would not do.`,
  );
}

/** Why answers to further cases cannot be graded by a later scoring as those before were; `null` where they can. */
function refusalOf({ cases }: Suite, { source }: ScoringRecord, detail: ScoringDetail | null): string | null {
  const expecting = cases.filter(({ expect }) => expect.length > 0);
  const graded = expecting.filter(({ id }) => detail !== null && Object.hasOwn(detail.expect, id));
  if (graded.length < expecting.length) {
    const cases = formatPlural(expecting.length - graded.length, 'answered case');
    return `${cases} of this run have no part in the scoring on show (${source}).`;
  }
  if (graded.every(({ id, expect }) => isDeepStrictEqual(detail?.expect[id], expect))) return null;
  return `The scoring on show (${source}) goes by other expectations than the suite: new answers could not be graded by it.`;
}

function none(message: string): Settling {
  return { kind: 'none', message };
}
