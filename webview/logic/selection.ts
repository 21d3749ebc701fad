import type { CandidateId } from '../../src/shared/model/ids.ts';

/** An answer picked to be compared with another of the same case. */
export interface PickedCell {
  readonly caseId: string;
  readonly candidateId: CandidateId;
  readonly attemptId: string;
}

export interface Picking {
  readonly picked: PickedCell | null;
  /** The pair to show in the diff editor, once the second answer of a case is picked. */
  readonly diff: { readonly leftAttemptId: string; readonly rightAttemptId: string } | null;
}

/** Picking the same cell again lets it go; a cell of another case starts anew. */
export function pickCell(picked: PickedCell | null, cell: PickedCell): Picking {
  if (picked?.caseId !== cell.caseId) return { picked: cell, diff: null };
  if (picked.candidateId === cell.candidateId) return { picked: null, diff: null };
  return { picked: null, diff: { leftAttemptId: picked.attemptId, rightAttemptId: cell.attemptId } };
}
