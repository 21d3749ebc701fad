import { formatMs, formatPercent, formatQuality, formatUsd } from '../../shared/format.ts';
import type { CaseStanding, CellStanding, Standing } from '../../shared/model/suiteFigures.ts';

/** `errored`: it is not known whether all answers are good, since calls failed. `answered`: nothing is expected of them. */
export type CaseState = 'passed' | 'failed' | 'errored' | 'answered';

/** How a case stands, in models. */
export interface CaseMark {
  readonly state: CaseState;
  /** All of whose answers were as expected. */
  readonly passed: number;
  /** Of which that is known, or that failed. */
  readonly of: number;
}

export function caseMark(cells: readonly Pick<CellStanding, 'passRate' | 'failed'>[]): CaseMark {
  const states = cells.map(cellState);
  const counted = states.filter((state) => state !== 'answered');
  const worst = (['failed', 'errored', 'passed'] as const).find((state) => counted.includes(state));
  return { state: worst ?? 'answered', passed: counted.filter((state) => state === 'passed').length, of: counted.length };
}

export function cellState({ passRate, failed }: Pick<Standing, 'passRate' | 'failed'>): CaseState {
  if (passRate !== null && passRate < 1) return 'failed';
  if (failed > 0) return 'errored';
  return passRate === null ? 'answered' : 'passed';
}

export const marks: Readonly<Record<CaseState, string>> = { passed: '●', failed: '✗', errored: '!', answered: '○' };

/** `● 3/3 · 612 ms`, `✗ 1/3 · 1.2 s`, `○ 612 ms`. */
export function markText({ models, latencyP50Ms }: Pick<CaseStanding, 'models' | 'latencyP50Ms'>): string {
  const { state, passed, of } = caseMark(models);
  const latency = latencyP50Ms === null ? [] : [formatMs(latencyP50Ms)];
  const parts = [...(of === 0 ? [] : [`${passed}/${of}`]), ...latency];
  return `${marks[state]} ${parts.join(' · ')}`.trimEnd();
}

/** `92 % · $0.004 · 1.2 s`: what is known of it. */
export function figureParts({ passRate, quality, costUsd, latencyP50Ms }: Standing): string[] {
  return [
    ...(passRate === null ? (quality === null ? [] : [formatQuality(quality)]) : [formatPercent(passRate)]),
    ...(costUsd === null ? [] : [formatUsd(costUsd)]),
    ...(latencyP50Ms === null ? [] : [formatMs(latencyP50Ms)]),
  ];
}
