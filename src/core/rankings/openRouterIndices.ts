import type { CategoryRanking } from '../../shared/model/rankings.ts';
import { field, text } from '../json.ts';
import { listedModels, type BoardPlan, type BoardServer, type ReadPage } from './getBoard.ts';
import { aliases, indicesIn, nameIn, price, rankingsByIndex, type IndexedModel } from './ranked.ts';

/** OpenRouter's list of models, which everybody may read: many carry indices of Artificial Analysis. */
export function openRouterIndicesPlan(server: BoardServer): BoardPlan {
  return {
    urls: [`${server.baseUrl}/models`],
    next: (body, url) => {
      const next = text(field(body, 'links', 'next'));
      return next === null ? null : (URL.parse(next, url)?.href ?? null);
    },
    rankings: (pages, fetchedAt) => read(server, pages, fetchedAt),
  };
}

function read(server: BoardServer, pages: readonly ReadPage[], fetchedAt: string): readonly CategoryRanking[] {
  const models = listedModels(server, pages, indexedModel);
  const ids = new Set(models.map(({ model }) => model.id));
  // `…:free` is the same model, served otherwise.
  const distinct = models.filter(({ model: { id } }) => !id.includes(':') || !ids.has(id.slice(0, id.indexOf(':'))));
  return rankingsByIndex(distinct, { origin: server.id, fetchedAt }, null);
}

function indexedModel(entry: unknown): IndexedModel | null {
  const id = nameIn(field(entry, 'id'));
  if (id === null) return null;
  const said = nameIn(field(entry, 'name')) ?? id;
  // `OpenAI: GPT-5 mini`
  const [, creator, own] = /^([^:]+): (.+)$/.exec(said) ?? [];
  const name = own ?? said;
  return {
    indices: indicesIn(field(entry, 'benchmarks', 'artificial_analysis')),
    model: {
      id,
      name,
      aliases: aliases(name, id, nameIn(field(entry, 'canonical_slug')), nameIn(field(entry, 'hugging_face_id'))),
      creator: creator ?? (id.includes('/') ? id.slice(0, id.indexOf('/')) : null),
      // `created` is the day on which it came to OpenRouter.
      releasedAt: null,
      inputUsdPerMTok: perMillion(field(entry, 'pricing', 'prompt')),
      outputUsdPerMTok: perMillion(field(entry, 'pricing', 'completion')),
      tokensPerSecond: null,
      ttftMs: null,
      latencyMs: null,
      n: null,
    },
  };
}

/** Prices are texts, in USD for one token; `-1` where they vary. Rounded to what a price list says: 1.1e-7 × 10⁶ is 0.10999…. */
function perMillion(perToken: unknown): number | null {
  const usd = price(perToken);
  return usd === null ? null : Number((usd * 1e6).toPrecision(12));
}
