import { passRateText } from '../../src/shared/comparisonText.ts';
import {
  formatCompact,
  formatCost,
  formatCount,
  formatMs,
  formatPercent,
  formatQuality,
  formatSpeed,
  formatUsd,
  notApplicableText,
  unknownText,
} from '../../src/shared/format.ts';
import {
  samplesNeeded,
  type CandidateSummary,
  type Comparison,
  type Distribution,
  type Estimate,
} from '../../src/shared/model/comparison.ts';
import { standingText, type ComparedCandidate } from './standing.ts';
import { signedQuality } from './wording.ts';

export const columnIds = [
  'quality',
  'standing',
  'costPerSample',
  'latencyP50',
  'latencyP90',
  'latencyP95',
  'latencyP99',
  'ttftP50',
  'ttftP95',
  'ttfaP50',
  'tpotP50',
  'decodeSpeed',
  'e2eSpeed',
  'goodput',
  'passRate',
  'tokens',
  'reasoningTokens',
  'costTotal',
  'errors',
  'retries',
] as const;
export type ColumnId = (typeof columnIds)[number];
export type ColumnGroup = 'Quality' | 'Latency' | 'Speed' | 'Tokens' | 'Cost' | 'Calls';

/** A metric of the comparison table. */
export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  readonly group: ColumnGroup;
  /** Says what is measured, in the header's tooltip. */
  readonly description: string;
  /** Which end is the good one: where sorting starts, and whose figure is set in bold. */
  readonly good: 'high' | 'low';
  /** Shown until the user chooses, where there is room. */
  readonly initial: boolean;
  /** Whether the row has something to show here, where that is not the same as a known value. */
  readonly has?: (row: ComparedCandidate) => boolean;
  /** To sort by; `null` is unknown and sorts last. */
  readonly value: (row: ComparedCandidate) => number | null;
  readonly text: (row: ComparedCandidate) => string;
  /** The interval behind the figure, where there is one. */
  readonly estimate?: (candidate: CandidateSummary) => Estimate | null;
  readonly format?: (value: number) => string;
  /** Observations that a percentile needs before it holds still: ten beyond it. */
  readonly needs?: { readonly n: number; readonly of: (candidate: CandidateSummary) => Distribution | null };
}

type DistributionKey = 'latencyMs' | 'ttftMs' | 'ttfaMs' | 'tpotMs' | 'decodeTokensPerSecond' | 'e2eTokensPerSecond';
type Percentile = 'p50' | 'p90' | 'p95' | 'p99';
type Head = Pick<Column, 'id' | 'title' | 'description' | 'initial'>;

const needed: Readonly<Record<Percentile, number>> = { p50: 1, ...samplesNeeded };

function percentile(distribution: Distribution | null, name: Percentile): Estimate | number | null {
  return distribution === null ? null : distribution[name];
}

function distributed(head: Head, key: DistributionKey, name: Percentile, speed = false): Column {
  const format = speed ? formatSpeed : formatMs;
  const figure = (candidate: CandidateSummary) => percentile(candidate[key], name);
  const value = ({ candidate }: ComparedCandidate) => {
    const found = figure(candidate);
    return typeof found === 'object' && found !== null ? found.value : found;
  };
  return {
    ...head,
    group: speed ? 'Speed' : 'Latency',
    good: speed ? 'high' : 'low',
    value,
    text: (row) => (row.candidate[key] === null ? notApplicableText : format(value(row))),
    estimate: (candidate) => {
      const found = figure(candidate);
      return typeof found === 'object' ? found : null;
    },
    format,
    needs: { n: needed[name], of: (candidate) => candidate[key] },
  };
}

const qualityColumns: readonly Column[] = [
  {
    id: 'quality',
    title: 'Quality',
    group: 'Quality',
    description: 'Mean score of the answers, 0 to 1, with its 95 % interval over cases. Failed calls are not scored.',
    good: 'high',
    initial: true,
    value: ({ candidate }) => candidate.quality?.value ?? null,
    text: ({ candidate }) => formatQuality(candidate.quality?.value ?? null),
    estimate: ({ quality }) => quality,
    format: formatQuality,
  },
  {
    id: 'standing',
    title: 'Against the best',
    group: 'Quality',
    description: 'Quality minus that of the best model, case by case, with the 95 % interval of the difference.',
    good: 'high',
    initial: true,
    has: ({ standing }) => standing.kind === 'compared',
    value: ({ standing }) => (standing.kind === 'compared' ? standing.difference.value : standing.kind === 'best' ? 0 : null),
    text: ({ standing }) =>
      standing.kind === 'compared'
        ? `${standingText(standing)} (${signedQuality(standing.difference.value)})`
        : standingText(standing),
  },
  {
    id: 'passRate',
    title: 'Pass rate',
    group: 'Quality',
    description: 'Share of answers that pass every expectation of their case.',
    good: 'high',
    initial: true,
    value: ({ candidate }) => candidate.passRate?.value ?? null,
    text: ({ candidate }) => passRateText(candidate),
    estimate: ({ passRate }) => passRate,
    format: formatPercent,
  },
];

