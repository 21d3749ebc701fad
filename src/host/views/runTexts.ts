import type { RunListItem } from '../../core/store/spec.ts';
import { formatCost, formatMs, formatPlural, formatQuality } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { RunStatus } from '../../shared/model/run.ts';
import { partText } from '../../shared/partText.ts';
import { contextValues } from '../contributions.ts';
import { relativeTime } from '../relativeTime.ts';
import { statusWords } from '../run/statusWords.ts';
import { hasFailures, isUnfinished } from '../run/unfinished.ts';
import { l10n } from '../words.ts';

/** A codicon and a theme colour. */
type Icon = readonly [icon: string, color: string | null];

export const liveIcon: Icon = ['sync~spin', null];

const runIcons: Readonly<Record<RunStatus, Icon>> = {
  // In another window or on the command line.
  running: liveIcon,
  // Of the theme's greens the one that light themes darken.
  finished: ['pass', 'charts.green'],
  cancelled: ['circle-slash', null],
  failed: ['error', 'testing.iconFailed'],
  interrupted: ['warning', 'testing.iconQueued'],
  partial: ['warning', 'testing.iconQueued'],
};

/** A run that ended with failed calls is not shown as if all were well. A pin keeps the colour of how it went. */
export function runIcon(item: RunListItem): Icon {
  const icon = statusIcon(item);
  return isPinned(item) ? ['pinned', icon[1]] : icon;
}

function statusIcon({ run, failed, samplesDone }: RunListItem): Icon {
  if (run.status !== 'finished' || failed === 0) return runIcons[run.status];
  return failed < samplesDone ? ['warning', 'testing.iconQueued'] : runIcons.failed;
}

/** Stays at the top of lists, and is kept when old runs are pruned. */
export function isPinned({ run }: Pick<RunListItem, 'run'>): boolean {
  return (run.pinnedAt ?? null) !== null;
}

/**
 * `0.92 · 2 min ago · $0.0042 · 5 models`. A narrow side bar cuts the end, so that what tells one run of a suite from
 * another comes first.
 */
export function runDescription(item: RunListItem, now: Date): string {
  const { run, models, meanQuality, failed } = item;
  return [
    run.baselineAt === null ? null : l10n.t('baseline'),
    run.part ? partText(run.part) : null,
    run.status === 'finished' ? null : statusWords[run.status],
    meanQuality === null ? null : formatQuality(meanQuality),
    relativeTime(run.startedAt, now),
    failed === 0 ? null : l10n.t('{0} failed', failed),
    costText(item),
    formatPlural(models.length, 'model'),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** What menus offer for an ended run: `run.ended.baseline.failed.pinned`. */
export function endedRunValue(item: RunListItem): string {
  return [
    contextValues.endedRun,
    item.run.baselineAt === null ? null : 'baseline',
    isUnfinished(item) ? 'missing' : null,
    hasFailures(item) ? 'failed' : null,
    item.run.part ? 'part' : null,
    isPinned(item) ? 'pinned' : null,
  ]
    .filter((part) => part !== null)
    .join('.');
}

/** Of the judges and embedding models, where there were any: in no model's cost, and in no run's. */
export function judgingText({ judging }: Pick<Comparison, 'judging'>): string | null {
  return judging && `${formatCost(judging.cost)}, ${formatPlural(judging.calls, 'call')}`;
}

export function costText({ costUsd, knownCostUsd }: Pick<RunListItem, 'costUsd' | 'knownCostUsd'>): string {
  return formatCost({ totalUsd: costUsd, knownUsd: knownCostUsd, unknownCalls: costUsd === null ? 1 : 0, estimated: false });
}

/** `0.97 · $0.0012 · 1.24 s`: quality, cost of the whole run, median latency. */
export function candidateDescription({ quality, latencyMs, cost }: CandidateSummary): string {
  return [quality === null ? null : formatQuality(quality.value), formatCost(cost), latencyMs && formatMs(latencyMs.p50.value)]
    .filter((part) => part !== null)
    .join(' · ');
}
