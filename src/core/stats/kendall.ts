/**
 * Kendall's tau-b of two orders, ties allowed for: Kendall 1945, Biometrika 33:239. `null` where one side has all alike, or
 * there is nothing to compare.
 */
export function kendallTauB(pairs: readonly (readonly [number, number])[]): number | null {
  let agreement = 0;
  let apartFirst = 0;
  let apartSecond = 0;
  for (const [i, [a, b]] of pairs.entries()) {
    for (const [otherA, otherB] of pairs.slice(i + 1)) {
      const first = Math.sign(a - otherA);
      const second = Math.sign(b - otherB);
      agreement += first * second;
      apartFirst += Math.abs(first);
      apartSecond += Math.abs(second);
    }
  }
  return apartFirst === 0 || apartSecond === 0 ? null : agreement / Math.sqrt(apartFirst * apartSecond);
}
