import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { detectableAfter } from '../../../src/core/stats/detectable.ts';
import { unitMeanEstimate } from '../../../src/core/stats/mean.ts';
import { defaultMargin } from '../../../src/core/stats/noninferiority.ts';
import { pairedDifference, type PairedDifference } from '../../../src/core/stats/paired.ts';
import { verdict } from '../../../src/core/stats/verdict.ts';
import type { Estimate, Verdict } from '../../../src/shared/model/comparison.ts';
import { isNonInferior } from '../../../src/shared/nonInferiority.ts';

/** A draw from 0 to 1. */
export type Draw = () => number;

/** Answers of one model to one case: their qualities, by repeat. */
type Answers = readonly number[];

/** A kind of suite on which model A is better than B by a known amount in the mean. */
export interface World {
  readonly name: string;
  /** A case answered by both, `repeats` times each. */
  readonly answer: (difference: number, repeats: number, draw: Draw) => readonly [a: Answers, b: Answers];
  /** True mean quality of B; `null` where it is the same in every case. */
  readonly mean: number | null;
  /** The greatest difference that leaves all qualities within 0 and 1. */
  readonly room: number;
  readonly repeats: readonly number[];
}

function times(repeats: number, answer: () => number): number[] {
  return Array.from({ length: repeats }, answer);
}

/** Hard and easy cases; A turns some of its failures (or, where worse, of its passes) into the other. */
const passFail: World = {
  name: 'pass or fail',
  mean: 0.5,
  room: 0.5,
  repeats: [1, 3],
  answer: (difference, repeats, draw) => {
    const easy = draw();
    const better = difference >= 0 ? easy + 2 * difference * (1 - easy) : easy * (1 + 2 * difference);
    return [times(repeats, () => Number(draw() < better)), times(repeats, () => Number(draw() < easy))];
  },
};

/** A judge's grades in steps of 0.2: a level by case, one up or down by chance, and for A one up (or down) as often as it takes. */
const graded: World = {
  name: 'graded in steps',
  mean: 0.5,
  room: 0.2,
  repeats: [1, 3],
  answer: (difference, repeats, draw) => {
    const level = draw() < 0.5 ? 0.4 : 0.6;
    const grade = (shift: number): number => {
      const chance = draw();
      const byChance = chance < 0.2 ? -0.2 : chance < 0.4 ? 0.2 : 0;
      return level + byChance + (draw() < Math.abs(shift) / 0.2 ? Math.sign(shift) * 0.2 : 0);
    };
    return [times(repeats, () => grade(difference)), times(repeats, () => grade(0))];
  },
};

/** Grades without steps, close together. */
const fine: World = {
  name: 'graded finely',
  mean: 0.5,
  room: 0.1,
  repeats: [1, 3],
  answer: (difference, repeats, draw) => {
    const level = 0.35 + 0.3 * draw();
    const noise = (): number => 0.08 * Math.max(-3, Math.min(3, normalQuantile(draw(), 0, 1)));
    return [times(repeats, () => level + difference + noise()), times(repeats, () => level + noise())];
  },
};

/** Nine in ten cases tie; the rest differ by one step or two, some more of them where A differs in the mean. */
const tied: World = {
  name: 'mostly tied',
  mean: null,
  room: 0.375,
  repeats: [1],
  answer: (difference, _repeats, draw) => {
    const step = draw() < 0.5 ? 0.25 : 0.5;
    const lead = Math.abs(difference) / 0.375;
    const towards = Math.max(0.05 + lead / 2, lead);
    const against = towards - lead;
    const chance = draw();
    const d = Math.sign(difference || 1) * (chance < towards ? step : chance < towards + against ? -step : 0);
    return [[0.5 + d], [0.5]];
  },
};

/** Equal in the mean only: A is a tenth better in 18 % of the cases and fails where B does well in 2 %. */
const rareLosses: World = {
  name: 'rare great losses',
  mean: null,
  room: 0,
  repeats: [1],
  answer: (difference, _repeats, draw) => {
    const chance = draw();
    const lost = 0.02 - difference / 0.9;
    return [[0.9 + (chance < lost ? -0.9 : chance < lost + 0.18 ? 0.1 : 0)], [0.9]];
  },
};

export const worlds: readonly World[] = [passFail, graded, fine, tied, rareLosses];

