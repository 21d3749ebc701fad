import { formatInterval, formatMs, formatPercent, formatPlural, formatQuality, formatUsd } from '../../shared/format.ts';
import type { BaselineChange, CandidateSummary, Comparison, Estimate } from '../../shared/model/comparison.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import { lowOfSeveral } from '../stats/ratio.ts';
import { points } from './comparison/wording.ts';

export interface ThresholdResult {
  readonly name: keyof Thresholds;
  readonly limit: number;
  /** `null` is unknown. */
  readonly actual: number | null;
  /** Label; `null` for limits on the whole run. */
  readonly candidate: string | null;
  /** A figure of this run that is unknown does not pass; `null`: not checked, for want of a baseline. */
  readonly passed: boolean | null;
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
const rules = {
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
} as const satisfies Partial<Record<keyof Thresholds, Rule>>;

interface ChangeRule {
  readonly what: string;
  readonly worse: 'drop' | 'rise';
  /** Now minus then; for costs and latencies as a share of then. */
  readonly change: (change: BaselineChange) => Estimate | null;
  /** The least worsening that is shown, as one of the changes of all candidates; `null`: none is. */
  readonly shown: (change: BaselineChange, all: readonly BaselineChange[]) => number | null;
  /** Of a hundredth. */
  readonly unit: 'points' | '%';
}

/** Limits on what a candidate may be shown to have lost against the baseline. */
const changeRules = {
  qualityDrop: {
    what: 'Quality',
    worse: 'drop',
    change: ({ quality }) => quality?.difference ?? null,
    shown: ({ quality }) => dropOf(quality),
    unit: 'points',
  },
  costRise: {
    what: 'Cost of a sample',
    worse: 'rise',
    change: ({ costRatio }) => riseOf(costRatio),
    shown: ({ costRatio }, all) => leastRise(costRatio, all.filter((other) => other.costRatio !== null).length),
    unit: '%',
  },
  latencyRise: {
    what: 'Latency',
    worse: 'rise',
    change: ({ latencyRatio }) => riseOf(latencyRatio),
    shown: ({ latencyRatio }, all) => leastRise(latencyRatio, all.filter((other) => other.latencyRatio !== null).length),
    unit: '%',
  },
} as const satisfies Partial<Record<keyof Thresholds, ChangeRule>>;

const ruleNames = Object.keys(rules) as (keyof typeof rules)[];
const changeRuleNames = Object.keys(changeRules) as (keyof typeof changeRules)[];

/** Every limit that the suite sets, against every candidate; the cost limit against the whole run. */
export function checkThresholds(thresholds: Thresholds, comparison: Comparison): readonly ThresholdResult[] {
  const figures = ruleNames.flatMap((name) => {
    const limit = thresholds[name];
    return limit === undefined ? [] : comparison.candidates.map((candidate) => checkRule(name, limit, candidate));
  });
  const changes = changeRuleNames.flatMap((name) => {
    const limit = thresholds[name];
    return limit === undefined ? [] : checkChange(name, limit, comparison);
  });
  const cost = thresholds.costUsd === undefined ? [] : [checkCost(thresholds.costUsd, comparison)];
  return [...figures, ...changes, ...cost];
}

/** The candidates that are shown to be worse than in the baseline, each with a sentence that says so. */
export function baselineVerdicts({ baseline, candidates }: Comparison): readonly { candidate: string; reason: string }[] {
  return (baseline?.candidates ?? []).flatMap(({ id, quality }) => {
    const label = candidates.find((candidate) => candidate.id === id)?.label;
    if (label === undefined || quality?.verdict !== 'worse') return [];
    return [{ candidate: label, reason: `${changeText(changeRules.qualityDrop, label, quality.difference)}.` }];
  });
}

function checkRule(name: keyof typeof rules, limit: number, candidate: CandidateSummary): ThresholdResult {
  const { what, bound, format, actual: actualOf, missing }: Rule = rules[name];
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

function checkChange(name: keyof typeof changeRules, limit: number, { baseline, candidates }: Comparison): ThresholdResult[] {
  if (!baseline) {
    const reason = `\`${name}\` was not checked: there is no baseline to compare with.`;
    return [{ name, limit, actual: null, candidate: null, passed: null, reason }];
  }
  return candidates.map(({ id, label }) => {
    const found = baseline.candidates.find((candidate) => candidate.id === id);
    return { name, limit, candidate: label, ...changeResult(changeRules[name], limit, label, found, baseline.candidates) };
  });
}

function changeResult(
  rule: ChangeRule,
  limit: number,
  label: string,
  found: BaselineChange | undefined,
  all: readonly BaselineChange[],
): Pick<ThresholdResult, 'actual' | 'passed' | 'reason'> {
  const change = found ? rule.change(found) : null;
  if (!found || !change) {
    const why = found ? 'the two runs share no figure of it' : 'the baseline does not have it';
    return { actual: null, passed: null, reason: `${rule.what} of ${label} was not checked: ${why}.` };
  }
  const shown = rule.shown(found, all);
  return {
    actual: rule.worse === 'rise' ? change.value : -change.value,
    passed: shown === null || shown <= limit,
    reason: `${changeText(rule, label, change)}; it must not show a ${rule.worse} of more than ${(limit * 100).toFixed(1)} ${rule.unit}.`,
  };
}

/** `Quality of mini changed by −4.2 points (95 % interval −7.3 to −1.1) against the baseline`. */
function changeText({ what, unit }: ChangeRule, label: string, change: Estimate): string {
  const interval = formatInterval(change, points);
  const range = interval === '' ? '' : ` (95 % interval ${interval})`;
  return `${what} of ${label} changed by ${points(change.value)} ${unit}${range} against the baseline`;
}

function riseOf(ratio: Estimate | null): Estimate | null {
  const less = (share: number | null): number | null => (share === null ? null : share - 1);
  return ratio && { ...ratio, value: ratio.value - 1, low: less(ratio.low), high: less(ratio.high) };
}

/** With several candidates, a loss counts only where the correction for them lets it stand. */
function dropOf(quality: BaselineChange['quality']): number | null {
  return quality?.verdict === 'worse' && quality.difference.high !== null ? -quality.difference.high : null;
}

function leastRise(ratio: Estimate | null, comparisons: number): number | null {
  const low = ratio && lowOfSeveral(ratio, comparisons);
  return low === null ? null : low - 1;
}

/** Of calls and judges together, as the budget counts them: little enough it can be only when all of it is known. */
function checkCost(limit: number, { totals, judging }: Comparison): ThresholdResult {
  const ofJudges = judging?.cost ?? { totalUsd: 0, knownUsd: 0, unknownCalls: 0 };
  const whole = totals.costUsd === null || ofJudges.totalUsd === null ? null : totals.costUsd + ofJudges.totalUsd;
  const common = { name: 'costUsd', limit, actual: whole, candidate: null } as const;
  const what = judging === null ? 'run' : 'run with its judges';
  if (whole !== null) {
    const reason = `The ${what} cost ${formatUsd(whole)}; at most ${formatUsd(limit)} is asked for.`;
    return { ...common, passed: whole <= limit, reason };
  }
  const unknown = totals.unknownCostCalls + ofJudges.unknownCalls;
  const known = `${formatUsd(totals.knownCostUsd + ofJudges.knownUsd)} is known, the cost of ${formatPlural(unknown, 'call')} is not`;
  return {
    ...common,
    passed: false,
    reason: `The cost of the ${what} is unknown: ${known}; at most ${formatUsd(limit)} is asked for.`,
  };
}
