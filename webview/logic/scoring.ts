import { formatInstant, formatPlural } from '../../src/shared/format.ts';
import type { Comparison, ScoringView } from '../../src/shared/model/comparison.ts';
import type { ScoringId } from '../../src/shared/model/ids.ts';
import type { GradingProgress, RunProgress } from '../../src/shared/model/run.ts';
import type { ScoringRecord } from '../../src/shared/model/scoring.ts';

export interface ScoringChoice {
  /** `null`: the scores that the answers were stored with. */
  readonly id: ScoringId | null;
  readonly text: string;
}

const endings: Readonly<Record<ScoringRecord['status'], string>> = {
  running: ' – under way',
  finished: '',
  cancelled: ' – cancelled',
  failed: ' – failed',
};

/** What the run can be seen by: as first scored, then each pass since, the newest first. */
export function scoringChoices({ all }: ScoringView): ScoringChoice[] {
  const first = all.find(({ trigger }) => trigger === 'run');
  const later = all.filter(({ trigger }) => trigger === 'rescore');
  return [
    { id: first?.id ?? null, text: `as first scored${first ? endings[first.status] : ''}` },
    ...later.map((one) => ({ id: one.id, text: rescoredText(one) })),
  ];
}

function rescoredText({ createdAt, source, status }: ScoringRecord): string {
  return `re-scored ${formatInstant(createdAt)} by ${source}${endings[status]}`;
}

/** What the scoring on show does not cover, a sentence each. */
export function scoringRemarks({ scoring, status }: Comparison): string[] {
  const { open, leftOut, active, all } = scoring;
  const toCome = status === 'running' || all.some((one) => one.id === active && one.status === 'running');
  const grades = toCome ? 'still to be graded' : 'without a grade, and so without a quality';
  return [
    ...(open > 0 ? [`${formatPlural(open, 'answer')} ${open === 1 ? 'is' : 'are'} ${grades}.`] : []),
    ...(leftOut > 0 ? [`${formatPlural(leftOut, 'answer')} left out: this scoring does not hold their cases.`] : []),
  ];
}

export function runningScoring({ all }: ScoringView): ScoringRecord | null {
  return all.find(({ status }) => status === 'running') ?? null;
}

/** How far a re-scoring of an ended run is; `null` where none is under way. */
export function rescoringProgress({ scoring, status }: Comparison, progress: RunProgress | null): GradingProgress | null {
  const running = status === 'running' ? null : runningScoring(scoring);
  return running && (progress?.grading ?? { done: 0, planned: running.planned, failed: 0, costUsd: 0 });
}
