import { rankingSources } from '../../shared/model/rankings.ts';
import type {
  CategoryRanking,
  RankingAge,
  RankingAnswer,
  RankingBoard,
  RankingCategory,
  RankingOrigin,
  SourceError,
} from '../../shared/model/rankings.ts';
import { isYounger, rankingAge } from './age.ts';
import { expired, keptTooFew, nothingIsKept } from './sourceErrors.ts';
import type { BoardReading, KeptRankings } from './spec.ts';

/** What is kept: which of it answers, and how it changes by what a source gave. */

export type KeptChange = (kept: KeptRankings) => KeptRankings;

const dayMs = 24 * 60 * 60 * 1000;
/** No quota lasts longer; what says so was written while the clock was wrong. */
const longestWaitMs = 32 * dayMs;

/** A ranking of one model ranks nothing. */
export function isAnswer(ranking: CategoryRanking): boolean {
  return ranking.models.length >= 2;
}

/** The ranking that the cache answers with: a board's before a minimal test, a fresh one before a usable one, then the earlier source in the chain. */
export function bestKept(kept: KeptRankings, category: RankingCategory, now: Date): CategoryRanking | null {
  const answers = ofCategory(kept, category).filter(isAnswer);
  const aged = (age: RankingAge, isTest: boolean) =>
    answers.find((one) => (one.origin === 'minimal-test') === isTest && rankingAge(one.fetchedAt, now) === age);
  return aged('fresh', false) ?? aged('usable', false) ?? aged('fresh', true) ?? aged('usable', true) ?? null;
}

/** However old. */
export function newestKept(kept: KeptRankings, category: RankingCategory): CategoryRanking | null {
  return ofCategory(kept, category).toSorted((a, b) => Date.parse(b.fetchedAt) - Date.parse(a.fetchedAt))[0] ?? null;
}

/** As `bestKept`, of those of boards that are younger than `thanMs`: a minimal test stands in where no board answers, and before none. */
export function youngKept(kept: KeptRankings, category: RankingCategory, now: Date, thanMs: number): CategoryRanking | null {
  const isYoung = (one: CategoryRanking) =>
    one.origin !== 'minimal-test' && isAnswer(one) && isYounger(one.fetchedAt, now, thanMs);
  return ofCategory(kept, category).find(isYoung) ?? null;
}

/** What can be said without asking anybody; nothing of a category that has no kept ranking. */
export function keptAnswers(kept: KeptRankings, categories: readonly RankingCategory[], now: Date): readonly RankingAnswer[] {
  return categories.flatMap((category) => {
    const ranking = bestKept(kept, category, now);
    return ranking === null ? [] : [{ category, ranking, source: 'cache', errors: [] }];
  });
}

/** Why the cache has no answer for a category. */
export function whyNoneKept(kept: KeptRankings, category: RankingCategory, now: Date): SourceError {
  const all = ofCategory(kept, category);
  if (all.length === 0) return nothingIsKept();
  const newest = newestKept({ ...kept, rankings: all.filter(isAnswer) }, category);
  return newest === null ? keptTooFew() : expired(newest.fetchedAt, now);
}

/** ISO, where the board may not be asked yet. */
export function waitsUntil(kept: KeptRankings, board: RankingBoard, now: Date): string | null {
  const until = kept.boards[board]?.waitUntil ?? null;
  if (until === null) return null;
  const leftMs = Date.parse(until) - now.getTime();
  return leftMs > 0 && leftMs <= longestWaitMs ? until : null;
}

/** The stamp for a conditional request: only of use with what it stands for. */
export function keptEtag(kept: KeptRankings, board: RankingBoard): string | null {
  return ofOrigin(kept, board).length === 0 ? null : (kept.boards[board]?.etag ?? null);
}

export function ofOrigin(kept: KeptRankings, origin: RankingOrigin): readonly CategoryRanking[] {
  return kept.rankings.filter((ranking) => ranking.origin === origin);
}

/** Good rankings take the place of those of the same origin and category; where one is missing, the last good one stays. */
export function putRankings(rankings: readonly CategoryRanking[]): KeptChange {
  const good = rankings.filter(isAnswer);
  return (kept) => ({ ...kept, rankings: [...kept.rankings.filter((old) => !good.some((one) => replaces(one, old))), ...good] });
}

export function putReading(board: RankingBoard, reading: BoardReading): KeptChange {
  return (kept) => {
    const next = putRankings(reading.rankings)(kept);
    // The stamp confirms all that is kept of the board: it goes where something older stays.
    const whole = ofOrigin(next, board).every((ranking) => reading.rankings.includes(ranking));
    return withBoard(next, board, { etag: whole ? reading.etag : null, waitUntil: reading.waitUntil });
  };
}

/** After a 304. */
export function renew(board: RankingBoard, now: Date, waitUntil: string | null): KeptChange {
  const fetchedAt = now.toISOString();
  return (kept) => {
    const rankings = kept.rankings.map((ranking) => (ranking.origin === board ? { ...ranking, fetchedAt } : ranking));
    return withBoard({ ...kept, rankings }, board, { etag: kept.boards[board]?.etag ?? null, waitUntil });
  };
}

export function wait(board: RankingBoard, waitUntil: string): KeptChange {
  return (kept) => withBoard(kept, board, { etag: kept.boards[board]?.etag ?? null, waitUntil });
}

function withBoard(
  kept: KeptRankings,
  board: RankingBoard,
  state: { readonly etag: string | null; readonly waitUntil: string | null },
): KeptRankings {
  return { ...kept, boards: { ...kept.boards, [board]: state } };
}

function replaces(one: CategoryRanking, old: CategoryRanking): boolean {
  return one.origin === old.origin && one.category === old.category;
}

/** In the order of the chain. */
function ofCategory(kept: KeptRankings, category: RankingCategory): readonly CategoryRanking[] {
  const place = ({ origin }: CategoryRanking) => rankingSources.indexOf(origin);
  return kept.rankings.filter((ranking) => ranking.category === category).toSorted((a, b) => place(a) - place(b));
}
