import {
  boardKey,
  inventedModels,
  startBoardServer,
  type BoardServer,
  type BoardServerOptions,
  type InventedModel,
} from './boardServer.ts';

/** Speaks as `GET /stats/v1/rankings?category=…&limit=…` does: the 50 best at most, a Bearer key, errors in an envelope. */

export interface LlmStatsOptions extends BoardServerOptions {
  readonly models?: readonly InventedModel[];
}

export interface LlmStatsServer extends BoardServer {
  /** In place of those it has. */
  list(models: readonly InventedModel[]): void;
  /** The categories it has, in place of its usual ones; there is nothing at another. */
  rank(categories: readonly string[]): void;
}

const usualCategories: readonly string[] = ['general', 'code', 'math', 'reasoning', 'agents', 'tool_calling'];
/** More is refused. */
const mostAtOnce = 50;

export async function startLlmStats(options: LlmStatsOptions = {}): Promise<LlmStatsServer> {
  let models = options.models ?? inventedModels(20);
  let categories = usualCategories;
  const server = await startBoardServer(
    {
      base: '/stats/v1',
      keyOf: ({ authorization }) => authorization?.replace(/^Bearer /, '') ?? '',
      answer: (path, params, entries) => {
        const category = params.get('category') ?? 'general';
        const limit = Number(params.get('limit') ?? 10);
        if (path !== '/rankings' || limit > mostAtOnce || !categories.includes(category)) return null;
        return { category, models: (entries ?? ranking(models, category)).slice(0, limit) };
      },
      refusal: (status, message, extra) => ({ error: { code: codes[status] ?? 'http_error', message, param: null, ...extra } }),
    },
    { key: boardKey, ...options },
  );
  return {
    ...server,
    list(next) {
      models = next;
    },
    rank(next) {
      categories = next;
    },
  };
}

const codes: Readonly<Record<number, string>> = {
  400: 'invalid_parameter',
  401: 'invalid_api_key',
  403: 'stats_api_access_denied',
  404: 'not_found',
  429: 'rate_limit_exceeded',
};

const sigma = 0.8;

/** Those that were rated in the category, best first; the rating that counts is μ − 3σ, and may be below zero. */
function ranking(models: readonly InventedModel[], category: string): readonly unknown[] {
  const rated = models.map((model) => ({ model, mu: category === 'code' ? model.coding : model.intelligence }));
  return rated
    .flatMap(({ model, mu }) => (mu === null ? [] : [{ model, mu: mu - 20 }]))
    .sort((one, other) => other.mu - one.mu)
    .map(({ model: { slug, name, creator }, mu }, index) => ({
      rank: index + 1,
      model_id: slug,
      model_name: name,
      organization: creator === null ? null : { id: creator.toLowerCase(), name: creator },
      mu,
      sigma,
      conservative_rating: mu - 3 * sigma,
    }));
}
