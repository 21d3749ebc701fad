import type { CategoryRanking, RankingCategory, SourceError } from '../../shared/model/rankings.ts';
import { isYounger } from './age.ts';
import { isAnswer, keptEtag, ofOrigin, putReading, renew, wait, waitsUntil } from './kept.ts';
import type { KeptChange } from './kept.ts';
import { answered, failed, skipped } from './sourceAnswer.ts';
import type { SourceAnswer, WhyNot } from './sourceAnswer.ts';
import { needsKey, noIndex, nothingToConfirm, quotaWait, tooFew, unexpected } from './sourceErrors.ts';
import type { Board, BoardAnswer, BoardReading, KeptRankings } from './spec.ts';

export interface BoardQuestion {
  readonly keys: (board: Board) => Promise<string | null> | string | null;
  readonly kept: KeptRankings;
  /** A board that was read since so long ago has nothing else to say. */
  readonly serveYoungerThanMs: number;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Asks one board, unless it is known that it has no answer or may not be asked. Never rejects. */
export async function consultBoard(
  board: Board,
  wanted: readonly RankingCategory[],
  question: BoardQuestion,
): Promise<SourceAnswer> {
  const { kept, now, keys, signal } = question;
  const known = whyNotAsked(board, wanted, question);
  if (known !== null) return notAsked(board, known);
  try {
    const apiKey = await keys(board);
    if (board.needsKey && apiKey === null) return notAsked(board, needsKey(board.id, board.keyUrl));
    return heard(board, await board.fetch({ apiKey, etag: keptEtag(kept, board.id), now, signal }), kept, now);
  } catch (reason) {
    return gaveNothing(board, unexpected(board.id, reason));
  }
}

/** `null`: it is to be asked. */
function whyNotAsked(board: Board, wanted: readonly RankingCategory[], question: BoardQuestion): SourceError | null {
  const { kept, now, serveYoungerThanMs } = question;
  const [category] = wanted;
  if (category !== undefined && !wanted.some((one) => board.categories.includes(one))) return noIndex(board.id, category);
  const until = waitsUntil(kept, board.id, now);
  if (until !== null) return quotaWait(board.id, until);
  const read = ofOrigin(kept, board.id).filter(isAnswer);
  return read.some(({ fetchedAt }) => isYounger(fetchedAt, now, serveYoungerThanMs)) ? tooFew(board.id, 0) : null;
}

function heard(board: Board, answer: BoardAnswer, kept: KeptRankings, now: Date): SourceAnswer {
  if (answer.kind === 'read') return read(board, answer);
  if (answer.kind === 'not-modified') return confirmed(board, answer.waitUntil, kept, now);
  const { error } = answer;
  return gaveNothing(board, error, error.until === null ? null : wait(board.id, error.until));
}

function read(board: Board, reading: BoardReading): SourceAnswer {
  const change = putReading(board.id, reading);
  const good = reading.rankings.filter(isAnswer);
  if (good.length > 0) return answered(good, lacks(board, reading.rankings), { change });
  const most = Math.max(0, ...reading.rankings.map(({ models }) => models.length));
  return gaveNothing(board, tooFew(board.id, most), change);
}

/** Nothing changed since the reading that is kept. */
function confirmed(board: Board, waitUntil: string | null, kept: KeptRankings, now: Date): SourceAnswer {
  if (keptEtag(kept, board.id) === null) return gaveNothing(board, nothingToConfirm(board.id));
  const change = renew(board.id, now, waitUntil);
  const rankings = ofOrigin(change(kept), board.id);
  return answered(rankings, lacks(board, rankings), { change, notModified: true });
}

function notAsked(board: Board, error: SourceError): SourceAnswer {
  return skipped(error, orNoIndex(board, error));
}

function gaveNothing(board: Board, error: SourceError, change: KeptChange | null = null): SourceAnswer {
  return failed(error, orNoIndex(board, error), change);
}

/** An index that does not exist is the reason before any other. */
function orNoIndex(board: Board, error: SourceError): WhyNot {
  return (category) => (board.categories.includes(category) ? error : noIndex(board.id, category));
}

function lacks(board: Board, rankings: readonly CategoryRanking[]): WhyNot {
  return (category) => {
    const models = rankings.find((ranking) => ranking.category === category)?.models.length ?? 0;
    return orNoIndex(board, tooFew(board.id, models))(category);
  };
}
