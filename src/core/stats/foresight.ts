import { clampInterval, hull, roundingError } from './interval.ts';
import { tango } from './mcnemar.ts';
import { tInterval, type PairedDifference } from './paired.ts';
import { zPower } from './power.ts';
import { squareAndAddOf, type Side } from './squareAndAdd.ts';

/** What a suite of so many cases would show. */
export interface Foreseen {
  readonly value: number;
  /** Low end of its interval. */
  readonly low: number;
  readonly standardError: number;
  readonly n: number;
}

/** More cases than this are none to plan for. */
const mostCases = 2 ** 30;

/**
 * What larger suites of the same kind show in four of five runs, or more than it: cases like those seen, but in the less lucky
 * fifth of the draws, where the mean lies z_β standard errors lower. What else such a draw has less or more of, it has by
 * regression on the mean: rare gains come with less spread where they come more rarely. The interval is the one in use
 * (`pairedDifference`): the power formula, made for t alone, promised twice the power that there is where most cases tie.
 */
export function foresee({ byCase, passOrFail }: Pick<PairedDifference, 'byCase' | 'passOrFail'>): (cases: number) => Foreseen {
  const gain = momentsOf(byCase, (d) => Math.max(0, d));
  const loss = momentsOf(byCase, (d) => Math.max(0, -d));
  return (n) => {
    const [gained, lost] = [sideIn(gain, n), sideIn(loss, n)];
    const mean = gained.mean - lost.mean;
    // A case is either gained or lost, so the mean of gain × loss is 0.
    const covariance = -(gained.mean * lost.mean) / (n - 1);
    const variance = n * Math.max(0, gained.error ** 2 + lost.error ** 2 - 2 * covariance);
    const interval = passOrFail
      ? tango({ onlyA: gained.mean * n, onlyB: lost.mean * n, n })
      : hull(tInterval({ mean, variance, n }), squareAndAddOf(gained, lost, n));
    return { value: mean, low: clampInterval(interval, -1, 1).low, standardError: Math.sqrt(variance / n), n };
  };
}

/** The fewest cases, two at least, that are enough and beyond which more are, too; `null` where none to plan for are. */
export function fewestCases(enough: (cases: number) => boolean): number | null {
  let [few, many] = [1, 2];
  while (!enough(many)) {
    [few, many] = [many, many * 2];
    if (many > mostCases) return null;
  }
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2);
    if (enough(middle)) many = middle;
    else few = middle;
  }
  return many;
}

/** Means of a figure and of its square over the cases, and what they lose where the mean difference lies one sd/√n lower. */
interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly meanSlope: number;
  readonly squareSlope: number;
}

function momentsOf(differences: readonly number[], figure: (d: number) => number): Moments {
  const average = (of: (d: number) => number): number => differences.reduce((sum, d) => sum + of(d), 0) / differences.length;
  const centre = average((d) => d);
  const spread = Math.sqrt(average((d) => (d - centre) ** 2));
  const slope = (of: (d: number) => number): number =>
    spread > roundingError ? average((d) => of(d) * (d - centre)) / spread : 0;
  const squared = (d: number): number => figure(d) ** 2;
  return { mean: average(figure), square: average(squared), meanSlope: slope(figure), squareSlope: slope(squared) };
}

function sideIn({ mean, square, meanSlope, squareSlope }: Moments, n: number): Side {
  const unlucky = zPower / Math.sqrt(n);
  const itsMean = Math.max(0, mean - unlucky * meanSlope);
  const variance = square - unlucky * squareSlope - itsMean ** 2;
  return { mean: itsMean, error: variance > roundingError ? Math.sqrt(variance / (n - 1)) : 0 };
}
