/**
 * Agreement of two graders beyond chance: Cohen 1960, Educational and Psychological Measurement 20:37. `null` where there is
 * nothing to compare, or where both always say the same one thing, so that chance alone agrees everywhere.
 */
export function cohensKappa(pairs: readonly (readonly [boolean, boolean])[]): number | null {
  const n = pairs.length;
  const share = (test: (pair: readonly [boolean, boolean]) => boolean): number => pairs.filter(test).length / n;
  const first = share(([a]) => a);
  const second = share(([, b]) => b);
  const chance = first * second + (1 - first) * (1 - second);
  return n === 0 || chance === 1 ? null : (share(([a, b]) => a === b) - chance) / (1 - chance);
}
