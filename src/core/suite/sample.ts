import type { CaseEntry } from './schema.ts';

/**
 * How many rows each of the `entries` takes of those it has (by position in `cases`): all of them, or its sample. `more`
 * rows go to the samples, by their sizes as seats go to parties (D'Hondt), so that each number's rows contain the smaller one's.
 */
export function rowsTaken(
  entries: readonly CaseEntry[],
  available: ReadonlyMap<number, number>,
  more: number,
): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  const growing: { index: number; size: number; left: number; extra: number }[] = [];
  for (const [index, all] of available) {
    const size = Math.min(entries[index]?.sample ?? all, all);
    taken.set(index, size);
    if (size < all) growing.push({ index, size, left: all - size, extra: 0 });
  }
  for (let row = 0; row < more; row++) {
    const open = growing.filter(({ left, extra }) => extra < left);
    const [first] = open.toSorted((a, b) => (a.extra + 1) / a.size - (b.extra + 1) / b.size || a.index - b.index);
    if (first === undefined) break;
    first.extra++;
    taken.set(first.index, first.size + first.extra);
  }
  return taken;
}

/**
 * `size` of the items, drawn without replacement. The same seed draws the same items for ever, and a larger sample contains
 * every smaller one: a run can be continued with more cases.
 */
export function sample<Item>(items: readonly Item[], size: number, seed: number): ReadonlySet<Item> {
  const order = [...items];
  const random = mulberry32(seed);
  const drawn = Math.min(size, items.length);
  for (let index = 0; index < drawn; index++) {
    const other = index + Math.floor(random() * (order.length - index));
    [order[index], order[other]] = [order[other] as Item, order[index] as Item];
  }
  return new Set(order.slice(0, drawn));
}

/** Tommy Ettinger's Mulberry32: a 32-bit generator of [0, 1), fixed by its seed and the same on every machine. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
