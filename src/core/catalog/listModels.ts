import type { ListedModel, ModelListFormat } from '../../shared/model/catalog.ts';
import { listFormats } from './formats.ts';

export interface ModelListSpec {
  /** The provider's name, for messages. */
  readonly provider: string;
  readonly format: ModelListFormat;
  /** Of the first page. */
  readonly url: string;
}

/** Fetches JSON with the provider's key, from its origin alone. Rejects with what went wrong. */
export type GetJson = (url: string, signal: AbortSignal) => Promise<unknown>;

/** The provider answered, but not with a list of models that can be read. */
export class ModelListError extends Error {
  override readonly name: string = 'ModelListError';
}

/** More than any provider has. Pages that never end must not be asked for for ever. */
const mostPages = 50;
/** Ten times as many as any provider has: a list without end would fill the memory, and no one could pick from it. */
const mostModels = 20_000;

/** The models that a provider lists, in its order. An entry that cannot be read is left out, a list that cannot is an error. */
export async function listModels(spec: ModelListSpec, getJson: GetJson, signal: AbortSignal): Promise<ListedModel[]> {
  const { entries, next, read } = listFormats[spec.format];
  const models = new Map<string, ListedModel>();
  let url: string | null = spec.url;
  for (let page = 0; url !== null; page++) {
    if (page >= mostPages) throw new ModelListError(`${spec.provider} lists its models on more than ${mostPages} pages.`);
    const body = await getJson(url, signal);
    const found = entries(body);
    if (!Array.isArray(found)) {
      throw new ModelListError(`${spec.provider} answered with something that is no list of models. Check its address.`);
    }
    for (const entry of found as readonly unknown[]) {
      for (const model of read(entry)) if (!models.has(model.id)) models.set(model.id, model);
      if (models.size > mostModels) throw new ModelListError(`${spec.provider} lists more than ${mostModels} models.`);
    }
    url = next?.(body, url) ?? null;
  }
  return [...models.values()];
}
