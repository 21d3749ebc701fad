import type { RunId } from '../../shared/model/ids.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import type { RunGate } from '../run/runGate.ts';
import type { RunNotices } from '../run/runNotices.ts';
import type { RunService } from '../run/runService.ts';
import type { ScoringService } from '../scoring/scoringService.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { runOf } from './args.ts';
import { pickBaseline, pickRun, type RunsSource } from './pickRun.ts';
import type { Handlers } from './register.ts';
import { requireEnded } from './runCommands.ts';
import { l10n } from '../words.ts';

export interface ScoringServices extends RunsSource {
  readonly gate: RunGate;
  readonly index: SuiteIndex;
  readonly suites: SuiteService;
  readonly problems: ProblemBoard;
  readonly runs: RunService;
  readonly notices: RunNotices;
  readonly scorings: ScoringService;
}

type ScoringCommand = 'rescore' | 'cancelRescoring' | 'setBaseline' | 'clearBaseline' | 'settle';

/** What is done with a run that has ended, to decide by it. */
export function scoringCommands(services: ScoringServices): Handlers<ScoringCommand> {
  const { runs, notices, scorings } = services;
  const ended = async (argument: unknown, title: string): Promise<RunId | null> => {
    const runId = runOf(argument) ?? (await pickRun(services, title));
    if (runId) requireEnded(runId, runs);
    return runId;
  };
  return {
    async rescore(target) {
      const runId = await ended(target, l10n.t('Score the answers of a run again'));
      const { rescore } = await import('../scoring/rescore.ts');
      if (runId) await rescore(runId, services);
    },
    async cancelRescoring() {
      scorings.cancel();
    },
    async setBaseline(target) {
      const runId = await ended(target, l10n.t('Make a run the baseline of its suite'));
      if (runId) await runs.setBaseline(runId, true);
    },
    async clearBaseline(target) {
      const runId = runOf(target) ?? (await pickBaseline(services, l10n.t('Let a baseline go')));
      if (runId) await runs.setBaseline(runId, false);
    },
    async settle(target) {
      const runId = await ended(target, l10n.t('Run what would settle the open question of a run'));
      const { settleRun } = await import('../scoring/settle.ts');
      if (runId) await notices.tellEnd(await settleRun(runId, services));
    },
  };
}
