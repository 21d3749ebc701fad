import type { RunListItem } from '../../core/store/spec.ts';
import { formatCost, formatMs, formatPlural, formatQuality, formatUsd } from '../../shared/format.ts';
import type { CandidateSummary } from '../../shared/model/comparison.ts';
import type { RunProgress, RunStatus } from '../../shared/model/run.ts';
import { relativeTime } from '../relativeTime.ts';

/** Codicon and theme colour of a run's state. */
export const runIcons: Readonly<Record<RunStatus, readonly [icon: string, color: string | null]>> = {
  running: ['sync~spin', null],
  finished: ['pass', 'testing.iconPassed'],
  cancelled: ['circle-slash', null],
  failed: ['error', 'testing.iconFailed'],
  interrupted: ['warning', 'testing.iconQueued'],
};

/** `0.92 · $0.0042 · 5 models · 2 min ago`. */
export function runDescription(item: RunListItem, now: Date): string {
  const { run, models, meanQuality, failed } = item;
  return [
    run.status === 'finished' ? null : run.status,
    meanQuality === null ? null : formatQuality(meanQuality),
    costText(item),
    failed === 0 ? null : `${failed} failed`,
    formatPlural(models.length, 'model'),
    relativeTime(run.startedAt, now),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** `12/120 · 1 failed · $0.0031` of a run that goes on. */
export function liveDescription({ done, planned, failed, costUsd }: RunProgress): string {
  return [`${done}/${planned}`, failed === 0 ? null : `${failed} failed`, costUsd === null ? null : formatUsd(costUsd)]
    .filter((part) => part !== null)
    .join(' · ');
}

export function costText({ costUsd, knownCostUsd }: Pick<RunListItem, 'costUsd' | 'knownCostUsd'>): string {
  return formatCost({ totalUsd: costUsd, knownUsd: knownCostUsd, unknownCalls: costUsd === null ? 1 : 0, estimated: false });
}

/** `0.97 · 1.24 s · $0.0012`: quality, median latency, cost of the whole run. */
export function candidateDescription({ quality, latencyMs, cost }: CandidateSummary): string {
  return [quality === null ? null : formatQuality(quality.value), formatMs(latencyMs?.p50.value ?? null), formatCost(cost)]
    .filter((part) => part !== null)
    .join(' · ');
}
