/**
 * Why the store refused. `locked`: the run is still being written, here or in another window.
 * `newer`: a later version of the tool wrote to the run, so that nobody here knows what a change would do to it.
 * `closed`: the store was closed, or the worker that holds it has ended.
 */
export type StoreErrorKind = 'disk-full' | 'read-only' | 'locked' | 'newer' | 'closed' | 'other';

/** The message names the thing and says what to do; callers branch on `kind`. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export function closedError(): StoreError {
  return new StoreError(
    'closed',
    'The results store is closed: what was to be written or read now was not. Start again to open it.',
  );
}

export function runningError(runName: string): StoreError {
  return new StoreError('locked', `“${runName}” is still running. Cancel it first, then delete it.`);
}

export function scoringError(runName: string): StoreError {
  return new StoreError('locked', `“${runName}” is being scored. Cancel that first, then delete it.`);
}

export function deletedError(runId: string): StoreError {
  return new StoreError('other', `Run ${runId} was deleted: nothing more can be added to it.`);
}

export function prunedError(runId: string): StoreError {
  return new StoreError('other', `Run ${runId} was pruned: only its figures are left, and nothing can be added to it.`);
}

export const partialMessage = 'A newer version of LLM Bench wrote to this run, so that it is shown in part: update LLM Bench.';

export function partialError(runId: string): StoreError {
  const message = `Run ${runId.slice(0, 8)} was written by a newer version of LLM Bench: update LLM Bench to change it.`;
  return new StoreError('newer', message);
}

export function partialRunsMessage(runs: number): string {
  const these = runs === 1 ? '1 run was' : `${runs} runs were`;
  return `${these} written by a newer version of LLM Bench and ${runs === 1 ? 'is' : 'are'} shown in part: update LLM Bench.`;
}

export const newerMessage =
  'The results were written by a newer version of LLM Bench. They can be read, not changed: update the extension.';

/** The platform's code of a file system error; `null` for anything else. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Classifies a failed file operation on `path`. */
export function fileError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = errorCode(error);
  const keep = 'The results are kept in memory: export them before closing';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('disk-full', `No space is left to write ${path}. ${keep}, or free some space.`, { cause: error });
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new StoreError('read-only', `${path} cannot be written. ${keep}, or make the folder writable.`, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreError('other', `${path} could not be written (${reason}). ${keep}.`, { cause: error });
}
