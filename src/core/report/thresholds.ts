import { formatMs, formatPercent, formatQuality, formatUsd } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { Thresholds } from '../../shared/model/suite.ts';

export interface ThresholdResult {
  readonly name: keyof Thresholds;
  readonly limit: number;
  /** `null` is unknown, which does not pass. */
  readonly actual: number | null;
  /** Label; `null` for limits on the whole run. */
  readonly candidate: string | null;
  readonly passed: boolean;
  /** A sentence with both figures, or why there is none. */
  readonly reason: string;
}

interface Rule {
  readonly what: string;
  readonly bound: 'least' | 'most';
  readonly format: (value: number) => string;
  readonly actual: (candidate: CandidateSummary) => number | null;
  readonly missing: string;
}

const noLatency = 'no answer was timed';

/** Limits that every candidate has to meet. */
const rules: Readonly<Record<Exclude<keyof Thresholds, 'costUsd'>, Rule>> = {
  quality: {
    what: 'Quality',
    bound: 'least',
    format: formatQuality,
    actual: ({ quality }) => quality?.value ?? null,
    missing: 'no answer was scored',
  },
  passRate: {
    what: 'Pass rate',
    bound: 'least',
    format: formatPercent,
    actual: ({ passRate }) => passRate?.value ?? null,
    missing: 'no answer was scored',
  },
  p50LatencyMs: {
    what: 'Median latency',
    bound: 'most',
    format: formatMs,
    actual: ({ latencyMs }) => latencyMs?.p50.value ?? null,
    missing: noLatency,
  },
  p95LatencyMs: {
    what: 'p95 latency',
    bound: 'most',
    format: formatMs,
    actual: ({ latencyMs }) => latencyMs?.p95.value ?? null,
    missing: noLatency,
  },
  p95TtftMs: {
    what: 'p95 time to first token',
    bound: 'most',
    format: formatMs,
    actual: ({ ttftMs }) => ttftMs?.p95.value ?? null,
    missing: noLatency,
  },
  errorRate: {
    what: 'Share of failed samples',
    bound: 'most',
    format: formatPercent,
    actual: ({ ok, failed }) => (ok + failed === 0 ? null : failed / (ok + failed)),
    missing: 'no sample was run',
  },
};

const ruleNames = Object.keys(rules) as (keyof typeof rules)[];

/** Every limit that the suite sets, against every candidate; the cost limit against the whole run. */
export function checkThresholds(thresholds: Thresholds, comparison: Comparison): readonly ThresholdResult[] {
  const results = ruleNames.flatMap((name) => {
    const limit = thresholds[name];
    return limit === undefined ? [] : comparison.candidates.map((candidate) => checkRule(name, limit, candidate));
  });
  return thresholds.costUsd === undefined ? results : [...results, checkCost(thresholds.costUsd, comparison.totals)];
}

function checkRule(name: keyof typeof rules, limit: number, candidate: CandidateSummary): ThresholdResult {
  const { what, bound, format, actual: actualOf, missing } = rules[name];
  const actual = actualOf(candidate);
  const common = { name, limit, actual, candidate: candidate.label };
  if (actual === null) return { ...common, passed: false, reason: `${what} of ${candidate.label} is unknown: ${missing}.` };
  const passed = bound === 'least' ? actual >= limit : actual <= limit;
  return {
    ...common,
    passed,
    reason: `${what} of ${candidate.label} is ${format(actual)}; at ${bound} ${format(limit)} is asked for.`,
  };
}

/** What is known of the cost can be too much already; it can be little enough only when all of it is known. */
function checkCost(limit: number, totals: Comparison['totals']): ThresholdResult {
  const common = { name: 'costUsd', limit, actual: totals.costUsd, candidate: null } as const;
  if (totals.costUsd !== null) {
    const passed = totals.costUsd <= limit;
    return { ...common, passed, reason: `The run cost ${formatUsd(totals.costUsd)}; at most ${formatUsd(limit)} is asked for.` };
  }
  const known = `${formatUsd(totals.knownCostUsd)} is known, the cost of ${totals.unknownCostCalls} calls is not`;
  return {
    ...common,
    passed: false,
    reason: `The cost of the run is unknown: ${known}; at most ${formatUsd(limit)} is asked for.`,
  };
}
