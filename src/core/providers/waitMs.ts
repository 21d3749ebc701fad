const yearMs = 366 * 24 * 60 * 60 * 1000;

/** A wait that a server asks for, in ms: a year stands for all that is longer, so that no sum of it is beyond numbers. */
export function atMostAYear(ms: number): number {
  return Math.min(ms, yearMs);
}
