import { demoModels } from '../../core/demo/models.ts';
import { brandOf } from '../../core/providers/brands.ts';
import type { PriceRow } from '../../shared/model/usage.ts';

/** What the shipped lists say of a model. `null` is unknown. */
export interface ListedFacts {
  readonly price: PriceRow | null;
  readonly contextTokens: number | null;
  readonly deprecated: boolean;
}

/** By name, for those that are known. The lists are loaded on first use. */
export async function listedFacts(
  provider: string,
  models: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, ListedFacts>> {
  if (provider === 'demo') return new Map(demoModels.map(({ id, price }) => [id, { ...unknown, price }]));
  const list = brandOf(provider)?.priceList ?? null;
  if (list === null) return new Map();
  const [{ listedModels }, { listedPrice }] = await Promise.all([
    import('../../core/pricing/listedModels.ts'),
    import('../../core/pricing/priceList.ts'),
  ]);
  const listed = new Map((await listedModels(list)).map((model) => [model.id, model]));
  const facts = models.map(async (model) => {
    const { contextTokens, deprecated } = listed.get(model) ?? unknown;
    return [model, { price: await listedPrice(list, model, at), contextTokens, deprecated }] as const;
  });
  return new Map(await Promise.all(facts));
}

export const unknown: ListedFacts = { price: null, contextTokens: null, deprecated: false };
