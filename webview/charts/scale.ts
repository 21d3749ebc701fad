/** Beyond this ratio of largest to smallest a linear axis squeezes most points into a corner. */
const logarithmicFrom = 15;

export type ScaleType = 'linear' | 'logarithmic';

/** A logarithmic axis where figures span more than one order of magnitude; never with 0 among them. */
export function scaleFor(values: readonly number[]): ScaleType {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.length > 1 && low > 0 && high / low >= logarithmicFrom ? 'logarithmic' : 'linear';
}

/** Ends of an axis with room for marks: 8 % of the span, or of a factor where logarithmic. Never below 0. */
export function paddedRange(values: readonly number[], scale: ScaleType): { readonly min: number; readonly max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (scale === 'logarithmic') {
    const factor = (high / low) ** 0.1;
    return { min: low / factor, max: high * factor };
  }
  const room = (high - low || high || 1) * 0.08;
  return { min: Math.max(0, low - room), max: high + room };
}

/** Where a value lies on an axis: 0 at its start, 1 at its end. */
export function shareOf(value: number, { min, max }: { readonly min: number; readonly max: number }, scale: ScaleType): number {
  if (scale === 'logarithmic') return Math.log(value / min) / Math.log(max / min);
  return (value - min) / (max - min);
}

/** The value at a share of an axis. */
export function valueAt(share: number, { min, max }: { readonly min: number; readonly max: number }, scale: ScaleType): number {
  return scale === 'logarithmic' ? min * (max / min) ** share : min + share * (max - min);
}

/** Of each decade; the others where there is little room. */
const steps = { wide: [1, 2, 5], narrow: [1, 3] } as const;

/** On a logarithmic axis not every tick is labelled. */
export function isLabelled(value: number, scale: ScaleType, room: keyof typeof steps = 'wide'): boolean {
  return scale === 'linear' || steps[room].some((step) => Math.abs(leading(value) - step) < 1e-6);
}

/** Two digits say it all; the ends of an axis are not round. */
export function isRound(value: number): boolean {
  const tens = 10 * leading(value);
  return Math.abs(tens - Math.round(tens)) < 1e-5;
}

function leading(value: number): number {
  return value / 10 ** Math.floor(Math.log10(value) + 1e-9);
}
