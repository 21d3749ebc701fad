import type { AttemptId, RunId } from '../../shared/model/ids.ts';

/** Which answer a document shows: the query of its address, `<run id>/<attempt id>`. */
export interface AnswerId {
  readonly runId: RunId;
  readonly attemptId: AttemptId;
}

export function answerQuery({ runId, attemptId }: AnswerId): string {
  return `${runId}/${attemptId}`;
}

/** `null` for what names no answer: addresses are kept by the editor and can be made by anybody. */
export function readAnswerQuery(query: string): AnswerId | null {
  const [, runId, attemptId] = /^([^/]+)\/(.+)$/.exec(query) ?? [];
  return runId === undefined || attemptId === undefined ? null : { runId: runId as RunId, attemptId: attemptId as AttemptId };
}
