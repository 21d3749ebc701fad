import { changePoints, type Stretch } from '../../../src/core/stats/changePoints.ts';

/** A draw from 0 to 1. */
export type Draw = () => number;

/** A kind of scatter: so many figures with a standard deviation of about 1. */
export interface Scatter {
  readonly name: string;
  readonly noise: (figures: number, draw: Draw) => readonly number[];
  /** Share of stable series that may be marked. */
  readonly mostMarked: number;
}

export const scatters: readonly Scatter[] = [
  { name: 'normal', mostMarked: 0.05, noise: (figures, draw) => Array.from({ length: figures }, () => normal(draw)) },
  { name: 'heavy tails (t, 3 df)', mostMarked: 0.05, noise: (figures, draw) => Array.from({ length: figures }, () => t3(draw)) },
  {
    name: 'one in ten far out',
    mostMarked: 0.05,
    noise: (figures, draw) => Array.from({ length: figures }, () => normal(draw) * (draw() < 0.1 ? 8 : 1)),
  },
  {
    name: 'skewed (log-normal)',
    mostMarked: 0.05,
    noise: (figures, draw) => Array.from({ length: figures }, () => Math.exp(normal(draw)) / 2),
  },
  { name: 'alike by 0.2', mostMarked: 0.05, noise: (figures, draw) => autocorrelated(figures, 0.2, draw) },
  // More than is put down to chance: what remains is stated, not hidden.
  { name: 'alike by 0.3', mostMarked: 0.1, noise: (figures, draw) => autocorrelated(figures, 0.3, draw) },
  { name: 'alike by 0.5', mostMarked: 0.2, noise: (figures, draw) => autocorrelated(figures, 0.5, draw) },
];

/** Steps in standard deviations, each at the share of the series where it comes. */
export interface Steps {
  readonly name: string;
  readonly figures: number;
  readonly steps: readonly { readonly at: number; readonly by: number }[];
  /** Share of series in which all of them are to be found, one off at most. */
  readonly leastFound: number;
}

export const steps: readonly Steps[] = [
  { name: '3 sd in the middle of 20', figures: 20, steps: [{ at: 10, by: 3 }], leastFound: 0.9 },
  { name: '3 sd, 6 before the end of 30', figures: 30, steps: [{ at: 24, by: 3 }], leastFound: 0.9 },
  {
    name: '3 sd up, and back',
    figures: 45,
    steps: [
      { at: 15, by: 3 },
      { at: 30, by: -3 },
    ],
    leastFound: 0.9,
  },
  {
    name: '3 sd, then 3 more',
    figures: 45,
    steps: [
      { at: 15, by: 3 },
      { at: 30, by: 3 },
    ],
    leastFound: 0.8,
  },
];

/** How often a stable series is marked anywhere. */
export function shareMarked({ noise }: Scatter, figures: number, runs: number, draw: Draw): number {
  return share(runs, () => found(noise(figures, draw)).length > 0);
}

/** How often each step is found, one off at most; and how often nothing else is. */
export function sharesFound({ figures, steps }: Steps, runs: number, draw: Draw) {
  let exact = 0;
  const all = share(runs, () => {
    const values = Array.from({ length: figures }, (_, t) =>
      steps.reduce((level, { at, by }) => level + (t >= at ? by : 0), normal(draw)),
    );
    const indexes = found(values);
    const isFound = steps.every(({ at }) => indexes.some((index) => Math.abs(index - at) <= 1));
    exact += Number(isFound && indexes.length === steps.length);
    return isFound;
  });
  return { found: all, exact: exact / runs };
}

/** A share may be off by so many of its standard errors. */
const simulationErrors = 2.5;

/** More often than that, give or take simulation error. */
export function isOver(share: number, most: number, runs: number): boolean {
  return share > most + simulationErrors * Math.sqrt((most * (1 - most)) / runs);
}

/** Figures of equal weight. */
export function figuresOf(values: readonly number[]): Stretch {
  return values.map((value) => ({ value, error: null, n: 100 }));
}

function found(values: readonly number[]): readonly number[] {
  const [changes = []] = changePoints([[figuresOf(values)]])[0] ?? [];
  return changes.map(({ index }) => index);
}

function share(runs: number, test: () => boolean): number {
  return Array.from({ length: runs }, test).filter(Boolean).length / runs;
}

function autocorrelated(figures: number, by: number, draw: Draw): number[] {
  let previous = normal(draw);
  return Array.from({ length: figures }, () => (previous = by * previous + Math.sqrt(1 - by * by) * normal(draw)));
}

/** Box and Muller. */
function normal(draw: Draw): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

function t3(draw: Draw): number {
  return normal(draw) / Math.hypot(normal(draw), normal(draw), normal(draw));
}
