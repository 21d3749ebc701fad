import type { Place } from './coincidence.ts';
import { valueAt, type ScaleType } from './scale.ts';

/** A stretch of an axis, as shares of the whole: 0 is its start, 1 its end. Holds while figures, and with them the axis, grow. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What of a chart is shown. A chart whose y axis has no figures keeps it whole. */
export interface Zoom {
  readonly x: Stretch;
  readonly y: Stretch;
}

const whole: Stretch = { from: 0, to: 1 };
export const wholeChart: Zoom = { x: whole, y: whole };
const middle: Place = { x: 0.5, y: 0.5 };

/** Of the whole axis; closer, ticks could not be told apart by their texts. */
const least = 0.02;
/** Of what is shown: room round a point that comes into view. */
const room = 0.1;

export function isZoomed({ x, y }: Zoom): boolean {
  return [x, y].some(({ from, to }) => to - from < 1);
}

/** Shows `factor` times as much, and keeps what is `at` that place of the view there. */
export function scaled(zoom: Zoom, factor: number, at: Place = middle): Zoom {
  return each(zoom, ({ from, to }, axis) => {
    const size = clamp((to - from) * factor, least, 1);
    return placed(from + at[axis] * (to - from - size), size);
  });
}

/** Moves the view by shares of itself. */
export function moved(zoom: Zoom, by: Place): Zoom {
  return each(zoom, ({ from, to }, axis) => placed(from + by[axis] * (to - from), to - from));
}

/** Drawn flatter or narrower than this share of the view, a box means the whole of that side. */
const thin = 0.08;

/** The corners that a box between two places of the view means. */
export function boxOf(a: Place, b: Place): readonly [low: Place, high: Place] {
  const [x, y] = [side(a.x, b.x), side(a.y, b.y)];
  return [
    { x: x.from, y: y.from },
    { x: x.to, y: y.to },
  ];
}

function side(a: number, b: number): Stretch {
  return Math.abs(a - b) < thin ? whole : { from: Math.min(a, b), to: Math.max(a, b) };
}

/** The box between two places of the view. */
export function boxed(zoom: Zoom, a: Place, b: Place): Zoom {
  return each(zoom, ({ from, to }, axis) => {
    const size = Math.max(Math.abs(a[axis] - b[axis]) * (to - from), least);
    const centre = from + ((a[axis] + b[axis]) / 2) * (to - from);
    return placed(centre - size / 2, size);
  });
}

/** Moved just so far that this place of the whole is in view. */
export function showing(zoom: Zoom, place: Place): Zoom {
  return each(zoom, ({ from, to }, axis) => {
    const size = to - from;
    if (place[axis] < from) return placed(place[axis] - room * size, size);
    return place[axis] > to ? placed(place[axis] - (1 - room) * size, size) : { from, to };
  });
}

function inView({ x, y }: Zoom, place: Place): Place {
  const share = (value: number, { from, to }: Stretch) => clamp((value - from) / (to - from), 0, 1);
  return { x: share(place.x, x), y: share(place.y, y) };
}

const step = 1.5;
const stride = 0.25;
const strides: ReadonlyMap<string, Place> = new Map([
  ['ArrowLeft', { x: -stride, y: 0 }],
  ['ArrowRight', { x: stride, y: 0 }],
  ['ArrowUp', { x: 0, y: stride }],
  ['ArrowDown', { x: 0, y: -stride }],
]);

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** Where a key leads, closer to a place of the whole if one is at hand; `null` for keys that do not zoom. */
export function zoomByKey(zoom: Zoom, { key, shiftKey }: Press, place: Place | null = null): Zoom | null {
  switch (key) {
    case '+':
    case '=':
      return scaled(zoom, 1 / step, place ? inView(zoom, place) : middle);
    case '-':
    case '_':
      return scaled(zoom, step);
    case '0':
      return wholeChart;
  }
  if (!shiftKey) return null;
  const by = strides.get(key);
  return by ? moved(zoom, by) : null;
}

function each({ x, y }: Zoom, change: (stretch: Stretch, axis: 'x' | 'y') => Stretch): Zoom {
  return { x: change(x, 'x'), y: change(y, 'y') };
}

function placed(from: number, size: number): Stretch {
  const start = clamp(from, 0, 1 - size);
  return { from: start, to: start + size };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** A value axis as our charts set it; an axis of names has no ends and is always whole. */
export interface Axis {
  readonly type: ScaleType;
  readonly min: number;
  readonly max: number;
}

/** The little of a chart's configuration that zooming is about. */
export interface Zoomable {
  readonly options?: { readonly scales?: Readonly<Record<string, object | undefined>> | undefined } | undefined;
}

export function axisOf({ options }: Zoomable, name: 'x' | 'y'): Axis | null {
  const { type, min, max }: Partial<Axis> = options?.scales?.[name] ?? {};
  return type === undefined || min === undefined || max === undefined ? null : { type, min, max };
}

/** The same chart, its axes cut to what is shown. */
export function zoomedConfig<C extends Zoomable>(config: C, zoom: Zoom): C {
  if (!isZoomed(zoom)) return config;
  const cut = (['x', 'y'] as const).flatMap((name) => {
    const axis = axisOf(config, name);
    if (!axis) return [];
    const range = { min: valueAt(zoom[name].from, axis, axis.type), max: valueAt(zoom[name].to, axis, axis.type) };
    return [[name, { ...config.options?.scales?.[name], ...range }] as const];
  });
  return { ...config, options: { ...config.options, scales: { ...config.options?.scales, ...Object.fromEntries(cut) } } };
}
