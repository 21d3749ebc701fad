import type { PriceRow } from '../../shared/model/usage.ts';
import { listedPrice } from './priceList.ts';

export interface PriceSources {
  /** The suite's own `prices`, by `provider/model`. */
  readonly suitePrices: Readonly<Record<string, PriceRow>>;
  /** Prices of the built-in demo models, by `provider/model`. */
  readonly demoPrices: Readonly<Record<string, PriceRow>>;
  /** The day whose prices hold; now unless given. */
  readonly at?: Date;
}

/** The price in force for a model: the suite's word, then the demo's, then the price list; `null` where nobody knows. */
export async function price(provider: string, model: string, sources: PriceSources): Promise<PriceRow | null> {
  const ref = `${provider}/${model}`;
  return own(sources.suitePrices, ref) ?? own(sources.demoPrices, ref) ?? listedPrice(provider, model, sources.at ?? new Date());
}

/** Keys come from suite files: `constructor` must find nothing. */
function own(rows: Readonly<Record<string, PriceRow>>, ref: string): PriceRow | null {
  return Object.hasOwn(rows, ref) ? (rows[ref] ?? null) : null;
}
