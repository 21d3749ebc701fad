import type { AttemptRecord } from '../../shared/model/attempt.ts';
import { errorTitles } from '../../shared/errorTitles.ts';
import { formatMs } from '../../shared/format.ts';
import { plainMessage } from '../plainMessage.ts';
import { l10n } from '../words.ts';

type Told = Pick<
  AttemptRecord,
  'candidateId' | 'caseId' | 'repeat' | 'attempt' | 'status' | 'passed' | 'error' | 'timing' | 'final'
>;

const mostOfAnswer = 160;

/** One attempt in a line of the test run's output: `✓ atlas · refund · 0.62 s · You can return it within …`. */
export function attemptLine(record: Told, answer: string | null): string {
  const { candidateId, caseId, repeat, attempt, error, timing, final } = record;
  return [
    `${markOf(record)} ${plainMessage(candidateId)}`,
    plainMessage(caseId),
    repeat > 1 ? l10n.t('repeat {0}', repeat) : null,
    attempt > 1 ? l10n.t('attempt {0}', attempt) : null,
    timing.e2eMs === null ? null : formatMs(timing.e2eMs),
    error ? `${errorTitles[error.kind]}: ${plainMessage(error.message)}` : null,
    error && !final ? l10n.t('is tried again') : null,
    answer === null ? null : plainMessage(answer, mostOfAnswer),
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

function markOf({ status, passed }: Told): string {
  if (status === 'error') return '!';
  if (status === 'cancelled') return '-';
  return passed === false ? '✗' : passed === true ? '✓' : '·';
}
