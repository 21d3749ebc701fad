import type { BaselineCase } from '../baseline/data.ts';
import { sameCases } from '../baseline/sameCases.ts';

export interface SharedCases {
  /** The reference's first, then those of each other one: as many, in the same order. `null`: not compared. */
  readonly columns: readonly (readonly BaselineCase[] | null)[];
  readonly count: number;
}

/**
 * The cases that the reference and the others asked alike, whatever they are named. One that would leave none for the rest is left
 * out: those that share the most come first.
 */
export function sharedCases(
  reference: readonly BaselineCase[],
  others: readonly (readonly BaselineCase[] | null)[],
): SharedCases {
  const matches = others.map((cases) => cases && sameCases(reference, cases));
  const order = matches
    .flatMap((found, index) => (found && found.size > 0 ? [{ found, index }] : []))
    .toSorted((a, b) => b.found.size - a.found.size);
  let places = reference.map((_, place) => place);
  const compared = new Set<number>();
  for (const { found, index } of order) {
    const left = places.filter((place) => found.has(place));
    if (left.length === 0) continue;
    places = left;
    compared.add(index);
  }
  if (compared.size === 0) return { columns: [null, ...others.map(() => null)], count: 0 };
  return {
    columns: [
      places.flatMap((place) => reference[place] ?? []),
      ...matches.map((found, index) => (found && compared.has(index) ? places.flatMap((place) => found.get(place) ?? []) : null)),
    ],
    count: places.length,
  };
}
