import { modelDetail, modelHelp, modelUseAt } from './modelFacts.ts';
import type { Place } from './place.ts';
import { slotsAt, writtenText, type Offer } from './slot.ts';
import type { LanguageSources, ModelFacts } from './sources.ts';
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
  const range = spot.range(place.start, place.end);
  return models
    .filter((model) => model.use === use && !model.deprecated && !taken.has(model.ref))
    .map((model) => ({
      kind: 'model',
      label: model.ref,
      detail: modelDetail(model),
      documentation: model.about === null && model.name === null ? '' : modelHelp(model),
      range,
      newText: writtenText(model.ref, place, slot),
      isSnippet: false,
    }));
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
