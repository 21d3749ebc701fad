import type { MoreData } from '../../../shared/model/comparison.ts';
import { casesForNonInferiority, casesWithoutSpread } from '../../stats/noninferiority.ts';
import { repeatsNeeded } from '../../stats/power.ts';
import type { CandidateGroup } from './group.ts';
import type { Pair } from './pairs.ts';
import { least } from './picks.ts';
import { casesBeyondUnseen, casesToTell, correctedEffect } from './planning.ts';

/** A way to settle a pair. */
interface Way {
  /** In all. */
  readonly cases: number | null;
  /** The distance that they have to make out. */
  readonly effect: number;
  /** Cases that even answers without any noise would take. */
  readonly withoutNoise: number;
}

/** Settled either way: by a difference that shows, or by one that is shown to stay within the margin. */
function waysToSettle({ paired, open }: Pair, margin: number): Way[] {
  const { difference } = paired;
  const [size, room] = [Math.abs(difference.value), margin + difference.value];
  return [
    { cases: casesToTell(paired, open), effect: correctedEffect(size, open), withoutNoise: casesBeyondUnseen(size) },
    {
      cases: casesForNonInferiority(paired, margin),
      effect: room,
      withoutNoise: casesWithoutSpread(difference.value, margin) ?? Infinity,
    },
  ];
}

/** `null` where the pair is settled, or nothing tells how it could be. */
export function moreDataFor(pair: Pair, groups: readonly CandidateGroup[], margin: number): MoreData | null {
  const { a, b, verdict, difference } = pair.result;
  if (verdict !== 'cannot-tell') return null;
  const further = (way: Way): number | null => (way.cases !== null && way.cases > difference.n ? way.cases - difference.n : null);
  const way = least(waysToSettle(pair, margin), further);
  const cases = way && further(way);
  if (!way || cases === null) return null;
  const of = (id: string): CandidateGroup | undefined => groups.find(({ candidate }) => candidate.id === id);
  const [first, second] = [of(a), of(b)];
  const repeats = first && second && way.withoutNoise <= difference.n ? repeatsFor(way, pair, first, second) : null;
  return { pair: [a, b], cases, repeats };
}

function repeatsFor({ effect }: Way, { paired }: Pair, a: CandidateGroup, b: CandidateGroup): number | null {
  const [noiseOfA, noiseOfB] = [repeatNoise(a), repeatNoise(b)];
  if (paired.variance === null || !noiseOfA || !noiseOfB) return null;
  const repeats = repeatsNeeded({
    betweenVariance: Math.max(0, paired.variance - noiseOfA.ofMean - noiseOfB.ofMean),
    withinVariance: noiseOfA.single + noiseOfB.single,
    cases: paired.difference.n,
    effect,
  });
  return repeats !== null && repeats > Math.min(noiseOfA.repeats, noiseOfB.repeats) ? repeats : null;
}

interface RepeatNoise {
  /** Variance of one answer's quality about that of its case. */
  readonly single: number;
  /** The same of the mean over a case's repeats. */
  readonly ofMean: number;
  /** Answers to a case, at most. */
  readonly repeats: number;
}

/**
 * Var(d) is what the cases differ in plus what repeats of a case do, the latter divided by their number (Miller, arXiv
 * 2411.00640): pooled over the cases. `null` where each was answered once.
 */
function repeatNoise({ outcomes }: CandidateGroup): RepeatNoise | null {
  const judged = outcomes.filter(({ record }) => record.status === 'ok' && record.quality !== null);
  const byCase = [...Map.groupBy(judged, ({ caseIndex }) => caseIndex).values()].map((same) =>
    same.map(({ record }) => record.quality ?? 0),
  );
  const freedom = judged.length - byCase.length;
  if (freedom === 0) return null;
  const single = byCase.reduce((sum, values) => sum + squaresAbout(values), 0) / freedom;
  const ofMean = byCase.reduce((sum, values) => sum + single / values.length, 0) / byCase.length;
  return { single, ofMean, repeats: byCase.reduce((most, values) => Math.max(most, values.length), 0) };
}

function squaresAbout(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
}
