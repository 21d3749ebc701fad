import type { CandidateSummary, Comparison, CostSummary, Estimate, TimingRun } from './model/comparison.ts';

/** How numbers read everywhere: panel, terminal, reports. Pure, English, with an ordinary space before the unit. */

/** Shown for what nobody told us: never 0, never blank. */
export const unknownText = 'unknown';
/** Shown where a figure has no meaning: the quality of a suite that expects nothing. */
export const notApplicableText = 'n/a';

/** For prose on a page that wraps: a number and its unit stay on one line. */
export function unitsKept(text: string): string {
  return text.replaceAll(/(?<=\d) (?=%|(?:ms|s|min|h)\b)/g, '\u00A0');
}

/** `842 ms`, `1.24 s`, `2 min 5 s`: three significant digits, so that close latencies stay apart. */
export function formatMs(ms: number | null): string {
  if (ms === null) return unknownText;
  if (Math.abs(ms) < 999.5) return `${significant(ms, 3)} ms`;
  if (Math.abs(ms) < 59_950) return `${significant(ms / 1000, 3)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return joinParts(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  return joinParts(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** `$0`, `$0.0042`, `$0.314`, `$1.24`, `$1,240`: three significant digits, cents from a dollar on. Exactly zero means free. */
export function formatUsd(usd: number | null): string {
  if (usd === null) return unknownText;
  if (usd === 0) return '$0';
  const sign = usd < 0 ? '−' : '';
  const size = Math.abs(usd);
  if (size >= 0.9995) return `${sign}$${grouped(size, size < 99.995 ? 2 : 0)}`;
  return `${sign}$${significant(size, 3)}`;
}

/** Of a million tokens, as price lists have it: `$0.80`, `$0.075`, `$3.00`. */
export function formatPrice(usdPerMTok: number): string {
  return formatUsd(usdPerMTok).replace(/\.\d$/, '$&0');
}

/** A total that keeps its unknown part in sight: `$0.0042`, `≥ $0.0012 + unknown`, `unknown`. */
export function formatCost(cost: Pick<CostSummary, 'totalUsd' | 'knownUsd' | 'unknownCalls' | 'estimated'>): string {
  const mark = cost.estimated ? '~' : '';
  if (cost.totalUsd !== null) return mark + formatUsd(cost.totalUsd);
  return cost.knownUsd > 0 ? `≥ ${mark}${formatUsd(cost.knownUsd)} + ${unknownText}` : unknownText;
}

/** What a run cost, in a line where nothing says that this is the cost: `$0.31`, `≥ $0.0012 + unknown`, `cost unknown`. */
export function formatRunCost({ totals, candidates }: Pick<Comparison, 'totals' | 'candidates'>): string {
  const { costUsd: totalUsd, knownCostUsd: knownUsd, unknownCostCalls: unknownCalls } = totals;
  if (totalUsd === null && knownUsd === 0) return `cost ${unknownText}`;
  return formatCost({ totalUsd, knownUsd, unknownCalls, estimated: candidates.some(({ cost }) => cost.estimated) });
}

/** Mean cost of a sample, or of so many: `~$0.0012`; `unknown` where it is. */
export function formatSampleCost({ perSample, estimated }: CostSummary, samples = 1): string {
  return perSample === null ? unknownText : `${estimated ? '~' : ''}${formatUsd(perSample.value * samples)}`;
}

/** What the cheapest is called: where somebody answered at a cost that nobody knows, only the known costs compare. */
export function cheapestTitle(candidates: readonly CandidateSummary[]): string {
  return isCostOpen(candidates) ? 'Cheapest of known costs' : 'Cheapest';
}

export function isCostOpen(candidates: readonly CandidateSummary[]): boolean {
  return candidates.some(({ ok, cost }) => ok > 0 && cost.perSample === null);
}

/** How a speed test was made: `one call at a time, 1 warm-up call a model, answers of 200 tokens`. */
export function formatTimingRun({ concurrency, warmup, outputTokens }: TimingRun): string {
  return [
    concurrency === 1 ? 'one call at a time' : `${concurrency} calls at a time`,
    warmup === 0 ? 'no warm-up' : `${formatPlural(warmup, 'warm-up call')} a model`,
    ...(outputTokens === null ? [] : [`answers of ${formatCount(outputTokens)} tokens`]),
  ].join(', ');
}

/** A share of 1 as `93.4 %`. Only an exact 0 or 1 reads as 0 % or 100 %. */
export function formatPercent(share: number | null): string {
  if (share === null) return unknownText;
  const percent = share * 100;
  if (share > 0 && percent < 0.05) return '< 0.1 %';
  if (share < 1 && percent >= 99.95) return '> 99.9 %';
  return `${trimZeros(percent.toFixed(1))} %`;
}

/** Quality on the 0–1 scale with two decimals: `0.93`. Only an exact 0 or 1 reads as 0.00 or 1.00. */
export function formatQuality(quality: number | null): string {
  if (quality === null) return notApplicableText;
  if (quality > 0 && quality < 0.005) return '< 0.01';
  if (quality < 1 && quality >= 0.995) return '> 0.99';
  return quality.toFixed(2);
}

/** One arm of an interval may be so many times as long as the other and still stand for both. */
const likeArms = 1.25;

/**
 * A figure with its interval in little room: `0.93 ±0.04`; `0.95 (0.72–0.99)` where one arm would claim too much, since the
 * other is longer or it leaves what the figure can be (0 to `most`). The figure alone where n is too small for an interval.
 */
export function formatWithInterval(estimate: Estimate, format: (value: number) => string, most = Infinity): string {
  const { value, low, high } = estimate;
  if (low === null || high === null) return format(value);
  const [shorter = 0, longer = 0] = [value - low, high - value].toSorted((a, b) => a - b);
  const alike = longer <= shorter * likeArms || format(longer) === format(shorter);
  // Less than what shows is at most that.
  if (alike && value - longer >= 0 && value + longer <= most) return `${format(value)} ±${format(longer).replace('< ', '')}`;
  return `${format(value)} (${shortInterval(formatInterval(estimate, format))})`;
}

/** `0.72–0.99`, `371–453 ms`; with the word where an end is more than a number: `950 ms to 1.2 s`. */
function shortInterval(interval: string): string {
  return interval.replace(
    /^([$\d.,]+)( \S+)? to ([$\d.,]+)\2$/,
    (_, low: string, unit = '', high: string) => `${low}–${high}${unit}`,
  );
}

/** The interval itself, as `0.89 to 0.97`; empty where n is too small for one. */
export function formatInterval(estimate: Estimate | null, format: (value: number) => string): string {
  if (estimate === null || estimate.low === null || estimate.high === null) return '';
  return `${format(estimate.low)} to ${format(estimate.high)}`;
}

/** Tokens per second: `84.2`. The unit belongs in the column's head. */
export function formatSpeed(tokensPerSecond: number | null): string {
  return tokensPerSecond === null ? unknownText : significant(tokensPerSecond, 3);
}

/** A count with thousands apart: `12,345`. */
export function formatCount(count: number | null): string {
  return count === null ? unknownText : grouped(count, 0);
}

/** A count in little room: `945`, `12.3k`, `1.2M`. */
export function formatCompact(count: number | null): string {
  if (count === null) return unknownText;
  if (Math.abs(count) < 999.5) return significant(count, 3);
  if (Math.abs(count) < 999_500) return `${significant(count / 1000, 3)}k`;
  return `${significant(count / 1_000_000, 3)}M`;
}

/** The size of files: `945 B`, `12.3 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${grouped(bytes, 0)} B`;
  if (bytes < 999_500) return `${significant(bytes / 1000, 3)} kB`;
  if (bytes < 999_500_000) return `${significant(bytes / 1_000_000, 3)} MB`;
  return `${significant(bytes / 1_000_000_000, 3)} GB`;
}

/** An ISO instant as `2026-11-21 02:33 UTC`: the same text on every machine. */
export function formatInstant(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `1 case`, `3 cases`, `1,200 cases`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count, 0)} ${count === 1 ? one : many}`;
}

/** At most `digits` significant digits, no exponent, no trailing zeros; whole digits before the point are kept. */
function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  // Past 15 decimals a number of this kind is noise.
  const decimals = Math.min(15, Math.max(0, digits - 1 - magnitude));
  return trimZeros(value.toFixed(decimals));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function grouped(value: number, decimals: number): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const head = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? head : `${head}.${fraction}`;
}

function joinParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