const latencyTo = 'from sending the request to the last piece of the answer';
const timingColumns: readonly Column[] = [
  distributed(
    { id: 'latencyP50', title: 'Latency p50', description: `Half of the calls take no longer, ${latencyTo}.`, initial: true },
    'latencyMs',
    'p50',
  ),
  distributed(
    { id: 'latencyP90', title: 'Latency p90', description: `Nine of ten calls take no longer, ${latencyTo}.`, initial: false },
    'latencyMs',
    'p90',
  ),
  distributed(
    { id: 'latencyP95', title: 'Latency p95', description: `19 of 20 calls take no longer, ${latencyTo}.`, initial: true },
    'latencyMs',
    'p95',
  ),
  distributed(
    { id: 'latencyP99', title: 'Latency p99', description: `99 of 100 calls take no longer, ${latencyTo}.`, initial: false },
    'latencyMs',
    'p99',
  ),
  distributed(
    { id: 'ttftP50', title: 'TTFT p50', description: 'Time to first token: text or reasoning, median.', initial: true },
    'ttftMs',
    'p50',
  ),
  distributed(
    { id: 'ttftP95', title: 'TTFT p95', description: 'Time to first token: text or reasoning, 95th percentile.', initial: false },
    'ttftMs',
    'p95',
  ),
  distributed(
    {
      id: 'ttfaP50',
      title: 'TTFA p50',
      description: 'Time to the first piece of the answer itself, after any reasoning.',
      initial: false,
    },
    'ttfaMs',
    'p50',
  ),
  distributed(
    { id: 'tpotP50', title: 'TPOT p50', description: 'Time per output token after the first, median.', initial: false },
    'tpotMs',
    'p50',
  ),
  distributed(
    {
      id: 'decodeSpeed',
      title: 'Tokens/s',
      description: 'Output speed once tokens arrive: output tokens per second, median.',
      initial: true,
    },
    'decodeTokensPerSecond',
    'p50',
    true,
  ),
  distributed(
    {
      id: 'e2eSpeed',
      title: 'Tokens/s, whole call',
      description: 'Output tokens ÷ latency of the whole call, median.',
      initial: false,
    },
    'e2eTokensPerSecond',
    'p50',
    true,
  ),
];

const usageColumns: readonly Column[] = [
  {
    id: 'goodput',
    title: 'Goodput',
    group: 'Latency',
    description: 'Share of samples that met each latency limit of the suite; a failed one meets none.',
    good: 'high',
    initial: false,
    value: ({ candidate }) => candidate.goodput?.value ?? null,
    text: ({ candidate }) => (candidate.goodput ? formatPercent(candidate.goodput.value) : notApplicableText),
    estimate: ({ goodput }) => goodput,
    format: formatPercent,
  },
  {
    id: 'tokens',
    title: 'Tokens in / out',
    group: 'Tokens',
    description: 'Input and output tokens of the whole run, reasoning included.',
    good: 'low',
    initial: true,
    value: ({ candidate: { inputTokens, outputTokens } }) =>
      inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
    text: ({ candidate: { inputTokens, outputTokens } }) =>
      inputTokens === null && outputTokens === null
        ? unknownText
        : `${formatCompact(inputTokens)} / ${formatCompact(outputTokens)}`,
  },
  {
    id: 'reasoningTokens',
    title: 'Reasoning tokens',
    group: 'Tokens',
    description: 'The part of the output tokens spent on reasoning.',
    good: 'low',
    initial: false,
    value: ({ candidate }) => candidate.reasoningTokens,
    text: ({ candidate }) => formatCompact(candidate.reasoningTokens),
  },
  {
    id: 'costPerSample',
    title: 'Cost / sample',
    group: 'Cost',
    description: 'Mean cost in USD of one sample, retries included.',
    good: 'low',
    initial: true,
    has: () => true,
    value: ({ candidate }) => candidate.cost.perSample?.value ?? null,
    text: ({ candidate }) => formatUsd(candidate.cost.perSample?.value ?? null),
    estimate: ({ cost }) => cost.perSample,
    format: formatUsd,
  },
  {
    id: 'costTotal',
    title: 'Cost of the run',
    group: 'Cost',
    description: 'What this model cost in the whole run, in USD.',
    good: 'low',
    initial: true,
    has: () => true,
    value: ({ candidate }) => candidate.cost.totalUsd,
    text: ({ candidate }) => formatCost(candidate.cost),
  },
  {
    id: 'errors',
    title: 'Errors',
    group: 'Calls',
    description: 'Samples that failed after all retries.',
    good: 'low',
    initial: true,
    value: ({ candidate }) => candidate.failed,
    text: ({ candidate }) => formatCount(candidate.failed),
  },
  {
    id: 'retries',
    title: 'Retries',
    group: 'Calls',
    description: 'Calls that were sent again.',
    good: 'low',
    initial: false,
    value: ({ candidate }) => candidate.retries,
    text: ({ candidate }) => formatCount(candidate.retries),
  },
];

/** In the order of `columnIds`: what decides stands left. */
export const columns: readonly Column[] = [...qualityColumns, ...timingColumns, ...usageColumns].sort(
  (a, b) => columnIds.indexOf(a.id) - columnIds.indexOf(b.id),
);

export const initialColumnIds: readonly ColumnId[] = columns.filter(({ initial }) => initial).map(({ id }) => id);

/** The chosen columns in their fixed order, without those that no model of this run has a figure for. */
export function visibleColumns(chosen: readonly ColumnId[], rows: readonly ComparedCandidate[]): Column[] {
  return columns.filter(
    ({ id, value, has = (row) => value(row) !== null }) => chosen.includes(id) && rows.some((row) => has(row)),
  );
}

/** The best figure of a column, to be set in bold; `null` where fewer than two models have one, all are the same, or the figure is no merit, as it is none to cost little and answer nothing. */
export function bestValue(column: Column, rows: readonly ComparedCandidate[]): number | null {
  if (column.group === 'Tokens' || column.group === 'Calls') return null;
  const answered = rows.filter(({ candidate }) => candidate.ok > 0);
  const values = answered.map(column.value).filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length < 2 || low === high) return null;
  return column.good === 'high' ? high : low;
}

export function qualityMeasured(comparison: Comparison): boolean {
  return comparison.candidates.some(({ quality }) => quality !== null);
}
