import type { Violation } from './holds.ts';

/** What came of one trial; its seed brings it back. */
export interface Outcome {
  readonly seed: number;
  /** What struck, where it says something. */
  readonly moments: readonly string[];
  /** Writes that were reported as done. */
  readonly writes: number;
  readonly violations: readonly Violation[];
  /** Openings that found a database damaged or could not write. */
  readonly unreadable: number;
  readonly worstReopeningMs: number;
}

/** Gathers what several openings of a store show. */
export class Findings {
  readonly violations: Violation[] = [];
  unreadable = 0;
  worstReopeningMs = 0;

  add(kind: Violation['kind'], what: string): void {
    this.violations.push({ kind, what });
  }

  outcome(trial: Pick<Outcome, 'seed' | 'moments' | 'writes'>): Outcome {
    const { violations, unreadable, worstReopeningMs } = this;
    return { ...trial, violations, unreadable, worstReopeningMs };
  }
}
