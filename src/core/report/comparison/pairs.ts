import type { CandidateSummary, PairwiseResult } from '../../../shared/model/comparison.ts';
import { isNonInferior } from '../../../shared/nonInferiority.ts';
import { pairedDifference, type CaseFigures, type PairedDifference } from '../../stats/paired.ts';
import type { FiguresById } from './figuresByCase.ts';
import { contests, leaderFirst, type Contest } from './contests.ts';
import type { Levels } from './levels.ts';
import { highestQuality, noStanding } from './picks.ts';
import { casesToTell } from './planning.ts';

/** A pair with what its wording needs beside the figures. */
export interface Pair {
  readonly result: PairwiseResult;
  readonly paired: PairedDifference;
  /** Cases that one of the two has no quality for, because the call or the scorer failed or is still to come. */
  readonly casesLost: number;
  /** Pairs of the run that are not told apart yet. */
  readonly open: number;
}

/** The yardstick: one that was judged on less than half of the cases that another was is none, however well it did on those. */
export function bestByQuality(summaries: readonly CandidateSummary[], levels: Levels): CandidateSummary | null {
  return highestQuality(summaries, ({ id }) => levels.get(id) ?? noStanding);
}

/** Every pair of candidates on the cases that both have a quality for, those against the best first. */
export function pairsOf(
  best: CandidateSummary,
  summaries: readonly CandidateSummary[],
  figures: FiguresById,
  margin: number,
): Pair[] {
  const row = leaderFirst(best, summaries).map(({ id }) => ({ id, quality: figures.get(id)?.quality ?? [] }));
  const found = contests(row.length, (a, b) => pairedDifference(row[a]?.quality ?? [], row[b]?.quality ?? []));
  const open = found.filter(({ verdict }) => verdict === 'cannot-tell').length;
  return found.flatMap((contest) => {
    const [a, b] = [row[contest.a], row[contest.b]];
    if (!a || !b) return [];
    return [
      {
        result: { a: a.id, b: b.id, ...judge(contest, open, margin) },
        paired: contest.paired,
        casesLost: casesLost(a.quality, b.quality),
        open,
      },
    ];
  });
}

function judge(
  { paired, pValue, verdict }: Contest<PairedDifference>,
  open: number,
  margin: number,
): Omit<PairwiseResult, 'a' | 'b'> {
  const { difference } = paired;
  const needed = verdict === 'cannot-tell' ? casesToTell(paired, open) : null;
  return {
    difference,
    pValue,
    verdict,
    nonInferior: isNonInferior(difference, margin),
    moreCases: needed === null || needed <= difference.n ? null : needed - difference.n,
  };
}

function casesLost(a: CaseFigures, b: CaseFigures): number {
  let lost = 0;
  for (const [i, quality] of a.entries()) if ((quality === null) !== ((b[i] ?? null) === null)) lost++;
  return lost;
}
