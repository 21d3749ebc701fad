/**
 * p-values corrected for the number of comparisons: Holm 1979, Scandinavian Journal of Statistics 6:65.
 * `null` marks a comparison that was not made; it stays `null` and counts for nothing.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const made = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((x, y) => x.p - y.p);
  const corrected: (number | null)[] = pValues.map(() => null);
  let running = 0;
  for (const [rank, { p, index }] of made.entries()) {
    running = Math.max(running, Math.min(1, p * (made.length - rank)));
    corrected[index] = running;
  }
  return corrected;
}
