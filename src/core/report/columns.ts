import {
  formatCompact,
  formatCost,
  formatCount,
  formatMs,
  formatPercent,
  formatPlusMinus,
  formatQuality,
  formatSpeed,
  notApplicableText,
  unknownText,
} from '../../shared/format.ts';
import type { CandidateSummary, Distribution } from '../../shared/model/comparison.ts';

export type ColumnId = 'quality' | 'passRate' | 'p50' | 'p95' | 'ttft' | 'speed' | 'tokens' | 'cost' | 'errors';

/** A column of the comparison, the same in terminal, Markdown and HTML. */
export interface Column {
  readonly id: ColumnId;
  /** For terminals. */
  readonly head: string;
  /** Where there is room. */
  readonly title: string;
  readonly text: (candidate: CandidateSummary) => string;
}

/** Observations from which a 95th percentile holds still: ten beyond it. */
export const p95Samples = 200;

export const columns: readonly Column[] = [
  { id: 'quality', head: 'Quality', title: 'Quality', text: qualityText },
  {
    id: 'passRate',
    head: 'Pass',
    title: 'Pass rate',
    text: ({ passRate }) => (passRate ? formatPercent(passRate.value) : notApplicableText),
  },
  { id: 'p50', head: 'p50', title: 'Latency p50', text: (candidate) => timeText(candidate, candidate.latencyMs?.p50.value) },
  { id: 'p95', head: 'p95', title: 'Latency p95', text: (candidate) => timeText(candidate, candidate.latencyMs?.p95.value) },
  { id: 'ttft', head: 'TTFT', title: 'TTFT p50', text: (candidate) => timeText(candidate, candidate.ttftMs?.p50.value) },
  { id: 'speed', head: 'tok/s', title: 'Tokens/s p50', text: speedText },
  { id: 'tokens', head: 'Tok in/out', title: 'Tokens in / out', text: tokensText },
  { id: 'cost', head: 'Cost', title: 'Cost', text: ({ cost }) => formatCost(cost) },
  {
    id: 'errors',
    head: 'Failed',
    title: 'Failed',
    text: ({ failed, ok }) => (failed === 0 ? '0' : `${formatCount(failed)}/${formatCount(ok + failed)}`),
  },
];

function qualityText({ quality }: CandidateSummary): string {
  if (quality === null) return notApplicableText;
  return [formatQuality(quality.value), formatPlusMinus(quality, (half) => half.toFixed(2))].filter(Boolean).join(' ');
}

/** Without any answer a time has no meaning; with one it is unknown. */
function timeText({ ok }: CandidateSummary, ms: number | undefined): string {
  return ms === undefined && ok === 0 ? notApplicableText : formatMs(ms ?? null);
}

function speedText({ ok, decodeTokensPerSecond }: CandidateSummary): string {
  return decodeTokensPerSecond === null && ok === 0 ? notApplicableText : formatSpeed(decodeTokensPerSecond?.p50.value ?? null);
}

function tokensText({ inputTokens, outputTokens, estimatedUsageCalls }: CandidateSummary): string {
  if (inputTokens === null && outputTokens === null) return unknownText;
  const mark = estimatedUsageCalls > 0 ? '~' : '';
  return `${mark}${formatCompact(inputTokens)}/${mark}${formatCompact(outputTokens)}`;
}

export function isRough(latency: Distribution | null): boolean {
  return latency !== null && latency.n < p95Samples;
}
