import type { Comparison } from '../../shared/model/comparison.ts';

/** One answer, found in a comparison. */
export interface AnswerPlace {
  readonly candidate: string;
  readonly caseName: string;
  /** The call failed, so there is no answer. */
  readonly failed: boolean;
}

export function findAnswer({ candidates, matrix }: Comparison, attemptId: string): AnswerPlace | null {
  for (const { name, cells } of matrix) {
    const cell = cells.find((candidate) => candidate.attemptId === attemptId);
    if (!cell) continue;
    const label = candidates.find(({ id }) => id === cell.candidateId)?.label ?? cell.candidateId;
    return { candidate: label, caseName: name, failed: cell.ok === 0 && cell.failed > 0 };
  }
  return null;
}

/** `Atlas Mini · refund window.md`: what the tab of an answer reads. JSON answers get their highlighting. */
export function answerTitle(place: AnswerPlace, answer: string): string {
  return `${placeName(place)}.${isJson(answer) ? 'json' : 'md'}`;
}

/** `Scores of Atlas Mini · refund window.md`. Of repeats the comparison knows one answer only. */
export function scoresTitle(place: AnswerPlace | null): string {
  return `Scores of ${place ? placeName(place) : 'an answer'}.md`;
}

function placeName({ candidate, caseName }: AnswerPlace): string {
  return `${candidate} · ${caseName}`.replaceAll(/[/\\\s]+/g, ' ').trim();
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
