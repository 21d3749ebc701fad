import { roundingError } from './interval.ts';
import type { CaseFigures } from './paired.ts';

const mostRounds = 200;

/**
 * What to add to each row's mean so that it stands for every case that any of the rows has: how much higher the effects of all
 * cases lie than those of its own. Who has no figure for the hard cases would else be ahead by not having them. 0 for a
 * row that lacks nothing, and where there is nothing to go by.
 *
 * The effects are those of the two-way additive model by least squares (Yates 1934, JASA 29:51), fitted in turns.
 */
export function levelShifts(rows: readonly CaseFigures[]): number[] {
  const effects = caseEffects(rows);
  return overAndOwn(rows, effects).map(({ all, own }) => (all === null || own === null ? 0 : all - own));
}

/** The same for figures that differ by factors, such as costs: what to multiply each row's mean with. Zeros have no factor and say nothing. */
export function levelFactors(rows: readonly CaseFigures[]): number[] {
  const logs = rows.map((row) => row.map((value) => (value !== null && value > 0 ? Math.log(value) : null)));
  const effects = caseEffects(logs).map((effect) => (effect === null ? null : Math.exp(effect)));
  return overAndOwn(rows, effects).map(({ all, own }) => (all === null || own === null ? 1 : all / own));
}

/** Mean effect of all cases, and of those that the row has. */
function overAndOwn(rows: readonly CaseFigures[], effects: CaseFigures): { all: number | null; own: number | null }[] {
  const all = meanOfKnown(effects);
  return rows.map((row) => ({ all, own: meanOfKnown(effects.filter((_, i) => (row[i] ?? null) !== null)) }));
}

/** What the case adds, whoever's figure it is; `null` for cases that no row has. */
function caseEffects(rows: readonly CaseFigures[]): CaseFigures {
  const cases = rows.reduce((most, row) => Math.max(most, row.length), 0);
  let offsets: readonly number[] = rows.map(() => 0);
  let effects: CaseFigures = [];
  for (let round = 0; round < mostRounds; round++) {
    effects = Array.from({ length: cases }, (_, i) => meanOfKnown(rows.map((row, r) => minus(row[i] ?? null, offsets[r] ?? 0))));
    const next = rows.map((row) => meanOfKnown(row.map((value, i) => minus(value, effects[i] ?? 0))) ?? 0);
    const change = next.reduce((most, offset, r) => Math.max(most, Math.abs(offset - (offsets[r] ?? 0))), 0);
    offsets = next;
    if (change <= roundingError) break;
  }
  return effects;
}

function minus(value: number | null, by: number): number | null {
  return value === null ? null : value - by;
}

function meanOfKnown(values: CaseFigures): number | null {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count++;
  }
  return count === 0 ? null : sum / count;
}