export interface Trials {
  readonly world: World;
  readonly cases: number;
  readonly repeats: number;
  readonly runs: number;
  readonly draw: Draw;
}

/** Shares of the runs; `null` where the question does not arise. */
export interface Rates {
  /** Equal models that get the verdict better or worse. */
  readonly falseVerdicts: number;
  /** Intervals of the difference that hold it, models being equal. */
  readonly differenceHeld: number;
  /** Intervals of a mean quality that hold it. */
  readonly meanHeld: number | null;
  /** Models that are worse by just the margin and are called as good. */
  readonly falselyAsGood: number;
  /** The size that is stated to be detectable, and how often models that differ by it are told apart. `null`: beyond what the world has room for. */
  readonly detectable: number | null;
  readonly found: number | null;
}

const pilotRuns = 100;
/** A share may be off by so many of its standard errors. */
const simulationErrors = 2.5;

export function simulate(trials: Trials): Rates {
  const { mean: truth } = trials.world;
  const equal = repeated(trials, 0);
  const detectable = detectableSize(trials);
  return {
    falseVerdicts: share(equal, ({ told }) => told !== 'cannot-tell'),
    differenceHeld: share(equal, ({ paired }) => holds(paired.difference, 0)),
    meanHeld: truth === null ? null : share(equal, ({ mean }) => holds(mean, truth)),
    falselyAsGood: share(repeated(trials, -defaultMargin), ({ paired }) => isNonInferior(paired.difference, defaultMargin)),
    detectable,
    found: detectable === null ? null : share(repeated(trials, detectable), ({ told }) => told === 'better'),
  };
}

/** The difference that is stated to be detectable (the mean) where models do differ by it: their spread is not that of equal ones. */
function detectableSize(trials: Trials): number | null {
  let size = 0;
  for (let i = 0; i < 5; i++) {
    const pilot = repeated({ ...trials, runs: pilotRuns }, size);
    const stated = pilot.flatMap(({ paired }) => detectableAfter(paired) ?? []);
    size = average(stated);
    if (!(size <= trials.world.room)) return null;
  }
  return size;
}

interface Compared {
  readonly paired: PairedDifference;
  readonly told: Verdict;
  /** Of B. */
  readonly mean: Estimate;
}

function repeated(trials: Trials, difference: number): Compared[] {
  return Array.from({ length: trials.runs }, () => compareOnce(trials, difference));
}

function compareOnce({ world, cases, repeats, draw }: Trials, difference: number): Compared {
  const answers = Array.from({ length: cases }, () => world.answer(difference, repeats, draw));
  const paired = pairedDifference(
    answers.map(([a]) => average(a)),
    answers.map(([, b]) => average(b)),
  );
  const mean = unitMeanEstimate({
    values: answers.flatMap(([, b]) => b),
    clusters: answers.flatMap(([, b], index) => b.map(() => index)),
  });
  if (!paired || !mean) throw new RangeError('A suite without cases.');
  return { paired, told: verdict(paired.difference, paired.pValue), mean };
}

function average(answers: Answers): number {
  return answers.reduce((sum, quality) => sum + quality, 0) / answers.length;
}

function holds({ low, high }: Estimate, truth: number): boolean {
  return low !== null && high !== null && low <= truth && truth <= high;
}

function share(all: readonly Compared[], test: (compared: Compared) => boolean): number {
  return all.filter(test).length / all.length;
}

/** The law: what more or fewer than so many of the runs, give or take simulation error, would break. */
export function brokenLaws(rates: Rates, runs: number): string[] {
  const over = (found: number, most: number): boolean => found > most + simulationErrors * Math.sqrt((most * (1 - most)) / runs);
  const under = (found: number | null, least: number): boolean => found !== null && over(1 - found, 1 - least);
  return [
    over(rates.falseVerdicts, 0.05) ? 'verdicts on equal models' : '',
    over(rates.falselyAsGood, 0.025) ? 'called as good though worse' : '',
    under(rates.found, 0.8) ? 'detectable differences found' : '',
    under(rates.differenceHeld, 0.93) ? 'intervals of the difference' : '',
    under(rates.meanHeld, 0.93) ? 'intervals of the mean' : '',
  ].filter((law) => law !== '');
}
