import { formatCount, formatPercent, formatPlural, formatUsd } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { LiveView } from '../../src/shared/model/liveView.ts';
import type { RunProgress } from '../../src/shared/model/run.ts';

/** `about 40 s`, `about 3 min`, `about 2 h 10 min`: no closer than an estimate can be. */
export function aboutText(ms: number): string {
  const seconds = Math.ceil(ms / 5_000) * 5;
  if (seconds < 60) return `about ${seconds} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `about ${Math.max(1, minutes)} min`;
  const tens = Math.round(minutes / 10) * 10;
  return tens % 60 === 0 ? `about ${tens / 60} h` : `about ${Math.floor(tens / 60)} h ${tens % 60} min`;
}

/** `1.4`, `38`; a dash where it cannot be told yet. */
export function rateText(perSecond: number | null): string {
  if (perSecond === null) return '–';
  return perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

/** When it will be over, and what that rests on. */
export function timeLeftText(
  { models, timeLeft, windowMs }: LiveView,
  { candidates }: Comparison,
): { readonly text: string; readonly basis: string } {
  if (models.every(({ done, planned }) => done >= planned)) {
    return { text: 'the calls are over', basis: 'Answers are still being graded.' };
  }
  const pace = `the pace of the last ${windowMs / 1000} s`;
  if (timeLeft === null) return { text: 'not known yet', basis: `It takes ${pace} of every model to tell.` };
  const slowest = candidates.find(({ id }) => id === timeLeft.slowest)?.label;
  return {
    text: aboutText(timeLeft.ms),
    basis: slowest === undefined || candidates.length === 1 ? `At ${pace}.` : `At ${pace}; ${slowest} takes longest.`,
  };
}

export interface Spending {
  readonly text: string;
  /** Of the budget; `null` where there is none, or nobody knows. */
  readonly share: number | null;
}

/** `$0.31 of $2.00 (16 %)`. A cost that is not wholly known is at least what is. */
export function spendingOf({ costUsd }: RunProgress, { totals, candidates }: Comparison, budgetUsd: number | null): Spending {
  const known = costUsd ?? totals.knownCostUsd;
  const mark = candidates.some(({ cost }) => cost.estimated) ? '~' : '';
  const spent = `${costUsd === null ? 'at least ' : ''}${mark}${formatUsd(known)}`;
  if (budgetUsd === null) return { text: `${spent}, no budget set`, share: null };
  const share = budgetUsd > 0 ? Math.min(1, known / budgetUsd) : null;
  return { text: `${spent} of ${formatUsd(budgetUsd)}${share === null ? '' : ` (${formatPercent(share)})`}`, share };
}

/** What a screen reader hears now and then. */
export function spokenProgress({ done, planned, failed }: RunProgress, live: LiveView | null): string {
  const left = live?.timeLeft ? `${aboutText(live.timeLeft.ms)} left` : null;
  return [
    `${formatCount(done)} of ${formatPlural(planned, 'sample')} done`,
    failed > 0 ? `${formatCount(failed)} failed` : null,
    left,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
