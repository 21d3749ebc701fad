import { damage } from './damage.ts';
import { fullDisk } from './fullDisk.ts';
import { kills } from './kills.ts';
import type { Outcome } from './outcome.ts';
import { powerLoss } from './powerLoss.ts';
import { manyWriters } from './writers.ts';

/** A kind of fault with trials of it; the same seed strikes at the same places. */
export interface FaultKind {
  readonly name: string;
  readonly title: string;
  /** In a test, and in `npm run bench:faults`. */
  readonly trials: { readonly test: number; readonly bench: number };
  trial(seed: number): Promise<Outcome>;
}

export const faultKinds: readonly FaultKind[] = [
  { name: 'kills', title: 'killed (SIGKILL)', trials: { test: 3, bench: 20 }, trial: (seed) => kills(seed, 7) },
  { name: 'power', title: 'power lost', trials: { test: 8, bench: 250 }, trial: powerLoss },
  { name: 'damage', title: 'files damaged', trials: { test: 2, bench: 30 }, trial: (seed) => damage(seed, 20) },
  { name: 'disk', title: 'disk full, read-only, failing', trials: { test: 8, bench: 200 }, trial: fullDisk },
  { name: 'writers', title: 'several writers, wrong clocks', trials: { test: 3, bench: 60 }, trial: manyWriters },
];

/** What came of all trials of a kind. */
export interface Tally {
  readonly moments: readonly string[];
  readonly writes: number;
  readonly lost: number;
  readonly wrong: number;
  readonly unreadable: number;
  readonly worstReopeningMs: number;
  /** Of the trials that went wrong. */
  readonly details: readonly string[];
}

export async function tallyOf(kind: FaultKind, firstSeed: number, trials: number): Promise<Tally> {
  const outcomes: Outcome[] = [];
  for (let seed = firstSeed; seed < firstSeed + trials; seed++) outcomes.push(await kind.trial(seed));
  const all = outcomes.flatMap(({ violations }) => violations);
  return {
    moments: outcomes.flatMap(({ moments }) => moments),
    writes: sum(outcomes.map(({ writes }) => writes)),
    lost: all.filter((violation) => violation.kind === 'lost').length,
    wrong: all.filter((violation) => violation.kind === 'wrong').length,
    unreadable: sum(outcomes.map(({ unreadable }) => unreadable)),
    worstReopeningMs: Math.max(...outcomes.map(({ worstReopeningMs }) => worstReopeningMs)),
    details: outcomes.flatMap(({ seed, unreadable, violations }) => [
      ...violations.map((violation) => `${kind.name}, seed ${seed}: ${violation.kind}: ${violation.what}`),
      ...(unreadable > 0 ? [`${kind.name}, seed ${seed}: ${unreadable} openings found a damaged database`] : []),
    ]),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
