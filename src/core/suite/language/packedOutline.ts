import type { TextRange } from '../../../shared/model/problem.ts';
import type { OutlineCase, SuiteOutline } from '../outline.ts';

/**
 * An outline as it crosses threads. As objects, ten thousand cases would hold up who receives them for a tenth of a second;
 * so, for a few milliseconds.
 */
export type PackedOutline = Omit<SuiteOutline, 'cases'> & {
  readonly names: readonly string[];
  /** Of the cases whose id is not their name. */
  readonly ids: ReadonlyMap<number, string>;
  /** Of each case: `index`, `range`, `nameRange`. */
  readonly places: Uint32Array;
};

const numbersOfCase = 9;

export function packOutline({ cases, ...rest }: SuiteOutline): PackedOutline {
  const places = new Uint32Array(cases.length * numbersOfCase);
  for (const [at, { index, range, nameRange }] of cases.entries()) {
    places.set([index, ...numbersOf(range), ...numbersOf(nameRange)], at * numbersOfCase);
  }
  const ids = cases.flatMap(({ id, name }, at): [number, string][] => (id === name ? [] : [[at, id]]));
  return { ...rest, names: cases.map(({ name }) => name), ids: new Map(ids), places };
}

export function unpackOutline({ names, ids, places, ...rest }: PackedOutline): SuiteOutline {
  const cases = names.map((name, at): OutlineCase => {
    const from = at * numbersOfCase;
    const id = ids.get(at) ?? name;
    const index = places[from] ?? 0;
    return { id, name, range: rangeAt(places, from + 1), nameRange: rangeAt(places, from + 5), index };
  });
  return { ...rest, cases };
}

export function numbersOf({ start, end }: TextRange): number[] {
  return [start.line, start.character, end.line, end.character];
}

export function rangeAt(places: Uint32Array, from: number): TextRange {
  const [line = 0, character = 0, endLine = 0, endCharacter = 0] = places.subarray(from, from + 4);
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}
