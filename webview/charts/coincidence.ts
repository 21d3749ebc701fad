/** A place in the plot: shares of its width and height. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Coincidence {
  /** The same for points whose marks would cover one another. */
  readonly group: number;
  /** Place within the group: 0 is the innermost mark, 1 the ring around it, and so on. */
  readonly ring: number;
}

/** A plot in a panel of usual width, in px. Groups do not depend on the width at hand: one look at every size. */
const plot = { width: 400, height: 260 };
/** Closer than this, in px, one mark covers half of the other. */
const reach = 8;

/** Groups points round the first of each group, so that a chain of neighbours does not become one group. */
export function coincidences(places: readonly Place[]): Coincidence[] {
  const groups: { readonly first: Place; size: number }[] = [];
  return places.map((place) => {
    const found = groups.findIndex(({ first }) => distance(first, place) < reach);
    const group = groups[found];
    if (group) return { group: found, ring: group.size++ };
    return { group: groups.push({ first: place, size: 1 }) - 1, ring: 0 };
  });
}

function distance(a: Place, b: Place): number {
  return Math.hypot((a.x - b.x) * plot.width, (a.y - b.y) * plot.height);
}
