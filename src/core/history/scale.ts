import type { Estimate } from '../../shared/model/comparison.ts';
import { z } from '../stats/interval.ts';

/** On which figures of a metric are averaged and compared: costs and times change by factors, shares by differences. */
export interface Scale {
  readonly on: (value: number) => number;
  readonly off: (value: number) => number;
  readonly least: number;
  readonly most: number;
}

const linear: Scale = { on: (value) => value, off: (value) => value, least: -Infinity, most: Infinity };

/** @param range of shares; `null`: of what changes by factors, unless something is free or took no time */
export function scaleOf(range: readonly [low: number, high: number] | null, values: readonly number[]): Scale {
  if (range !== null) return { ...linear, least: range[0], most: range[1] };
  return values.every((value) => value > 0) ? { on: Math.log, off: Math.exp, least: 0, most: Infinity } : { ...linear, least: 0 };
}

/** How far the ends of the interval lie from the figure, on the scale; `null` without an interval. */
export function armsOf({ value, low, high }: Estimate, { on }: Scale): readonly [below: number, above: number] | null {
  if (low === null || high === null) return null;
  // Nothing is known of how far below zero's logarithm an end would be: the other arm stands for it.
  const above = on(high) - on(value);
  const below = on(value) - on(low);
  return Number.isFinite(below) ? [below, above] : [above, above];
}

/** Standard error on the scale; `null` where it is not known. */
export function errorOf(value: Estimate, scale: Scale): number | null {
  const arms = armsOf(value, scale);
  return arms && (arms[0] + arms[1]) / (2 * z);
}
