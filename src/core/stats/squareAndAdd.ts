import { clampInterval, type Interval } from './interval.ts';
import { effectiveWilson } from './wilson.ts';

/**
 * Interval of the mean of at least two differences from −1 to 1: mean gain minus mean loss, each with its own Wilson interval, put together
 * by square-and-add with their correlation. For pass and fail this is method 10 of Newcombe 1998, Statistics in Medicine 17:2635; for
 * other figures the method of variance estimates recovery, Zou and Donner 2008, Statistics in Medicine 27:1693.
 *
 * Unlike mean ± t · sd/√n it reaches further to the side of which little was seen: where no case was lost, up to z²/(n + z²)
 * of them still may be.
 */
export function squareAndAdd(differences: readonly number[]): Interval {
  const gain = sideOf(differences.map((d) => Math.max(0, d)));
  const loss = sideOf(differences.map((d) => Math.max(0, -d)));
  return squareAndAddOf(gain, loss, differences.length);
}

/** Gain or loss: its mean over the cases and the standard error of that. */
export interface Side {
  readonly mean: number;
  readonly error: number;
}

/** The same from what it rests on. */
export function squareAndAddOf(gain: Side, loss: Side, n: number): Interval {
  const gained = effectiveWilson(gain.mean, gain.error, n);
  const lost = effectiveWilson(loss.mean, loss.error, n);
  // A case is either gained or lost, so the mean of gain × loss is 0.
  const covariance = -(gain.mean * loss.mean) / (n - 1);
  const spread = gain.error * loss.error;
  const correlation = spread > 0 ? covariance / spread : 0;
  const reach = (g: number, l: number): number => Math.sqrt(Math.max(0, g * g + l * l - 2 * correlation * g * l));
  const mean = gain.mean - loss.mean;
  const low = mean - reach(gain.mean - gained.low, lost.high - loss.mean);
  const high = mean + reach(gained.high - gain.mean, loss.mean - lost.low);
  return clampInterval({ low, high }, -1, 1);
}

function sideOf(values: readonly number[]): Side {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const error = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1) / n);
  return { mean, error };
}
