import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { z, type Interval } from './interval.ts';

/** Paired pass/fail results: cases that only one of the two passed. The cases on which both agree are the rest of `n`. */
export interface Discordant {
  readonly onlyA: number;
  readonly onlyB: number;
  readonly n: number;
}

/** With fewer discordant cases the normal approximation is not trusted: the usual rule, b + c < 25. */
const fewDiscordant = 25;

/** Two-sided p of McNemar 1947, Psychometrika 12:153: exact binomial when few cases are discordant, else the score test. */
export function mcnemar({ onlyA, onlyB }: Discordant): number {
  const discordant = onlyA + onlyB;
  if (discordant === 0) return 1;
  if (discordant < fewDiscordant) return Math.min(1, 2 * binomialCdf(Math.min(onlyA, onlyB), discordant, 0.5));
  return 2 * normalCdf(-Math.abs(onlyA - onlyB) / Math.sqrt(discordant), 0, 1);
}

/**
 * Interval of the paired difference of two pass rates, A − B: the score interval of Tango 1998, Statistics in
 * Medicine 17:891, which is McNemar's score test turned round. Unlike sd/√n it stays honest when few or no
 * cases are discordant: two models that agree on all of eight cases may still differ by 32 points.
 */
export function tango({ onlyA, onlyB, n }: Discordant): Interval {
  const difference = (onlyA - onlyB) / n;
  const score = (delta: number): number => {
    const linear = (2 * n - onlyA + onlyB) * delta - onlyA - onlyB;
    const constant = -onlyB * delta * (1 - delta);
    const shareB = (Math.sqrt(linear * linear - 8 * n * constant) - linear) / (4 * n);
    return (onlyA - onlyB - n * delta) / Math.sqrt(n * (2 * shareB + delta * (1 - delta)));
  };
  return {
    low: bisect(-1, difference, (delta) => score(delta) > z),
    high: bisect(difference, 1, (delta) => score(delta) > -z),
  };
}

/** The point of [low, high] up to which `holds`, to double precision. */
function bisect(low: number, high: number, holds: (x: number) => boolean): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
