import type { CategoryRanking, RankingBoard, RankingCategory, SourceError, SourceUse } from '../../shared/model/rankings.ts';

/** What the parts of the rankings are to each other. Nothing here knows an editor, a file or a socket. */

/** What a board gave at one time, for the categories it has. */
export interface BoardReading {
  readonly rankings: readonly CategoryRanking[];
  /** For the next conditional request; `null` where the board gave none. */
  readonly etag: string | null;
  /** ISO; the board's quota is used up until then. */
  readonly waitUntil: string | null;
}

export type BoardAnswer =
  | ({ readonly kind: 'read' } & BoardReading)
  | { readonly kind: 'not-modified'; readonly waitUntil: string | null }
  | { readonly kind: 'failed'; readonly error: SourceError };

export interface BoardRequest {
  readonly apiKey: string | null;
  /** Of the reading that is kept; `null` asks for all. */
  readonly etag: string | null;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** One public board. Never rejects but with the reason of an aborted `signal`; takes 10 s at most, all pages together. */
export interface Board {
  readonly id: RankingBoard;
  /** Origin of its address: its key belongs there. */
  readonly origin: string;
  readonly needsKey: boolean;
  readonly keyEnv: string | null;
  readonly keyUrl: string | null;
  /** Categories it has an index for. */
  readonly categories: readonly RankingCategory[];
  fetch(request: BoardRequest): Promise<BoardAnswer>;
}

/** What is kept between uses: shared by all windows and the CLI. */
export interface KeptRankings {
  /** The last good ranking of each category of each board, and of the minimal test. */
  readonly rankings: readonly CategoryRanking[];
  readonly boards: Readonly<Partial<Record<RankingBoard, { readonly etag: string | null; readonly waitUntil: string | null }>>>;
}

export const nothingKept: KeptRankings = { rankings: [], boards: {} };

/** Kept rankings and the record of uses. Several processes may use one at once. */
export interface RankingStore {
  read(): Promise<KeptRankings>;
  /** Reads, changes and writes as one: what another process wrote in between is seen by `change`. */
  update(change: (kept: KeptRankings) => KeptRankings): Promise<KeptRankings>;
  record(uses: readonly SourceUse[]): Promise<void>;
  /** The newest last. */
  uses(since: Date): Promise<readonly SourceUse[]>;
  /** Runs `work` unless another process is at it; then waits for that one and resolves with `null`. */
  alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | null>;
}

/** The minimal test: asks the models that have a key; rejects where it cannot. `null` in place of one: not allowed to spend. */
export type MinimalTest = (categories: readonly RankingCategory[], signal: AbortSignal) => Promise<readonly CategoryRanking[]>;
