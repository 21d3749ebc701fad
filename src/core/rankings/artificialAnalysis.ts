import type { CategoryRanking } from '../../shared/model/rankings.ts';
import { field } from '../json.ts';
import { listedModels, type BoardPlan, type BoardServer, type ReadPage } from './getBoard.ts';
import { aliases, day, figure, indicesIn, measured, nameIn, price, rankingsByIndex, type IndexedModel } from './ranked.ts';

/** The list that a free key may read: `/language/models/free`, 200 models a page. */
export function artificialAnalysisPlan(server: BoardServer): BoardPlan {
  const at = (page: number): string => `${server.baseUrl}/language/models/free?page=${page}`;
  return {
    urls: [at(1)],
    next: (body, url) => {
      const page = figure(new URL(url).searchParams.get('page')) ?? 1;
      const pages = figure(field(body, 'pagination', 'total_pages'));
      const more = field(body, 'pagination', 'has_more');
      return more === true || (more === undefined && pages !== null && page < pages) ? at(page + 1) : null;
    },
    rankings: (pages, fetchedAt) => read(server, pages, fetchedAt),
  };
}

function read(server: BoardServer, pages: readonly ReadPage[], fetchedAt: string): readonly CategoryRanking[] {
  const models = listedModels(server, pages, indexedModel);
  const version = field(pages[0]?.body, 'intelligence_index_version');
  return rankingsByIndex(models, { origin: server.id, fetchedAt }, figure(version)?.toString() ?? nameIn(version));
}

/** `null` where it has no id, or nothing that evaluates it. */
function indexedModel(entry: unknown): IndexedModel | null {
  const slug = nameIn(field(entry, 'slug'));
  const name = nameIn(field(entry, 'name')) ?? slug;
  // Variants by reasoning effort share a slug.
  const id = nameIn(field(entry, 'id')) ?? name;
  const evaluations = field(entry, 'evaluations');
  if (id === null || name === null || typeof evaluations !== 'object' || evaluations === null) return null;
  const endToEnd = measured(field(entry, 'performance', 'median_end_to_end_response_time_seconds'));
  const ttft = measured(field(entry, 'performance', 'median_time_to_first_token_seconds'));
  return {
    indices: indicesIn(evaluations),
    model: {
      id,
      name,
      aliases: aliases(name, slug),
      creator: nameIn(field(entry, 'model_creator', 'name')),
      releasedAt: day(field(entry, 'release_date')),
      ...prices(entry),
      tokensPerSecond: measured(field(entry, 'performance', 'median_output_tokens_per_second')),
      ttftMs: inMs(ttft),
      latencyMs: inMs(endToEnd),
      n: null,
    },
  };
}

/** Both zero: nobody sells it, which is not to say that it is free. */
function prices(entry: unknown): { readonly inputUsdPerMTok: number | null; readonly outputUsdPerMTok: number | null } {
  const [input, output] = ['price_1m_input_tokens', 'price_1m_output_tokens'].map((name) => price(field(entry, 'pricing', name)));
  if (input === 0 && output === 0) return { inputUsdPerMTok: null, outputUsdPerMTok: null };
  return { inputUsdPerMTok: input ?? null, outputUsdPerMTok: output ?? null };
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000);
}
