import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import { alpha, z } from './interval.ts';
import { mcnemar } from './mcnemar.ts';
import { leastDiffering, type PairedDifference } from './paired.ts';
import { power, zPower } from './power.ts';

/** Share of cases on which two models of interest differ, where nothing is known yet. */
const usualDisagreement = 0.2;
/** So few that whatever is found brings its own discordant cases. */
const leastShare = 1e-9;
/** Beyond so many standard deviations no probability is left that matters. */
const deviations = 6;
/** Halvings of an interval of length 1: to 1e-6. */
const steps = 20;

/**
 * The smallest true difference of two pass rates that so many cases show with 80 % power, before anything has run. `disagreement`
 * is the share of cases that only one of the two passes; a difference greater than that brings its own. Exact for the
 * test that is used (`mcnemar`), where the usual formula promises too much of few cases: at 20 cases and 20 % even
 * a model that wins every case on which the two differ is found by fewer than one run in five. At most 1.
 *
 * For one pair: Holm's correction asks for more where several models are compared. Repeats ask for less.
 */
export function detectableBefore(cases: number, disagreement = usualDisagreement): number {
  const found = powerOf(cases);
  const allOneWay = found(disagreement)(disagreement) >= power;
  const atDisagreement = found(disagreement);
  let [low, high] = allOneWay ? [0, disagreement] : [disagreement, 1];
  for (let i = 0; i < steps; i++) {
    const middle = (low + high) / 2;
    const enough = allOneWay ? atDisagreement(middle) : found(middle)(middle);
    if (enough >= power) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The same after a run, by the spread that was seen of a pair: `null` with fewer than two cases, or where the two differ
 * nowhere. Graded qualities: a difference as large as the interval reaches, and z_β standard errors more; but large enough that,
 * with differences of the size seen, the fewest cases that a test can settle would differ.
 */
export function detectableAfter({ difference, variance, differing, passOrFail }: PairedDifference): number | null {
  const { value, low, high, n } = difference;
  if (variance === null || low === null || high === null || differing === 0) return null;
  if (n < leastDiffering) return 1;
  if (passOrFail) return detectableBefore(n, differing / n);
  const size = Math.sqrt((variance * (n - 1) + n * value ** 2) / differing);
  const reach = Math.max(value - low, high - value) + zPower * Math.sqrt(variance / n);
  return Math.min(1, Math.max(reach, size * detectableBefore(n, leastShare)));
}

/** Power of McNemar's test on so many cases: for a share of discordant cases, for a difference. */
function powerOf(cases: number): (discordant: number) => (difference: number) => number {
  const least = new Map<number, number>();
  const leastWins = (count: number): number => {
    const wins = least.get(count) ?? winsNeeded(count);
    least.set(count, wins);
    return wins;
  };
  return (discordant) => {
    const counts = likelyCounts(cases, discordant);
    return (difference) => {
      const wins = (1 + difference / discordant) / 2;
      return counts.reduce((sum, { count, p }) => sum + p * (1 - binomialCdf(leastWins(count) - 1, count, wins)), 0);
    };
  };
}

/** How many cases may be discordant, and how likely that is. */
function likelyCounts(cases: number, share: number): { readonly count: number; readonly p: number }[] {
  const reach = deviations * Math.sqrt(cases * share * (1 - share)) + 1;
  const first = Math.max(0, Math.floor(cases * share - reach));
  const last = Math.min(cases, Math.ceil(cases * share + reach));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const count = first + i;
    return { count, p: binomialCdf(count, cases, share) - binomialCdf(count - 1, cases, share) };
  });
}

/** Of so many discordant cases, those that one side must win for the test to tell; one more than there are, where none will do. */
function winsNeeded(discordant: number): number {
  let wins = Math.max(Math.ceil(discordant / 2), Math.floor((discordant + z * Math.sqrt(discordant)) / 2) - 1);
  while (wins <= discordant && mcnemar({ onlyA: wins, onlyB: discordant - wins, n: discordant }) >= alpha) wins++;
  return wins;
}
