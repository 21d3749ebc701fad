import type { Disposable } from '../shared/base/disposable.ts';
import type { PriceRow } from '../shared/model/usage.ts';
import { pricedFormats } from './catalog/formats.ts';
import { listModels } from './catalog/listModels.ts';
import { listOf, type ListPlace } from './modelLists.ts';
import type { Clock } from './ports.ts';
import type { Brand } from './providers/brand.ts';
import { getJson } from './providers/getJson.ts';
import type { Endpoint } from './providers/spec.ts';

/** A run does not wait longer for a price that it can do without. */
const priceTimeoutMs = 5000;
const keptMs = 60 * 60_000;
const keptAfterFailureMs = 60_000;

/** Prices from the lists of those who state them there: fetched before a run, kept for an hour. */
export class ListPrices implements Disposable {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #closing = new AbortController();
  readonly #lists = new Map<string, { until: number; readonly prices: Promise<ReadonlyMap<string, PriceRow>> }>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** `null` where the provider states no prices, does not know the model, or could not be asked: no run fails for that. */
  async price(brand: Brand | null, endpoint: Endpoint, model: string): Promise<PriceRow | null> {
    const place = listOf(endpoint, brand);
    if (brand === null || place === null || !pricedFormats.has(place.format)) return null;
    const prices = await this.#pricesAt(place, endpoint);
    return prices.get(model) ?? null;
  }

  /** Ends what is being fetched. */
  dispose(): void {
    this.#closing.abort();
  }

  #pricesAt(place: ListPlace, endpoint: Endpoint): Promise<ReadonlyMap<string, PriceRow>> {
    const known = this.#lists.get(place.url);
    if (known && this.#clock.now() < known.until) return known.prices;
    const fetched = fetchPrices(place, endpoint, this.#closing.signal);
    const entry = {
      until: this.#clock.now() + keptMs,
      prices: fetched.catch(() => {
        entry.until = this.#clock.now() + keptAfterFailureMs;
        return new Map<string, PriceRow>();
      }),
    };
    this.#lists.set(place.url, entry);
    return entry.prices;
  }
}

async function fetchPrices(place: ListPlace, endpoint: Endpoint, closing: AbortSignal): Promise<ReadonlyMap<string, PriceRow>> {
  const signal = AbortSignal.any([AbortSignal.timeout(priceTimeoutMs), closing]);
  const get = (url: string): Promise<unknown> => getJson(endpoint, url, { timeoutMs: priceTimeoutMs, signal });
  const models = await listModels({ provider: endpoint.provider, ...place }, get, signal);
  return new Map(models.flatMap(({ id, price }) => (price === null ? [] : [[id, price]])));
}
