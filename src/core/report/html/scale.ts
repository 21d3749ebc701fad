/** Maps values to places on an axis, with the marks to draw on it. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
  readonly logarithmic: boolean;
}

/** Over a range this many times its least value, a linear axis would press most points together. */
const logarithmicFrom = 12;

/** Logarithmic where the values are positive and far apart, else linear from 0. */
export function positiveScale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!(low > 0) || high / low < logarithmicFrom) return linearScale(0, high > 0 ? high * 1.08 : 1, from, to);
  const [start, end] = [Math.log10(low / 1.25), Math.log10(high * 1.25)];
  const place = (value: number): number => from + ((Math.log10(value) - start) / (end - start)) * (to - from);
  return { place, ticks: logarithmicTicks(10 ** start, 10 ** end), logarithmic: true };
}

export function linearScale(low: number, high: number, from: number, to: number): Scale {
  const place = (value: number): number => from + ((value - low) / (high - low)) * (to - from);
  return { place, ticks: linearTicks(low, high), logarithmic: false };
}

/** Four to eight round numbers. */
function linearTicks(low: number, high: number): readonly number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.8) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Decades, with their 2 and 5 where there are few of them. */
function logarithmicTicks(low: number, high: number): readonly number[] {
  const decades = Math.log10(high / low);
  const factors = decades <= 2.2 ? [1, 2, 5] : decades <= 3.5 ? [1, 3] : [1];
  const first = Math.floor(Math.log10(low));
  const exponents = Array.from({ length: Math.ceil(decades) + 2 }, (_, index) => first + index);
  return exponents
    .flatMap((exponent) => factors.map((factor) => Number((factor * 10 ** exponent).toPrecision(12))))
    .filter((tick) => tick >= low && tick <= high);
}
