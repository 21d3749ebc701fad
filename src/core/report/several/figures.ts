import type { Estimate } from '../../../shared/model/comparison.ts';
import type { ModelInRun } from '../../../shared/model/runsComparison.ts';
import type { ClusteredSample } from '../../stats/interval.ts';
import { meanEstimate, unitMeanEstimate } from '../../stats/mean.ts';
import type { CaseFigures } from '../../stats/paired.ts';
import type { BaselineAnswer, BaselineCase } from '../baseline/data.ts';
import { distributionOf } from '../comparison/distribution.ts';

type Figure = (answer: BaselineAnswer) => number | null;
type Figures = Pick<ModelInRun, 'quality' | 'passRate' | 'costPerSample' | 'latencyP50' | 'latencyP95'>;

export const qualityOf: Figure = ({ quality }) => quality;
export const costOf: Figure = ({ costUsd }) => costUsd;
export const latencyOf: Figure = ({ latencyMs }) => latencyMs;

export function figuresOf(cases: readonly BaselineCase[]): Figures {
  const latency = distributionOf(sampleOf(cases, latencyOf));
  return {
    quality: meanQuality(cases),
    passRate: unitMeanEstimate(sampleOf(cases, ({ passed }) => (passed === null ? null : Number(passed)))),
    costPerSample: isCostKnown(cases) ? meanEstimate(sampleOf(cases, costOf), 0) : null,
    latencyP50: latency && latency.p50,
    latencyP95: latency && latency.p95,
  };
}

export function meanQuality(cases: readonly BaselineCase[]): Estimate | null {
  return unitMeanEstimate(sampleOf(cases, qualityOf));
}

/** Means over the repeats of each case. */
export function byCase(cases: readonly BaselineCase[], figure: Figure): CaseFigures {
  return cases.map(({ answers }) => {
    const known = answers.flatMap((answer) => figure(answer) ?? []);
    return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
  });
}

export function answersIn(cases: readonly BaselineCase[]): number {
  return cases.reduce((sum, { answers }) => sum + answers.length, 0);
}

/** One answer of unknown cost makes the mean unknown, never smaller, and so what it is compared with. */
export function isCostKnown(cases: readonly BaselineCase[]): boolean {
  return cases.every(({ answers }) => answers.every(({ costUsd }) => costUsd !== null));
}

function sampleOf(cases: readonly BaselineCase[], figure: Figure): ClusteredSample {
  const values: number[] = [];
  const clusters: number[] = [];
  for (const [index, { answers }] of cases.entries()) {
    for (const answer of answers) {
      const value = figure(answer);
      if (value === null) continue;
      values.push(value);
      clusters.push(index);
    }
  }
  return { values, clusters };
}
