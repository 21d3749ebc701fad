import type { Estimate } from '../../src/shared/model/comparison.ts';

/** Where the scale that rows share starts: at the lowest interval's end, rounded down to a tenth, and at most at 0.9. It ends at 1. */
export function scaleFrom(qualities: readonly Estimate[]): number {
  const lows = qualities.map(({ low, value }) => low ?? value);
  return Math.max(0, Math.floor(Math.min(0.9, ...lows) * 10) / 10);
}
