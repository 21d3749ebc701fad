export interface CostQuality {
  readonly cost: number;
  readonly quality: number;
}

/** Points that no other beats on one axis without losing on the other; of equal points, all. In order of cost. */
export function paretoFront<T extends CostQuality>(points: readonly T[]): T[] {
  const byCost = [...points].sort((a, b) => a.cost - b.cost || b.quality - a.quality);
  const front: T[] = [];
  for (const point of byCost) {
    const last = front.at(-1);
    const equal = last?.cost === point.cost && last.quality === point.quality;
    if (!last || equal || point.quality > last.quality) front.push(point);
  }
  return front;
}
