import {
  inventedModels,
  startBoardServer,
  type BoardServer,
  type BoardServerOptions,
  type InventedModel,
} from './boardServer.ts';

/** Speaks as OpenRouter's `GET /api/v1/models` does: no key, prices as strings for one token, the next page as a link. */

export interface OpenRouterIndicesOptions extends Omit<BoardServerOptions, 'key'> {
  readonly models?: readonly InventedModel[];
  /** All on one page where it is not said. */
  readonly pageSize?: number;
}

export interface OpenRouterIndicesServer extends BoardServer {
  /** In place of those it has. */
  list(models: readonly InventedModel[]): void;
}

export async function startOpenRouterIndices(options: OpenRouterIndicesOptions = {}): Promise<OpenRouterIndicesServer> {
  let models = options.models ?? inventedModels(20);
  const pageSize = options.pageSize ?? 1000;
  const server = await startBoardServer(
    {
      base: '/api/v1',
      keyOf: null,
      answer: (path, params, entries) =>
        path === '/models' ? pageOf(entries ?? models.map(entryOf), Number(params.get('cursor') ?? 0), pageSize) : null,
      refusal: (status, message) => ({ error: { code: status, message } }),
    },
    options,
  );
  return {
    ...server,
    list(next) {
      models = next;
    },
  };
}

function pageOf(entries: readonly unknown[], from: number, pageSize: number): unknown {
  const to = from + pageSize;
  const next = to < entries.length ? `/api/v1/models?cursor=${to}` : null;
  return { data: entries.slice(from, to), links: { next }, total_count: entries.length };
}

function entryOf({ slug, name, creator, intelligence, coding, inputUsdPerMTok, outputUsdPerMTok }: InventedModel): unknown {
  const maker = creator?.toLowerCase().replaceAll(' ', '-') ?? 'nobody';
  return {
    id: `${maker}/${slug}`,
    canonical_slug: `${maker}/${slug}-20260805`,
    name: creator === null ? name : `${creator}: ${name}`,
    created: 1_785_000_000,
    context_length: 128_000,
    pricing: { prompt: perToken(inputUsdPerMTok), completion: perToken(outputUsdPerMTok) },
    benchmarks: {
      artificial_analysis: { intelligence_index: intelligence, coding_index: coding, agentic_index: null },
    },
  };
}

/** `-1` is OpenRouter's word for a price that is not fixed. */
function perToken(usdPerMTok: number | null): string {
  return usdPerMTok === null ? '-1' : String(usdPerMTok / 1e6);
}
