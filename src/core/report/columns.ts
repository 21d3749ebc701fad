import { passRateText } from '../../shared/comparisonText.ts';
import { intervalText } from '../../shared/estimateText.ts';
import {
  formatCompact,
  formatCost,
  formatCount,
  formatMs,
  formatPercent,
  formatQuality,
  formatSpeed,
  notApplicableText,
  unknownText,
} from '../../shared/format.ts';
import { isRough, type CandidateSummary, type Distribution } from '../../shared/model/comparison.ts';

export type ColumnId = 'quality' | 'passRate' | 'p50' | 'p95' | 'ttft' | 'speed' | 'tokens' | 'cost' | 'errors';

/** A column of the comparison, the same in terminal, Markdown and HTML. */
export interface Column {
  readonly id: ColumnId;
  /** For terminals. */
  readonly head: string;
  /** Where there is room. */
  readonly title: string;
  readonly text: (candidate: CandidateSummary) => string;
  /** The 95 % interval, `0.89 to 0.97`; empty where there is none. */
  readonly interval: (candidate: CandidateSummary) => string;
}

export const columns: readonly Column[] = [
  {
    id: 'quality',
    head: 'Quality',
    title: 'Quality',
    text: ({ quality }) => formatQuality(quality?.value ?? null),
    interval: ({ quality }) => intervalText(quality, formatQuality),
  },
  {
    id: 'passRate',
    head: 'Pass',
    title: 'Pass rate',
    text: passRateText,
    interval: ({ passRate }) => intervalText(passRate, formatPercent),
  },
  {
    id: 'p50',
    head: 'p50',
    title: 'Latency p50',
    text: (candidate) => timeText(candidate, candidate.latencyMs?.p50.value),
    interval: ({ latencyMs }) => medianInterval(latencyMs, formatMs),
  },
  {
    id: 'p95',
    head: 'p95',
    title: 'Latency p95',
    text: tailText,
    interval: ({ latencyMs }) => intervalText(latencyMs?.p95 ?? null, formatMs),
  },
  {
    id: 'ttft',
    head: 'TTFT',
    title: 'TTFT p50',
    text: (candidate) => timeText(candidate, candidate.ttftMs?.p50.value),
    interval: ({ ttftMs }) => medianInterval(ttftMs, formatMs),
  },
  {
    id: 'speed',
    head: 'tok/s',
    title: 'Tokens/s p50',
    text: speedText,
    interval: ({ decodeTokensPerSecond }) => medianInterval(decodeTokensPerSecond, formatSpeed),
  },
  { id: 'tokens', head: 'Tok in/out', title: 'Tokens in / out', text: tokensText, interval: () => '' },
  { id: 'cost', head: 'Cost', title: 'Cost', text: ({ cost }) => formatCost(cost), interval: () => '' },
  {
    id: 'errors',
    head: 'Failed',
    title: 'Failed',
    text: ({ failed, ok }) => (failed === 0 ? '0' : `${formatCount(failed)}/${formatCount(ok + failed)}`),
    interval: () => '',
  },
];

function medianInterval(distribution: Distribution | null, format: (value: number) => string): string {
  return intervalText(distribution?.p50 ?? null, format);
}

/** Without any answer a time has no meaning; with one it is unknown. */
function timeText({ ok }: CandidateSummary, ms: number | undefined): string {
  return ms === undefined && ok === 0 ? notApplicableText : formatMs(ms ?? null);
}

function tailText(candidate: CandidateSummary): string {
  const { latencyMs } = candidate;
  const text = timeText(candidate, latencyMs?.p95.value);
  return latencyMs && isRough('p95', latencyMs.n) ? `${text}*` : text;
}

function speedText({ ok, decodeTokensPerSecond, estimatedUsageCalls }: CandidateSummary): string {
  if (decodeTokensPerSecond === null) return ok === 0 ? notApplicableText : unknownText;
  return estimateMark(estimatedUsageCalls) + formatSpeed(decodeTokensPerSecond.p50.value);
}

function tokensText({ inputTokens, outputTokens, estimatedUsageCalls }: CandidateSummary): string {
  if (inputTokens === null && outputTokens === null) return unknownText;
  const mark = estimateMark(estimatedUsageCalls);
  return `${mark}${formatCompact(inputTokens)}/${mark}${formatCompact(outputTokens)}`;
}

function estimateMark(calls: number): string {
  return calls > 0 ? '~' : '';
}
