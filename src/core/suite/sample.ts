/** `size` of the items, drawn without replacement, in their own order. The same seed draws the same items for ever. */
export function sample<Item>(items: readonly Item[], size: number, seed: number): Item[] {
  const order = [...items.keys()];
  const random = mulberry32(seed);
  const drawn = Math.min(size, items.length);
  for (let index = 0; index < drawn; index++) {
    const other = index + Math.floor(random() * (order.length - index));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  const chosen = new Set(order.slice(0, drawn));
  return items.filter((_, index) => chosen.has(index));
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
