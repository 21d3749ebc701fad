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

/**
 * The price to estimate with before a run. A suite is somebody's file: where it calls a provider that we know, its own
 * price may raise what the user is asked to agree to, never lower it.
 * @param biller the provider that the server belongs to, by our id; `null` for a server of the suite's own
 */
export async function cautiousPrice(
  pinned: PriceRow | null,
  biller: string | null,
  model: string,
  at: Date,
): Promise<PriceRow | null> {
  const listed = biller === null ? null : await listedPrice(biller, model, at);
  if (pinned === null || listed === null) return pinned ?? listed;
  return {
    ...pinned,
    inputPerMTok: Math.max(pinned.inputPerMTok, listed.inputPerMTok),
    outputPerMTok: Math.max(pinned.outputPerMTok, listed.outputPerMTok),
  };
}

/** Keys come from suite files: `constructor` must find nothing. */
function own(rows: Readonly<Record<string, PriceRow>>, ref: string): PriceRow | null {
  return Object.hasOwn(rows, ref) ? (rows[ref] ?? null) : null;
}
