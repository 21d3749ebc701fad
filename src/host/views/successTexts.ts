import type { Reliability, SuccessShare } from '../../core/reliability.ts';
import type { BenchService } from '../benchService.ts';
import type { SuccessOf } from './modelsView.ts';
import { l10n } from '../words.ts';

/** Reads the results anew each time: a look at a tooltip is rare, and a run may have ended since. */
export function successIn(bench: Pick<BenchService, 'store'>, now: () => Date): SuccessOf {
  return async (provider, model) => {
    const { failuresText, readReliability, successText } = await import('../../core/reliability.ts');
    const all = await readReliability(await bench.store(), now());
    const found = all.find((one) => one.provider === provider && one.model === model);
    const line = (when: string, share: SuccessShare | null) => {
      const failures = failuresText(share);
      return `${when}: ${successText(share, l10n.t(' calls answered'))}${failures === '' ? '' : l10n.t('; failed: {0}', failures)}.`;
    };
    return found === undefined ? [] : lines(found, line);
  };
}

function lines({ day, week }: Reliability, line: (when: string, share: SuccessShare | null) => string): string[] {
  return [...(day === null ? [] : [line(l10n.t('Last 24 hours'), day)]), line(l10n.t('Last 7 days'), week)];
}
