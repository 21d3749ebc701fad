/** A source of whole numbers from 0 to 2³² − 1. */
export type Random = () => number;

/**
 * sfc32 by Chris Doty-Humphrey (PractRand): small, quick, passes BigCrush. Seeded, so that the same attempts
 * always show the same intervals.
 */
export function seededRandom(seed: number): Random {
  let a = 0;
  let b = seed | 0;
  let c = 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
