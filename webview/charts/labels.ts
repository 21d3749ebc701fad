export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelledPoint {
  /** Centre of the point, in px. */
  readonly x: number;
  readonly y: number;
  /** Of the label. */
  readonly width: number;
  readonly height: number;
  /** Distance from the centre to the edge of its mark, in px. */
  readonly radius: number;
}

/** Distance of a label from its point's mark, in px. */
const gap = 4;

/**
 * Places a label beside each point so that labels cover neither one another nor a point nor the edge; `null` where there is no room.
 * Greedy in the order given: earlier points choose first.
 */
export function placeLabels(points: readonly LabelledPoint[], area: Box): (Box | null)[] {
  const taken: Box[] = points.map(({ x, y, radius }) => ({
    x: x - radius,
    y: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  }));
  return points.map((point) => {
    const place = candidates(point).find((box) => inside(box, area) && !taken.some((other) => overlap(box, other)));
    if (place) taken.push(place);
    return place ?? null;
  });
}

function candidates({ x, y, width, height, radius }: LabelledPoint): Box[] {
  const away = radius + gap;
  const [above, level, below] = [y - height - gap, y - height / 2, y + gap];
  const [left, right] = [x - away - width, x + away];
  const corners = [
    [right, above],
    [left, above],
    [right, below],
    [left, below],
    [right, level - 0.5],
    [left, level - 0.5],
    [x - width / 2, y - height - away],
    [x - width / 2, y + away],
  ] as const;
  return corners.map(([left, top]) => ({ x: left, y: top, width, height }));
}

function inside(box: Box, area: Box): boolean {
  return (
    box.x >= area.x && box.y >= area.y && box.x + box.width <= area.x + area.width && box.y + box.height <= area.y + area.height
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
