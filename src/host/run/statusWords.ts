import type { RunStatus } from '../../shared/model/run.ts';
import { l10n } from '../words.ts';

export const statusWords: Readonly<Record<RunStatus, string>> = {
  running: l10n.t('running'),
  finished: l10n.t('finished'),
  cancelled: l10n.t('cancelled'),
  failed: l10n.t('failed'),
  interrupted: l10n.t('interrupted'),
  partial: l10n.t('partial'),
};
