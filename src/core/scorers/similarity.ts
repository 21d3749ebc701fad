import type { Scorer } from './spec.ts';
import { normalise, quote } from './text.ts';

/** Most cells of the distance table: a tenth of a second. */
const maxCells = 25_000_000;

/** 1 − distance / length of the longer text, in characters (code points), white space at both ends aside. */
export const similarity: Scorer<'similarity'> = {
  name: 'similarity',
  describe: ({ value, threshold }) => `similarity ≥ ${threshold} to ${quote(value)}`,
  score(answer, { value, threshold }) {
    const found = Array.from(normalise(answer.text, false));
    const wanted = Array.from(normalise(value, false));
    if (found.length * wanted.length > maxCells)
      throw new Error('The answer is too long to compare: similarity is for short texts.');
    const longer = Math.max(found.length, wanted.length);
    const share = longer === 0 ? 1 : (longer - editDistance(found, wanted)) / longer;
    return { value: share, passed: share >= threshold, reason: `similarity ${share.toFixed(2)}` };
  },
};

/** Levenshtein distance, two rows at a time (Wagner and Fischer, 1974). */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let previous = Uint32Array.from({ length: b.length + 1 }, (_, column) => column);
  let current = new Uint32Array(b.length + 1);
  for (const [row, character] of a.entries()) {
    current[0] = row + 1;
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(previous, column - 1) + (b[column - 1] === character ? 0 : 1);
      current[column] = Math.min(replaced, at(previous, column) + 1, at(current, column - 1) + 1);
    }
    [previous, current] = [current, previous];
  }
  return at(previous, b.length);
}

function at(row: Uint32Array, column: number): number {
  return row[column] ?? 0;
}
