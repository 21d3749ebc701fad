import type { AttemptId, RunId, ScoringId } from '../../shared/model/ids.ts';

/** Which answer a document shows: the query of its address, `<run id>/<attempt id>`. */
export interface AnswerId {
  readonly runId: RunId;
  readonly attemptId: AttemptId;
}

/** Why an answer scored as it did by a scoring; `null`: as it was stored. */
export interface ScoresId extends AnswerId {
  readonly scoringId: ScoringId | null;
}

const original = 'original';

export function answerQuery({ runId, attemptId }: AnswerId): string {
  return `${runId}/${attemptId}`;
}

/** `scores/<scoring id>/<run id>/<attempt id>`. */
export function scoresQuery(id: ScoresId): string {
  return `scores/${id.scoringId ?? original}/${answerQuery(id)}`;
}

/** The answer that a document shows or is about; `null` for what names none: addresses are kept by the editor and can be made by anybody. */
export function readAnswerQuery(query: string): AnswerId | null {
  const [, runId, attemptId] = /^(?:scores\/[^/]+\/)?([^/]+)\/(.+)$/.exec(query) ?? [];
  return runId === undefined || attemptId === undefined ? null : { runId: runId as RunId, attemptId: attemptId as AttemptId };
}

/** `null` for a document that shows an answer and no scores. */
export function readScoresQuery(query: string): ScoresId | null {
  const [, scoring] = /^scores\/([^/]+)\//.exec(query) ?? [];
  const answer = scoring === undefined ? null : readAnswerQuery(query);
  return answer && { ...answer, scoringId: scoring === original ? null : (scoring as ScoringId) };
}
