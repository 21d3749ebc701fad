import { ModelListError } from '../../core/catalog/listModels.ts';
import { ListNeedsKeyError, modelsOf, publicFormats, type ModelListContext } from '../../core/modelLists.ts';
import { listedPrice } from '../../core/pricing/priceList.ts';
import { brandOf } from '../../core/providers/brands.ts';
import { ProviderError } from '../../core/providers/spec.ts';
import type { ListedModel } from '../../shared/model/catalog.ts';
import type { ErrorKind } from '../../shared/model/errors.ts';
import type { EndpointSpec } from '../../shared/model/suite.ts';
import { sentences } from '../sentences.ts';

export type ModelList =
  | { readonly ok: true; readonly models: readonly ListedModel[] }
  | { readonly ok: false; readonly fault: ListFault };

/** Why there is no list of models, for the user. */
export interface ListFault {
  readonly kind: 'needs-key' | 'no-list' | ErrorKind;
  readonly message: string;
}

/** The list of a provider, with the prices that a run would take: the provider's own word, else the price list's. */
export async function providerModels(id: string, context: ModelListContext, signal: AbortSignal): Promise<ModelList> {
  try {
    const models = await modelsOf(id, context, signal);
    const own = context.user.endpoints.some((endpoint) => endpoint.id === id);
    const priceList = own ? null : (brandOf(id)?.priceList ?? null);
    return { ok: true, models: await Promise.all(models.map((model) => priced(model, priceList))) };
  } catch (error) {
    const fault = listFault(error);
    if (fault === null) throw error;
    return { ok: false, fault };
  }
}

async function priced(model: ListedModel, priceList: string | null): Promise<ListedModel> {
  if (model.price !== null || priceList === null) return model;
  return { ...model, price: await listedPrice(priceList, model.id, new Date()) };
}

/** What the user can mend; `null` for errors of ours. */
function listFault(error: unknown): ListFault | null {
  if (error instanceof ListNeedsKeyError) return { kind: 'needs-key', message: error.message };
  if (error instanceof ModelListError) return { kind: 'no-list', message: error.message };
  if (!(error instanceof ProviderError)) return null;
  const { kind, message, advice } = error.detail;
  return { kind, message: sentences(message, advice) };
}

/** Whether a list proves nothing of a key, since everybody may read it. */
export function isPublicList({ id, endpoint }: { readonly id: string; readonly endpoint: EndpointSpec | null }): boolean {
  const list = endpoint === null ? brandOf(id)?.server?.modelList : null;
  return list !== null && list !== undefined && publicFormats.has(list.format);
}
