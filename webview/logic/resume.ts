import { formatCount, formatPlural } from '../../src/shared/format.ts';
import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { ResumeRequested } from '../../src/shared/protocol/panel.ts';
import { runningScoring } from './scoring.ts';

export interface ResumeOffer {
  readonly what: ResumeRequested['what'];
  readonly label: string;
  readonly title: string;
}

export interface ResumeOffers {
  readonly resume: ResumeOffer | null;
  readonly retry: ResumeOffer | null;
}

/** How a run that is over can be made whole. */
export function resumeOffers({ status, totals, scoring }: Comparison): ResumeOffers {
  if (status === 'running' || status === 'partial' || runningScoring(scoring) !== null) return { resume: null, retry: null };
  const { planned, done, failed } = totals;
  return {
    resume:
      planned > done
        ? {
            what: 'missing',
            label: `Resume (${formatCount(planned - done)} left)`,
            title: `Go on with the ${formatPlural(planned - done, 'sample')} that this run has not done`,
          }
        : null,
    retry:
      failed > 0
        ? {
            what: 'failed',
            label: `Retry ${formatCount(failed)} failed`,
            title: `Call again for the ${formatPlural(failed, 'sample')} that failed, in this run`,
          }
        : null,
  };
}
