import type { CandidateSummary, PairwiseResult } from '../../../shared/model/comparison.ts';
import { holm } from '../../stats/holm.ts';
import { isNonInferior } from '../../stats/noninferiority.ts';
import { leastDiffering, pairedDifference, type CaseQualities, type PairedDifference } from '../../stats/paired.ts';
import { casesNeeded } from '../../stats/power.ts';
import { verdict } from '../../stats/verdict.ts';
import type { CandidateGroup } from './group.ts';

/** A pair with what its wording needs beside the figures. */
export interface Pair {
  readonly result: PairwiseResult;
  /** Var(d) over the cases. */
  readonly variance: number | null;
  /** Cases in which the two differ. */
  readonly differing: number;
  /** Cases that one of the two has no quality for, because the call or the scorer failed or is still to come. */
  readonly casesLost: number;
}

/**
 * The yardstick: the highest mean quality, the cheaper where equal. One that was judged on less than half of
 * the cases that another was is none, however well it did on those.
 */
export function bestByQuality(summaries: readonly CandidateSummary[]): CandidateSummary | null {
  const most = Math.max(0, ...summaries.map((s) => s.quality?.clusters ?? 0));
  const eligible = summaries.filter((s) => s.quality && (s.quality.clusters ?? 0) * 2 >= most);
  const cost = (s: CandidateSummary): number => s.cost.perSample?.value ?? Infinity;
  return eligible.reduce<CandidateSummary | null>((best, s) => {
    const ahead = (s.quality?.value ?? 0) - (best?.quality?.value ?? 0);
    return !best || ahead > 0 || (ahead === 0 && cost(s) < cost(best)) ? s : best;
  }, null);
}

/** Every other candidate against the best, on the cases that both answered. Holm's correction runs over all of them. */
export function pairsAgainst(best: CandidateSummary, groups: readonly CandidateGroup[], cases: number, margin: number): Pair[] {
  const qualities = new Map(groups.map((g) => [g.candidate.id, caseQualities(g, cases)]));
  const bestQualities = qualities.get(best.id) ?? [];
  const found = groups.flatMap(({ candidate }) => {
    const own = qualities.get(candidate.id) ?? [];
    const paired = candidate.id === best.id ? null : pairedDifference(own, bestQualities);
    return paired ? [{ id: candidate.id, paired, casesLost: casesLost(own, bestQualities) }] : [];
  });
  const corrected = holm(found.map(({ paired }) => paired.pValue));
  return found.map(({ id, paired, casesLost }, i) => ({
    result: { a: id, b: best.id, ...judge(paired, corrected[i] ?? null, margin) },
    variance: paired.variance,
    differing: paired.differing,
    casesLost,
  }));
}

function judge(paired: PairedDifference, pValue: number | null, margin: number): Omit<PairwiseResult, 'a' | 'b'> {
  const { difference } = paired;
  const found = verdict(difference, pValue);
  const needed = found === 'cannot-tell' ? casesToTell(paired) : null;
  return {
    difference,
    pValue,
    verdict: found,
    nonInferior: isNonInferior(difference, margin),
    moreCases: needed === null || needed <= difference.n ? null : needed - difference.n,
  };
}

/** As many as the power formula says, and enough that, at the share seen, the fewest that a test can settle would differ. */
function casesToTell({ difference, variance, differing }: PairedDifference): number | null {
  const needed = variance === null ? null : casesNeeded(variance, difference.value);
  return needed === null ? null : Math.max(needed, Math.ceil((leastDiffering * difference.n) / differing));
}

/** Mean quality of each case over its repeats. */
function caseQualities({ outcomes }: CandidateGroup, cases: number): CaseQualities {
  const sums = new Float64Array(cases);
  const counts = new Uint32Array(cases);
  for (const { record, caseIndex } of outcomes) {
    if (record.status !== 'ok' || record.quality === null) continue;
    sums[caseIndex] = (sums[caseIndex] ?? 0) + record.quality;
    counts[caseIndex] = (counts[caseIndex] ?? 0) + 1;
  }
  return Array.from(sums, (sum, i) => (counts[i] ? sum / counts[i] : null));
}

function casesLost(a: CaseQualities, b: CaseQualities): number {
  return a.filter((quality, i) => (quality === null) !== ((b[i] ?? null) === null)).length;
}
