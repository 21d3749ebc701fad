import type { PriceRow } from '../../shared/model/usage.ts';
import { listedPrice } from './priceList.ts';
import { dearerRow } from './rates.ts';

export interface PriceSources {
  /** The suite's own `prices`, by `provider/model`. */
  readonly suitePrices: Readonly<Record<string, PriceRow>>;
  /** Prices of the built-in demo models, by `provider/model`. */
  readonly demoPrices: Readonly<Record<string, PriceRow>>;
  /** What the provider's own list of models says. */
  readonly modelList: PriceRow | null;
  /** The provider's id in genai-prices; `null` where it is not there, and for servers of the user's own. */
  readonly priceList: string | null;
  /** The day whose prices hold. */
  readonly at: Date;
}

export interface Prices {
  /** In force for the run, and stored with it; `null` where nobody knows. */
  readonly pinned: PriceRow | null;
  /**
   * To estimate with, and to keep a budget by. A suite is somebody's file: where it calls a provider whose prices are
   * published, its own price may raise what the user is asked to agree to, never lower it.
   */
  readonly worst: PriceRow | null;
}

/** The prices of a model: the suite's word, then the demo's, then the provider's own list, then the price list. */
export async function pricesOf(ref: string, model: string, sources: PriceSources): Promise<Prices> {
  const { suitePrices, demoPrices, modelList, priceList, at } = sources;
  const published = modelList ?? (priceList === null ? null : await listedPrice(priceList, model, at));
  const pinned = own(suitePrices, ref) ?? own(demoPrices, ref) ?? published;
  return { pinned, worst: pinned && published ? dearerRow(pinned, published) : pinned };
}

/** Keys come from suite files: `constructor` must find nothing. */
function own(rows: Readonly<Record<string, PriceRow>>, ref: string): PriceRow | null {
  return Object.hasOwn(rows, ref) ? (rows[ref] ?? null) : null;
}
