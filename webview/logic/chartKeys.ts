/** A point of a chart: which line, and which of its points. */
export interface PointPosition {
  readonly line: number;
  readonly point: number;
}

/** A point that keys can go to. */
export interface KeyPoint {
  /** The same while figures change and rows trade places. */
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Where Chart.js has it. */
  readonly dataset: number;
  readonly index: number;
  /** All there is to say of it. */
  readonly texts: () => readonly string[];
}

/** By line: where its points stand from left to right. */
type Lines = readonly (readonly { readonly x: number }[])[];

/**
 * Where a key leads: left and right along a line, up and down to the point of another line that is nearest in time. The first
 * key leads to the latest point of the first line. `null` for keys that do not move.
 */
export function moveOverPoints(at: PointPosition | null, key: string, lines: Lines): PointPosition | null {
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key) || lines.every((line) => line.length === 0)) return null;
  const line = at && lines[at.line];
  const here = line?.[at?.point ?? 0];
  if (!at || !line || !here) {
    const first = lines.findIndex((one) => one.length > 0);
    return { line: first, point: (lines[first]?.length ?? 1) - 1 };
  }
  if (key === 'ArrowUp' || key === 'ArrowDown') return toLine(at, key === 'ArrowUp' ? -1 : 1, here.x, lines);
  const last = line.length - 1;
  const point = { ArrowLeft: at.point - 1, ArrowRight: at.point + 1, Home: 0, End: last }[key] ?? at.point;
  return { line: at.line, point: Math.max(0, Math.min(last, point)) };
}

function toLine(at: PointPosition, step: 1 | -1, x: number, lines: Lines): PointPosition {
  for (let line = at.line + step; line >= 0 && line < lines.length; line += step) {
    const points = lines[line] ?? [];
    const distances = points.map((point) => Math.abs(point.x - x));
    if (points.length > 0) return { line, point: distances.indexOf(Math.min(...distances)) };
  }
  return at;
}

export function placeOfKey(key: string | null, lines: readonly (readonly KeyPoint[])[]): PointPosition | null {
  if (key === null) return null;
  for (const [line, points] of lines.entries()) {
    const point = points.findIndex((one) => one.key === key);
    if (point >= 0) return { line, point };
  }
  return null;
}
