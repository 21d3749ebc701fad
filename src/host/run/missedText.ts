import { baselineVerdicts, checkThresholds } from '../../core/report/thresholds.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { l10n } from '../words.ts';

/** A notification has room for few; panel and report have them all. */
const most = 2;

/** `Worse than the baseline: atlas-mini.` and the limits that are not kept; empty where nothing is missed. */
export function missedText(comparison: Comparison, thresholds: Thresholds): string {
  const worse = baselineVerdicts(comparison).map(({ candidate }) => plainName(candidate));
  const missed = checkThresholds(thresholds, comparison).filter(({ passed }) => passed === false);
  return [
    worse.length === 0 ? '' : l10n.t('Worse than the baseline: {0}.', listed(worse, ', ')),
    missed.length === 0
      ? ''
      : l10n.t(
          'Limits not kept: {0}',
          listed(
            missed.map(({ reason }) => plainMessage(reason)),
            ' ',
          ),
        ),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function listed(parts: readonly string[], between: string): string {
  const more = parts.length > most ? l10n.t('{0}and {1} more', between, parts.length - most) : '';
  return `${parts.slice(0, most).join(between)}${more}`;
}
