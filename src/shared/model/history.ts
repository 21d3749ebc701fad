import type { Estimate } from './comparison.ts';
import type { RunId } from './ids.ts';
import type { RunRecord } from './run.ts';

/** What history can show of a candidate over time. */
export const historyMetrics = [
  'quality',
  'passRate',
  'costPerSample',
  'latencyP50',
  'latencyP95',
  'ttftP50',
  'tokensPerSecond',
  'errorRate',
] as const;
export type HistoryMetric = (typeof historyMetrics)[number];

/** Of fewer figures no order is rare enough to tell a change of level from chance. */
export const leastFigures = 8;

/**
 * Counts of positive values in bins of equal ratio: `bins` holds `[i, count]`, ascending, for the values in (γ^(i−1), γ^i] with
 * γ = 1.02, so that a percentile read from it is off by 1 % at most. Histograms of several runs can be added.
 */
export interface LogHistogram {
  /** Values that are 0 or less. */
  readonly zeros: number;
  readonly bins: readonly (readonly [index: number, count: number])[];
}

/** A distribution as history keeps it, in ms or tokens/s. */
export interface Spread {
  readonly p50: Estimate;
  readonly p95: Estimate;
  readonly histogram: LogHistogram;
}

/** One candidate of one run, as history keeps it when the answers themselves are gone. */
export interface CandidateFigures {
  readonly label: string;
  readonly promptId: string;
  readonly provider: string;
  readonly model: string;
  /** Digest of what it was asked, in the words of its prompt, and of what is expected: runs with the same one asked the same. */
  readonly questions: string;
  readonly ok: number;
  readonly failed: number;
  readonly quality: Estimate | null;
  readonly passRate: Estimate | null;
  /** USD. */
  readonly costPerSample: Estimate | null;
  readonly knownCostUsd: number;
  readonly latencyMs: Spread | null;
  readonly ttftMs: Spread | null;
  /** While decoding. */
  readonly tokensPerSecond: Spread | null;
}

export interface RunFigures {
  /** Of the way in which they are made: those of another version are made anew where the answers are still there. */
  readonly version: number;
  /** `Store.stamp` of the run when they were made. */
  readonly stamp: string;
  readonly candidates: readonly CandidateFigures[];
}

export type HistoryStep = 'run' | 'day';

export interface HistoryQuery {
  readonly suitePath: string;
  readonly metric: HistoryMetric;
  readonly by: HistoryStep;
}

/** A candidate at one time. */
export interface HistoryPoint {
  /** ISO 8601: start of the run, or the day (UTC). */
  readonly at: string;
  /** One run, or those of the day. */
  readonly runs: readonly RunId[];
  readonly value: Estimate;
  /** The questions differ from those of the point before: the two cannot be compared. */
  readonly questionsChanged: boolean;
}

/** Where a series moved to another level for longer than chance explains. */
export interface ChangePoint {
  /** Of the first point of the new level. */
  readonly index: number;
  /** Means of the stretches before and after it. */
  readonly before: Estimate;
  readonly after: Estimate;
  /** Corrected for having looked at every place of the series, and at every series of the history. */
  readonly pValue: number;
  readonly direction: 'better' | 'worse';
}

/** One candidate over time: label and prompt make it the same one in other runs. */
export interface HistorySeries {
  readonly label: string;
  readonly promptId: string;
  readonly provider: string;
  readonly model: string;
  /** The oldest first. */
  readonly points: readonly HistoryPoint[];
  readonly changes: readonly ChangePoint[];
}

export interface HistoryRun {
  readonly id: RunId;
  readonly name: string;
  readonly startedAt: string;
  /** Its answers are gone; the figures stay. */
  readonly pruned: boolean;
  readonly baseline: boolean;
}

/** A suite's runs over time in one metric. */
export interface History {
  readonly query: HistoryQuery;
  readonly suiteName: string;
  /** The oldest first; unfinished ones and those without an answer are left out. */
  readonly runs: readonly HistoryRun[];
  readonly series: readonly HistorySeries[];
  /** Changes of level in the metrics that were not asked for, the newest first, at most `mostElsewhere`. */
  readonly elsewhere: readonly ChangeElsewhere[];
}

export const mostElsewhere = 6;

/** A change of level in a metric that is not on show. */
export interface ChangeElsewhere extends Pick<ChangePoint, 'before' | 'after' | 'pValue' | 'direction'> {
  readonly metric: HistoryMetric;
  readonly label: string;
  readonly promptId: string;
  /** Of the first point of the new level, as `HistoryPoint.at`. */
  readonly at: string;
}

/** A run with what history keeps of it. */
export interface StoredFigures {
  readonly run: RunRecord;
  readonly pruned: boolean;
  /** Of the run now: figures with another one are stale. */
  readonly stamp: string;
  readonly figures: RunFigures | null;
}

/** A suite that was run. */
export interface StoredSuite {
  readonly path: string;
  readonly name: string;
  readonly runs: number;
  readonly lastAt: string;
}
