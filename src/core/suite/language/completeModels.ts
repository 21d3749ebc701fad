import type { RankingCategory } from '../../../shared/model/rankings.ts';
import { byRank, rankIn } from '../../../shared/modelRank.ts';
import { rankingCategoryOf } from '../../../shared/rankingCategoryOf.ts';
import { modelDetail, modelHelp, modelUseAt } from './modelFacts.ts';
import type { Place } from './place.ts';
import { slotsAt, writtenText, type Offer } from './slot.ts';
import type { LanguageSources, ModelFacts, ModelRanks } from './sources.ts';
import type { KnownModels } from './spec.ts';
import type { Spot } from './spot.ts';

export async function completeModels(
  spot: Spot,
  place: Place,
  known: KnownModels,
  sources: LanguageSources,
): Promise<readonly Offer[]> {
  if (place.role === 'key') return [];
  const slot = slotsAt(place, spot).findLast(({ path }) => modelUseAt(path) !== null);
  if (slot === undefined) return [];
  const use = modelUseAt(slot.path);
  const taken = new Set(place.path[0] === 'models' ? refsOf(spot, place.path[1]) : []);
  const models = [...ownModels(spot, known), ...(await sources.models(known))];
  const ranks = await sources.ranks(
    models.map(({ ref }) => ref),
    known,
  );
  const range = spot.range(place.start, place.end);
  const category = categoryOf(spot, ranks);
  const now = new Date();
  const offered = models.filter((model) => model.use === use && !model.deprecated && !taken.has(model.ref));
  return bestOfEachFirst(offered, ranks, category).map((model) => {
    const own = ranks.get(model.ref) ?? [];
    return {
      kind: 'model',
      label: model.ref,
      detail: modelDetail(model, rankIn(category, own)),
      documentation: model.about === null && model.name === null && own.length === 0 ? '' : modelHelp(model, own, now),
      range,
      newText: writtenText(model.ref, place, slot),
      isSnippet: false,
    };
  });
}

/** What the suite's cases are about, as far as they say one thing that is ranked: ranks of two rankings make no order. */
function categoryOf({ data }: Spot, ranks: ModelRanks): RankingCategory {
  const named = data.textsOfCases('category').flatMap((name) => rankingCategoryOf(name) ?? []);
  const [only, ...others] = new Set(named);
  const isRanked = [...ranks.values()].some((own) => own.some(({ category }) => category === only));
  return only !== undefined && others.length === 0 && isRanked ? only : 'general';
}

/** Providers stay in their order, and what nobody has ranked in its own. */
function bestOfEachFirst(models: readonly ModelFacts[], ranks: ModelRanks, category: RankingCategory): readonly ModelFacts[] {
  const providers = Map.groupBy(models, ({ ref }) => ref.slice(0, ref.indexOf('/')));
  return [...providers.values()].flatMap((own) => byRank(own, ({ ref }) => rankIn(category, ranks.get(ref) ?? [])));
}

/** The models that the suite compares already, but the one that is being written. */
function refsOf({ data }: Spot, own: string | number | undefined): readonly string[] {
  return data.list(['models']).flatMap((_, index) => {
    return index === own ? [] : (data.text(['models', index]) ?? data.text(['models', index, 'model']) ?? []);
  });
}

/** Servers of the suite's own and of the user's: which models they serve, nobody here knows. */
function ownModels({ data }: Spot, { endpoints }: KnownModels): readonly ModelFacts[] {
  const ids = new Set([...data.keys(['endpoints']), ...endpoints.map(({ id }) => id)]);
  const priced = data.keys(['prices']);
  return [...ids].flatMap((id) => {
    const refs = priced.filter((ref) => ref.startsWith(`${id}/`));
    return [...refs, ...(refs.length === 0 ? [`${id}/`] : [])].map((ref): ModelFacts => {
      const facts = { ref, provider: id, name: null, about: null, price: null, contextTokens: null };
      return { ...facts, use: 'answers', deprecated: false, note: 'a server of your own' };
    });
  });
}
