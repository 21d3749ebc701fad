import type { CategoryRanking } from '../../shared/model/rankings.ts';
import { field, text } from '../json.ts';
import { malformed, type BoardPlan, type BoardServer, type ReadPage } from './getBoard.ts';
import { aliases, indicesIn, price, rankingsByIndex, type IndexedModel } from './ranked.ts';

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
  const entries = pages.flatMap(({ body }) => {
    const data = field(body, 'data');
    if (!Array.isArray(data)) throw malformed(server, 'answered with something that is no list of models');
    return data as readonly unknown[];
  });
  const models = entries.map(indexedModel).filter((model) => model !== null);
  if (entries.length > 0 && models.length === 0) throw malformed(server, 'lists models in a form that is not known');
  const ids = new Set(models.map(({ model }) => model.id));
  // `…:free` is the same model, served otherwise.
  const distinct = models.filter(({ model: { id } }) => !id.includes(':') || !ids.has(id.slice(0, id.indexOf(':'))));
  return rankingsByIndex(distinct, { origin: server.id, fetchedAt }, null);
}

function indexedModel(entry: unknown): IndexedModel | null {
  const id = text(field(entry, 'id'));
  if (id === null) return null;
  const said = text(field(entry, 'name')) ?? id;
  // `OpenAI: GPT-5 mini`
  const [, creator, own] = /^([^:]+): (.+)$/.exec(said) ?? [];
  const name = own ?? said;
  return {
    indices: indicesIn(field(entry, 'benchmarks', 'artificial_analysis')),
    model: {
      id,
      name,
      aliases: aliases(name, id, text(field(entry, 'canonical_slug')), text(field(entry, 'hugging_face_id'))),
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
