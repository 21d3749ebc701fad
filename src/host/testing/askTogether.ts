import * as vscode from 'vscode';
import type { PreparedRun } from '../../core/prepareRun.ts';
import { unpricedModels } from '../../core/unpricedModels.ts';
import { formatUsd } from '../../shared/format.ts';
import { pricelessLines, unpricedLines } from '../run/costDetail.ts';
import { NotRun } from '../run/notRun.ts';
import { confirmCost, isAgreed, mostUnpricedCalls, type Confirm } from '../run/runGate.ts';
import type { RunService } from '../run/runService.ts';
import { setting } from '../settings.ts';
import { knownUsd, within } from './saveGuard.ts';
import type { TestJob } from './testRuns.ts';

/**
 * Asks once about all runs that one click begins: “Run All Tests” of a workspace begins every suite, each of which may be too cheap
 * to be asked about. `null`: the user does not want them.
 */
export async function askTogether(
  jobs: readonly Pick<TestJob, 'known' | 'selection'>[],
  runs: Pick<RunService, 'prepareFile'>,
): Promise<Confirm<PreparedRun> | null> {
  // In Restricted Mode none will begin.
  if (jobs.length < 2 || !vscode.workspace.isTrusted) return confirmCost;
  const prepared: PreparedRun[] = [];
  for (const { known, selection } of jobs) {
    const forecast = await runs.prepareFile(known.uri, selection).catch(unlessImpossible);
    if (forecast) prepared.push(forecast.prepared);
  }
  const sumUsd = knownUsd(prepared);
  const limitUsd = setting('confirmAboveUsd');
  const unpriced = [...new Set(prepared.flatMap(unpricedModels))];
  const isDear = sumUsd > limitUsd || (unpriced.length > 0 && callsOf(prepared) > mostUnpricedCalls);
  if (isDear && !(await isSumAgreed(sumUsd, unpriced, prepared.length))) return null;
  const isNamed = within(Math.max(sumUsd, limitUsd), isDear ? unpriced : []);
  return async (run) => isNamed(run) || confirmCost(run);
}

/** Why it cannot run is told when its turn comes. */
function unlessImpossible(error: unknown): null {
  if (error instanceof NotRun) return null;
  throw error;
}

function callsOf(prepared: readonly PreparedRun[]): number {
  return prepared.reduce((sum, { plannedSamples, estimate }) => sum + plannedSamples + (estimate.judging?.calls ?? 0), 0);
}

function isSumAgreed(sumUsd: number, unpriced: readonly string[], runs: number): Promise<boolean> {
  const detail = [
    ...(sumUsd > 0 ? unpricedLines(unpriced) : pricelessLines(unpriced)),
    vscode.l10n.t('From which amount on to ask is a setting: llmBench.confirmAboveUsd.'),
  ].join('\n');
  const question =
    sumUsd > 0
      ? vscode.l10n.t('These {0} runs may cost up to {1}.', runs, formatUsd(sumUsd))
      : vscode.l10n.t('What these {0} runs cost is not known before them.', runs);
  return isAgreed(question, detail, vscode.l10n.t('Run'));
}
