import type { TestContext } from 'node:test';
import { openBoard } from '../../../src/core/boardGet.ts';
import { rankingBoardsOf } from '../../../src/core/rankings/boards.ts';
import type { Board, BoardAnswer, BoardRequest } from '../../../src/core/rankings/spec.ts';
import type { CategoryRanking, RankingBoard, RankingCategory, SourceError } from '../../../src/shared/model/rankings.ts';
import { startArtificialAnalysis } from '../../servers/rankings/artificialAnalysis.ts';
import { boardKey, type BoardServer, type InventedModel } from '../../servers/rankings/boardServer.ts';
import { startLlmStats } from '../../servers/rankings/llmStats.ts';
import { startOpenRouterIndices } from '../../servers/rankings/openRouterIndices.ts';

export const now = new Date('2026-11-20T12:00:00.000Z');
export const live = new AbortController().signal;

export function requestOf(change: Partial<BoardRequest> = {}): BoardRequest {
  return { apiKey: boardKey, etag: null, now, signal: live, ...change };
}

export interface ServerOptions {
  readonly models?: readonly InventedModel[];
  readonly etags?: boolean;
  readonly key?: string;
  readonly pageSize?: number;
}

export type ListServer = BoardServer & { list(models: readonly InventedModel[]): void };

/** Each board with what its server is started by. */
export const starters: Readonly<Record<RankingBoard, (options: ServerOptions) => Promise<ListServer>>> = {
  'artificial-analysis': startArtificialAnalysis,
  'llm-stats': startLlmStats,
  openrouter: startOpenRouterIndices,
};

/** A board at an address, by the transport that the product has. */
export function boardAt(id: RankingBoard, baseUrl: string, timeoutMs?: number): Board {
  const settings = { [id]: { baseUrl } };
  const board = rankingBoardsOf({ open: openBoard, settings, ...(timeoutMs !== undefined && { timeoutMs }) }).find(
    (board) => board.id === id,
  );
  if (board === undefined) throw new Error(`no ${id}`);
  return board;
}

export async function serve(
  context: TestContext,
  id: RankingBoard,
  { timeoutMs, ...options }: ServerOptions & { readonly timeoutMs?: number } = {},
): Promise<{ readonly server: ListServer; readonly board: Board }> {
  const server = await starters[id](options);
  context.after(() => server.close());
  return { server, board: boardAt(id, server.url, timeoutMs) };
}

export function readingOf(answer: BoardAnswer): Extract<BoardAnswer, { kind: 'read' }> {
  if (answer.kind !== 'read') throw new Error(`not read: ${JSON.stringify(answer)}`);
  return answer;
}

export function errorOf(answer: BoardAnswer): SourceError {
  if (answer.kind !== 'failed') throw new Error(`not failed: ${JSON.stringify(answer)}`);
  return answer.error;
}

export function rankingOf(answer: BoardAnswer, category: RankingCategory): CategoryRanking {
  const ranking = readingOf(answer).rankings.find((ranking) => ranking.category === category);
  if (ranking === undefined) throw new Error(`no ${category}`);
  return ranking;
}
