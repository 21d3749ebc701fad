import { rankingBoards, type RankingBoard } from '../../shared/model/rankings.ts';
import type { KeySource, UserProviders } from '../ports.ts';
import { brands } from '../providers/brands.ts';
import type { KeyOwner } from '../providers/keyOwners.ts';
import { resolveEndpoint } from '../providers/resolve.ts';
import type { BoardSettings } from '../rankings/boards.ts';
import type { Board } from '../rankings/spec.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Addresses of proxies from the environment: `LLM_BENCH_RANKINGS_LLM_STATS_URL`. */
export function environmentBoards(env: Environment): Readonly<Partial<Record<RankingBoard, BoardSettings>>> {
  const found = rankingBoards.flatMap((id): [RankingBoard, BoardSettings][] => {
    const baseUrl = env[addressEnv(id)]?.trim();
    return baseUrl ? [[id, { baseUrl }]] : [];
  });
  return Object.fromEntries(found);
}

function addressEnv(board: RankingBoard): string {
  return `LLM_BENCH_RANKINGS_${board.replaceAll('-', '_').toUpperCase()}_URL`;
}

/** The key variables of the boards: no suite may send them elsewhere. */
export function boardKeyOwners(boards: readonly Board[]): ReadonlyMap<string, KeyOwner> {
  const owners = boards.flatMap(({ keyEnv, origin }): [string, KeyOwner][] =>
    keyEnv === null ? [] : [[keyEnv, { names: [keyEnv], homes: [origin], owns: (other) => other === origin }]],
  );
  return new Map(owners);
}

/** The usual model of each provider whose key is set, as `provider/model`. */
export async function modelsWithKey(keys: KeySource, user: UserProviders): Promise<readonly string[]> {
  const facts = { endpoints: [], user, demoOrigin: null, demoApis: {}, editorModels: false };
  const found = brands.map(async ({ id, server, defaultModel }) => {
    const resolved = server === null ? null : resolveEndpoint(id, defaultModel, facts);
    const request = resolved?.ok === true ? resolved.keyRequest : null;
    // A key that belongs to somebody else is none of this provider's.
    const key = request === null || request.keyEnv === null ? null : await keys.key(request).catch(() => null);
    return key === null ? [] : [`${id}/${defaultModel}`];
  });
  return (await Promise.all(found)).flat();
}
