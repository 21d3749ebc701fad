import { rankingBoards, type RankingBoard, type RankingCategory } from '../../shared/model/rankings.ts';
import { artificialAnalysisPlan } from './artificialAnalysis.ts';
import { askBoard, sourceError, type BoardPlan, type BoardServer, type OpenBoard } from './getBoard.ts';
import { llmStatsPlan } from './llmStats.ts';
import { openRouterIndicesPlan } from './openRouterIndices.ts';
import type { Board, BoardAnswer } from './spec.ts';

/** What a user sets for a board: in the editor's settings or the environment. */
export interface BoardSettings {
  /** In place of its own address: a proxy, a test. Its key belongs to that origin. */
  readonly baseUrl?: string;
  readonly enabled?: boolean;
}

export interface BoardsOptions {
  readonly open: OpenBoard;
  readonly settings?: Readonly<Partial<Record<RankingBoard, BoardSettings>>>;
  /** For all that one board is asked. */
  readonly timeoutMs?: number;
}

const usualTimeoutMs = 10_000;

/** Those that are not switched off, in the order of the chain. */
export function rankingBoardsOf({ open, settings = {}, timeoutMs = usualTimeoutMs }: BoardsOptions): readonly Board[] {
  return rankingBoards
    .filter((id) => settings[id]?.enabled !== false)
    .map((id) => boardOf(id, facts[id], settings[id]?.baseUrl, { open, timeoutMs }));
}

interface BoardFacts extends Omit<BoardServer, 'id'> {
  readonly keyEnv: string | null;
  readonly categories: readonly RankingCategory[];
  readonly plan: (server: BoardServer) => BoardPlan;
}

const indexCategories: readonly RankingCategory[] = ['coding', 'math', 'reasoning', 'research', 'general'];

const facts: Readonly<Record<RankingBoard, BoardFacts>> = {
  'artificial-analysis': {
    name: 'Artificial Analysis',
    baseUrl: 'https://artificialanalysis.ai/api/v2',
    keyHeader: 'x-api-key',
    keyEnv: 'ARTIFICIAL_ANALYSIS_API_KEY',
    keyUrl: 'https://artificialanalysis.ai/data-api/docs',
    permissionAdvice: 'A free key may read the free list only. Check the address that is set, and the plan of this key.',
    categories: indexCategories,
    plan: artificialAnalysisPlan,
  },
  'llm-stats': {
    name: 'LLM Stats',
    baseUrl: 'https://api.llm-stats.com/stats/v1',
    keyHeader: 'authorization',
    keyEnv: 'LLM_STATS_API_KEY',
    keyUrl: 'https://llm-stats.com/developer',
    permissionAdvice: 'Ask for access to the API at https://llm-stats.com/developer, for the organization of this key.',
    categories: indexCategories,
    plan: llmStatsPlan,
  },
  openrouter: {
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyHeader: null,
    keyEnv: null,
    keyUrl: null,
    permissionAdvice: 'Check the proxy, and whether this network may reach OpenRouter.',
    categories: indexCategories,
    plan: openRouterIndicesPlan,
  },
};

function boardOf(
  id: RankingBoard,
  { plan, keyEnv, categories, ...own }: BoardFacts,
  baseUrl: string | undefined,
  ask: { readonly open: OpenBoard; readonly timeoutMs: number },
): Board {
  const server: BoardServer = { ...own, id, baseUrl: (baseUrl ?? own.baseUrl).replace(/\/+$/, '') };
  const address = URL.parse(server.baseUrl);
  const usable = address !== null && /^https?:$/.test(address.protocol);
  return {
    id,
    origin: usable ? address.origin : server.baseUrl,
    needsKey: own.keyHeader !== null,
    keyEnv,
    keyUrl: own.keyUrl,
    categories,
    fetch: async (request) => {
      if (!usable) return refused(server, 'bad-request', 'has no address that can be asked', addressAdvice(id));
      if (own.keyHeader !== null && request.apiKey === null) {
        return refused(server, 'needs-key', 'is asked with a key only, and none is set', `Get one at ${own.keyUrl} and set it.`);
      }
      return askBoard(server, plan(server), request, ask);
    },
  };
}

function addressAdvice(id: RankingBoard): string {
  return `Set an http or https address for ${id}, or none to use its own.`;
}

function refused({ name }: BoardServer, kind: 'bad-request' | 'needs-key', what: string, advice: string): BoardAnswer {
  return { kind: 'failed', error: sourceError(kind, `${name} ${what}.`, advice) };
}
