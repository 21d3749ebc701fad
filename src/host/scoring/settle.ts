import * as vscode from 'vscode';
import type { PreparedRun } from '../../core/prepareRun.ts';
import type { RunEstimate } from '../../core/pricing/estimate.ts';
import type { Settling } from '../../core/settle.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import { plainName } from '../plainMessage.ts';
import { readComparison } from '../readComparison.ts';
import { NotRun } from '../run/notRun.ts';
import type { EndedRun, RunService } from '../run/runService.ts';
import { suiteToRun } from '../suites/suiteToRun.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { ScoringService } from './scoringService.ts';
import { settleDetail, settleQuestion } from './settleText.ts';

export interface SettleParts {
  readonly bench: BenchService;
  readonly runs: RunService;
  readonly index: SuiteIndex;
  readonly suites: SuiteService;
  readonly problems: ProblemBoard;
  readonly scorings: ScoringService;
}

/** Adds to a run what would settle its open question, after the user has seen what that takes. */
export async function settleRun(
  runId: RunId,
  { bench, runs, index, suites, problems, scorings }: SettleParts,
): Promise<EndedRun> {
  const store = await bench.store();
  const [found, comparison] = await Promise.all([store.run(runId), readComparison(store, runId)]);
  if (!found || !comparison) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
  const { suitePath } = found.run;
  const uri = await index.find(suitePath);
  if (!uri)
    throw new NotRun(
      'impossible',
      vscode.l10n.t('{0} is not there any more, and what is to be added comes from it.', plainName(suitePath)),
    );
  const now = await suiteToRun(uri, suites, problems);
  const { settle } = await import('../../core/settle.ts');
  const settling = await settle(found.detail.suite, comparison, {
    load: async (moreRows) => (moreRows === 0 ? now : suites.load(uri, moreRows)),
    scoringDetail: (id) => store.scoringDetail(runId, id),
  });
  if (settling.kind === 'none') throw new NotRun('impossible', settling.message);
  const samples = comparison.totals.done;
  const ended = await runs.extend(runId, settling.suite, suitePath, (prepared) => confirmMore(prepared, settling, samples));
  const { suite, shownBy } = settling;
  if (shownBy !== null && ended.run.status === 'finished') {
    const prepared = await (await bench.bench()).prepareScoring(runId, suite, shownBy);
    await scorings.score(prepared, shownBy.source, () => {});
  }
  return ended;
}

async function confirmMore(prepared: PreparedRun, settling: Exclude<Settling, { kind: 'none' }>, done: number): Promise<boolean> {
  const { estimate, plannedSamples, suite } = prepared;
  const calls = Math.max(0, plannedSamples - done);
  const detail = settleDetail(shareOf(estimate, calls / Math.max(1, plannedSamples)), calls, suite.budgetUsd);
  return (
    (await vscode.window.showWarningMessage(settleQuestion(settling), { modal: true, detail }, vscode.l10n.t('Run'))) ===
    vscode.l10n.t('Run')
  );
}

/** The estimate is of the whole run: what is added is much like what was asked. */
function shareOf({ lowUsd, highUsd, judging, ...rest }: RunEstimate, share: number): RunEstimate {
  const part = (usd: number | null): number | null => usd && usd * share;
  const ofJudges = judging && {
    calls: Math.ceil(judging.calls * share),
    costUsd: judging.costUsd && { low: judging.costUsd.low * share, high: judging.costUsd.high * share },
  };
  return { ...rest, lowUsd: part(lowUsd), highUsd: part(highUsd), judging: ofJudges };
}
