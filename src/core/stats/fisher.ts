import hypergeometricPmf from '@stdlib/stats-base-dists-hypergeometric-pmf';

/** Tables as likely as the one seen count as such in spite of rounding: R's fisher.test allows so much. */
const tolerance = 1 + 1e-7;

/**
 * Two-sided p of Fisher's exact test (Fisher 1935, JRSS 98:39) that A and B pass alike: the probabilities of all tables with these
 * margins that are no likelier than the one seen, as R's fisher.test adds them up.
 */
export function fisherExact(passA: number, failA: number, passB: number, failB: number): number {
  const drawn = passA + failA;
  const passed = passA + passB;
  const all = drawn + passB + failB;
  const probability = (pass: number): number => hypergeometricPmf(pass, all, passed, drawn);
  const limit = probability(passA) * tolerance;
  let sum = 0;
  for (let pass = Math.max(0, drawn + passed - all); pass <= Math.min(drawn, passed); pass++) {
    const p = probability(pass);
    if (p <= limit) sum += p;
  }
  return Math.min(1, sum);
}
