import type { CandidateSummary, Comparison } from '../../src/shared/model/comparison.ts';
import { standingBetween, type Standing } from './standing.ts';

/** More models than this are held against the best alone: a matrix of all pairs could not be read. */
const matrixOfPairsLimit = 8;

export interface PairRow {
  readonly candidate: CandidateSummary;
  /** Place in the run's own order, for its mark. */
  readonly index: number;
  /** Against each of the columns; `null` against itself. */
  readonly cells: readonly (Standing | null)[];
}

export interface PairTable {
  readonly columns: readonly Pick<PairRow, 'candidate' | 'index'>[];
  readonly rows: readonly PairRow[];
  /** Every pair is here, and not only those with the best. */
  readonly complete: boolean;
}

/** Each row's model against each column's, the best on top and on the left. */
export function pairTable(comparison: Comparison): PairTable {
  const { candidates, pairs, recommendation } = comparison;
  const compared = candidates
    .map((candidate, index) => ({ candidate, index }))
    .filter(({ candidate: { id } }) => pairs.some(({ a, b }) => a === id || b === id))
    .toSorted((x, y) => (y.candidate.quality?.value ?? -1) - (x.candidate.quality?.value ?? -1));
  const complete = compared.length <= matrixOfPairsLimit;
  const best = compared.filter(({ candidate }) => candidate.id === recommendation.bestQuality);
  const columns = complete ? compared : best;
  const rows = complete ? compared : compared.filter((row) => !best.includes(row));
  return {
    columns,
    complete,
    rows: rows.map(({ candidate, index }) => ({
      candidate,
      index,
      cells: columns.map((column) =>
        column.candidate === candidate ? null : standingBetween(comparison, candidate.id, column.candidate.id),
      ),
    })),
  };
}
