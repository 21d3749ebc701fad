import { formatCount, formatMs, formatPercent, formatQuality, formatSpeed, formatUsd } from './format.ts';
import { leastFigures, type ChangeElsewhere, type History, type HistoryMetric, type HistorySeries } from './model/history.ts';

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

/** `Latency p50 of openai/x rose from 1.2 s to 2.4 s on 2026-10-03 (worse)`. */
export function elsewhereText({ metric, label, before, after, direction, at }: ChangeElsewhere): string {
  const { title, format } = historyMetricTexts[metric];
  const way = after.value > before.value ? 'rose' : 'fell';
  return `${title} of ${label} ${way} from ${format(before.value)} to ${format(after.value)} on ${at.slice(0, 10)} (${direction})`;
}

/** Why no change of level is marked. */
export function noChangeText({ query, series }: Pick<History, 'query' | 'series'>): string {
  const many = query.by === 'day' ? 'days' : 'runs';
  const longest = Math.max(0, ...series.map(longestStretch));
  return longest < leastFigures
    ? `Changes of level show from ${leastFigures} ${many} on that asked the same; so far there ${longest === 1 ? 'is' : 'are'} ${formatCount(longest)}.`
    : 'No change of level that is more than chance.';
}

/** Points between two changes of the questions. */
function longestStretch({ points }: HistorySeries): number {
  let [longest, length] = [0, 0];
  for (const { questionsChanged } of points) {
    length = questionsChanged ? 1 : length + 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
