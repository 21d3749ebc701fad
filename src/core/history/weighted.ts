/** Weighted once and divided once, so that the mean of equal figures is that figure. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  return sum(values.map((value, i) => value * (weights[i] ?? 0))) / sum(weights);
}

/** Standard error of a weighted mean of independent figures, from their scatter; of two at least. */
export function errorOfMean(values: readonly number[], weights: readonly number[]): number {
  const mean = weightedMean(values, weights);
  const squares = sum(values.map((value, i) => ((weights[i] ?? 0) * (value - mean)) ** 2));
  return Math.sqrt((squares * values.length) / (values.length - 1)) / sum(weights);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
