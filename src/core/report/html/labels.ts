/** Where names of points go in a plot: beside their point, never over another name or point. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelRequest {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Of 11 px sans-serif, on average; a little wide, so that names keep apart. */
const characterWidth = 6.1;
const lineHeight = 13;
const distance = 9;

/** In the order of the requests: the first ones find room, later ones that do not are left out. */
export function placeLabels(requests: readonly LabelRequest[], bounds: Box): readonly PlacedLabel[] {
  const taken: Box[] = requests.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return requests.flatMap((request) => {
    const found = candidatesFor(request).find(({ box }) => isInside(box, bounds) && !taken.some((other) => overlaps(box, other)));
    if (!found) return [];
    taken.push(found.box);
    return [found.label];
  });
}

function candidatesFor({ text, x, y }: LabelRequest): readonly { readonly label: PlacedLabel; readonly box: Box }[] {
  const width = text.length * characterWidth;
  const places = [
    [distance, 0, 'start'],
    [-distance, 0, 'end'],
    [0, -distance - 4, 'middle'],
    [0, distance + 4, 'middle'],
    [distance - 2, -distance, 'start'],
    [distance - 2, distance, 'start'],
    [2 - distance, -distance, 'end'],
    [2 - distance, distance, 'end'],
  ] as const;
  return places.map(([dx, dy, anchor]) => {
    const left = x + dx - (anchor === 'start' ? 0 : anchor === 'middle' ? width / 2 : width);
    const centre = y + dy;
    return {
      label: { text, x: x + dx, y: centre + 4, anchor },
      box: { left, right: left + width, top: centre - lineHeight / 2, bottom: centre + lineHeight / 2 },
    };
  });
}

function isInside(box: Box, bounds: Box): boolean {
  return box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
