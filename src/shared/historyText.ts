import { formatMs, formatPercent, formatQuality, formatSpeed, formatUsd } from './format.ts';
import type { HistoryMetric } from './model/history.ts';

/** How a metric is told over time, in the panel and in reports. */
export interface HistoryMetricText {
  readonly title: string;
  /** Within a sentence. */
  readonly noun: string;
  /** With its unit. */
  readonly format: (value: number) => string;
  readonly better: 'higher' | 'lower';
  /** Of shares, which cannot leave it. */
  readonly range: readonly [low: number, high: number] | null;
}

const unit = [0, 1] as const;

export const historyMetricTexts: Readonly<Record<HistoryMetric, HistoryMetricText>> = {
  quality: { title: 'Quality', noun: 'quality', format: formatQuality, better: 'higher', range: unit },
  passRate: { title: 'Pass rate', noun: 'pass rate', format: formatPercent, better: 'higher', range: unit },
  costPerSample: { title: 'Cost per sample', noun: 'cost per sample', format: formatUsd, better: 'lower', range: null },
  latencyP50: { title: 'Latency p50', noun: 'median latency', format: formatMs, better: 'lower', range: null },
  latencyP95: { title: 'Latency p95', noun: 'p95 latency', format: formatMs, better: 'lower', range: null },
  ttftP50: { title: 'TTFT p50', noun: 'median TTFT', format: formatMs, better: 'lower', range: null },
  tokensPerSecond: {
    title: 'Tokens/s p50',
    noun: 'median speed',
    format: (value) => `${formatSpeed(value)} tok/s`,
    better: 'higher',
    range: null,
  },
  errorRate: { title: 'Error rate', noun: 'error rate', format: formatPercent, better: 'lower', range: unit },
};
