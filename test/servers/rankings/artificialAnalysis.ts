import {
  boardKey,
  inventedModels,
  startBoardServer,
  type BoardServer,
  type BoardServerOptions,
  type InventedModel,
} from './boardServer.ts';

/** Speaks as `GET /api/v2/language/models/free` does: pages of 200, the key in `x-api-key`, an error as a sentence. */

export interface ArtificialAnalysisOptions extends BoardServerOptions {
  readonly models?: readonly InventedModel[];
  /** 200 as with the real one. */
  readonly pageSize?: number;
}

export interface ArtificialAnalysisServer extends BoardServer {
  /** In place of those it has. */
  list(models: readonly InventedModel[]): void;
}

export async function startArtificialAnalysis(options: ArtificialAnalysisOptions = {}): Promise<ArtificialAnalysisServer> {
  let models = options.models ?? inventedModels(20);
  const pageSize = options.pageSize ?? 200;
  const server = await startBoardServer(
    {
      base: '/api/v2',
      keyOf: (headers) => String(headers['x-api-key'] ?? ''),
      answer: (path, params, entries) => {
        if (path !== '/language/models/free') return null;
        return pageOf(entries ?? models.map(entryOf), Number(params.get('page') ?? 1), pageSize);
      },
      refusal: (_status, message) => ({ error: message }),
    },
    { key: boardKey, ...options },
  );
  return {
    ...server,
    list(next) {
      models = next;
    },
  };
}

function pageOf(entries: readonly unknown[], page: number, pageSize: number): unknown {
  const pages = Math.max(1, Math.ceil(entries.length / pageSize));
  return {
    tier: 'free',
    intelligence_index_version: 4.1,
    pagination: { page, page_size: pageSize, total_pages: pages, has_more: page < pages },
    data: entries.slice((page - 1) * pageSize, page * pageSize),
  };
}

function entryOf(model: InventedModel, index: number): unknown {
  const { id, name, slug, creator, intelligence, coding, math } = model;
  const served = model.inputUsdPerMTok !== null;
  return {
    id,
    name,
    slug,
    release_date: index % 4 === 3 ? null : '2026-08-05',
    model_creator: creator === null ? null : { id: `creator-${creator}`, name: creator },
    evaluations: {
      artificial_analysis_intelligence_index: intelligence,
      artificial_analysis_coding_index: coding,
      artificial_analysis_agentic_index: null,
      ...(math !== undefined && { artificial_analysis_math_index: math }),
    },
    artificial_analysis_intelligence_index_cost: null,
    pricing: {
      price_1m_input_tokens: model.inputUsdPerMTok,
      price_1m_output_tokens: model.outputUsdPerMTok,
      price_1m_cache_hit_tokens: null,
      price_1m_cache_write_tokens: null,
    },
    performance: {
      median_output_tokens_per_second: served ? 120.5 : null,
      median_time_to_first_token_seconds: served ? 0.65 : null,
      median_time_to_first_answer_token_seconds: served ? 7.4 : null,
      median_end_to_end_response_time_seconds: served ? 9.09 : null,
    },
  };
}
