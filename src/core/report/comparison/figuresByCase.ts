import type { CandidateId } from '../../../shared/model/ids.ts';
import type { CaseFigures } from '../../stats/paired.ts';
import type { CandidateGroup, Outcome } from './group.ts';

export type FiguresById = ReadonlyMap<CandidateId, FiguresByCase>;

/** In the order of the suite; means over the repeats of each case, of answered samples alone. */
export interface FiguresByCase {
  readonly quality: CaseFigures;
  /** USD of a sample, retries included; nowhere known where one answer's is not, as in the candidate's mean. */
  readonly cost: CaseFigures;
  readonly latencyMs: CaseFigures;
  /** Of the natural logarithms: latencies differ by factors. */
  readonly logLatency: CaseFigures;
  /** Cases that it answered at least once. */
  readonly answeredCases: number;
}

/** Answers that came faster than a clock can tell have a logarithm, too. */
const leastLatencyMs = 0.001;

export function figuresByCase({ outcomes }: CandidateGroup, cases: number): FiguresByCase {
  const answered = outcomes.filter(({ record }) => record.status === 'ok');
  const costKnown = answered.every(({ record }) => record.cost.usd !== null);
  const mean = (figure: (outcome: Outcome) => number | null): CaseFigures => meanByCase(answered, cases, figure);
  return {
    quality: mean(({ record }) => record.quality),
    cost: mean(({ sampleCost }) => (costKnown ? sampleCost : null)),
    latencyMs: mean(({ record }) => record.timing.e2eMs),
    logLatency: mean(({ record: { timing } }) => logOf(timing.e2eMs)),
    answeredCases: new Set(answered.map(({ caseIndex }) => caseIndex)).size,
  };
}

function meanByCase(outcomes: readonly Outcome[], cases: number, figure: (outcome: Outcome) => number | null): CaseFigures {
  const sums = new Float64Array(cases);
  const counts = new Uint32Array(cases);
  for (const outcome of outcomes) {
    const value = figure(outcome);
    if (value === null) continue;
    sums[outcome.caseIndex] = (sums[outcome.caseIndex] ?? 0) + value;
    counts[outcome.caseIndex] = (counts[outcome.caseIndex] ?? 0) + 1;
  }
  return Array.from(sums, (sum, i) => (counts[i] ? sum / (counts[i] ?? 1) : null));
}

function logOf(ms: number | null): number | null {
  return ms === null ? null : Math.log(Math.max(leastLatencyMs, ms));
}
