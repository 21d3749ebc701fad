import { numbersOf, rangeAt } from './packedOutline.ts';
import type { SuiteSymbol } from './spec.ts';

/** Symbols as they cross threads, each before its children: see `PackedOutline`. */
export interface PackedSymbols {
  readonly texts: readonly { readonly kind: SuiteSymbol['kind']; readonly name: string; readonly detail: string }[];
  /** Of each symbol: how many children it has, `range`, `nameRange`. */
  readonly places: Uint32Array;
}

const numbersOfSymbol = 9;

export function packSymbols(symbols: readonly SuiteSymbol[]): PackedSymbols {
  const all = symbols.flatMap(withChildren);
  const places = new Uint32Array(all.length * numbersOfSymbol);
  for (const [at, { children, range, nameRange }] of all.entries()) {
    places.set([children.length, ...numbersOf(range), ...numbersOf(nameRange)], at * numbersOfSymbol);
  }
  return { texts: all.map(({ kind, name, detail }) => ({ kind, name, detail })), places };
}

export function unpackSymbols({ texts, places }: PackedSymbols): readonly SuiteSymbol[] {
  let at = 0;
  const take = (): SuiteSymbol[] => {
    const text = texts[at];
    if (text === undefined) return [];
    const from = at++ * numbersOfSymbol;
    const children = Array.from({ length: places[from] ?? 0 }, take).flat();
    return [{ ...text, range: rangeAt(places, from + 1), nameRange: rangeAt(places, from + 5), children }];
  };
  const top: SuiteSymbol[] = [];
  while (at < texts.length) top.push(...take());
  return top;
}

function withChildren(symbol: SuiteSymbol): SuiteSymbol[] {
  return [symbol, ...symbol.children.flatMap(withChildren)];
}
