import type { RankingCategory, RankingSource, SourceError } from '../../shared/model/rankings.ts';
import { sourceName } from '../../shared/rankingText.ts';
import { ageMs } from './age.ts';
import { SourceFailure, sourceError } from './getBoard.ts';

/** Errors of sources beside those that their answers say. */

/** As a sentence begins. */
function subject(source: RankingSource): string {
  const name = sourceName(source);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function needsKey(source: RankingSource, keyUrl: string | null): SourceError {
  const where = keyUrl === null ? '' : `; keys are to be had at ${keyUrl}`;
  return sourceError('needs-key', `${subject(source)} asks for a key, and none is set.`, `Set one${where}.`);
}

export function quotaWait(source: RankingSource, until: string): SourceError {
  const message = `${subject(source)} asked to wait until ${until}.`;
  return { ...sourceError('quota', message, 'Wait until then: it is asked again by itself.'), until };
}

export function tooFew(source: RankingSource, models: number): SourceError {
  const ranked = models === 0 ? 'no model' : '1 model only';
  return sourceError('too-few', `${subject(source)} ranked ${ranked}; 2 are needed.`, 'Another source has to answer.');
}

export function nothingIsKept(): SourceError {
  return sourceError('too-few', 'The cache holds no ranking yet.', 'Refresh the rankings once while a board can be reached.');
}

export function keptTooFew(): SourceError {
  return sourceError('too-few', 'The cache holds a ranking of 1 model; 2 are needed.', 'Refresh the rankings.');
}

/** `fetchedAt`: ISO. */
export function expired(fetchedAt: string, now: Date): SourceError {
  const day = fetchedAt.slice(0, 10);
  const why = ageMs(fetchedAt, now) < 0 ? `is dated ${day}, ahead of the clock` : `is of ${day}, more than 7 days ago`;
  return sourceError('expired', `The ranking in the cache ${why}.`, 'Refresh the rankings while a board can be reached.');
}

export function noIndex(source: RankingSource, category: RankingCategory): SourceError {
  return sourceError('no-index', `${subject(source)} has no index for ${category}.`, 'Another source has to answer.');
}

export function notAllowed(source: RankingSource): SourceError {
  return source === 'minimal-test'
    ? sourceError(
        'not-allowed',
        'The minimal test costs money, and was not allowed.',
        'Allow it to rank the models that have a key.',
      )
    : sourceError('not-allowed', `${subject(source)} is switched off.`, 'Switch it on in the setting llmBench.rankings.boards.');
}

/** 304 to a request that was no conditional one. */
export function nothingToConfirm(source: RankingSource): SourceError {
  const message = `${subject(source)} said that nothing changed, and nothing of it is kept.`;
  return sourceError('malformed-response', message, 'Refresh later.');
}

/** A failure that its source could not name. What a board's code threw may quote anything, so it is not repeated. */
export function unexpected(source: RankingSource, error: unknown): SourceError {
  if (error instanceof SourceFailure) return error.error;
  const why = source === 'minimal-test' && error instanceof Error ? `: ${error.message}` : '.';
  return sourceError('other', `${subject(source)} failed${why}`, 'Refresh later; if it stays so, look at the log.');
}
