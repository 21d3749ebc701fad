import * as vscode from 'vscode';
import { withAskedRows } from '../../core/askedRows.ts';
import type { ScoringHandle } from '../../core/bench.ts';
import type { PreparedScoring } from '../../core/prepareScoring.ts';
import { DisposableStore } from '../../shared/base/disposable.ts';
import { formatPlural, formatUsd } from '../../shared/format.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { GradingProgress, RunRecord } from '../../shared/model/run.ts';
import type { ScoringRecord } from '../../shared/model/scoring.ts';
import type { Suite } from '../../shared/model/suite.ts';
import type { BenchService } from '../benchService.ts';
import { commandIds } from '../contributions.ts';
import type { ProblemBoard } from '../language/problemBoard.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import { gradingText } from '../run/liveRun.ts';
import { readComparison } from '../readComparison.ts';
import { NotRun } from '../run/notRun.ts';
import type { RunGate } from '../run/runGate.ts';
import { requireNoKey } from '../run/runService.ts';
import { requireTrust } from '../run/trust.ts';
import type { SuiteIndex } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { suiteToRun } from '../suites/suiteToRun.ts';
import { Throttle } from '../throttle.ts';
import { isToAsk, rescoreDetail } from './rescoreText.ts';
import type { ScoringService } from './scoringService.ts';

export interface RescoreParts {
  readonly bench: BenchService;
  readonly gate: RunGate;
  readonly index: SuiteIndex;
  readonly suites: SuiteService;
  readonly problems: ProblemBoard;
  readonly scorings: ScoringService;
}

const updateMs = 150;

/** Scores the stored answers of a run by its suite as it is written now; where its file is gone, as it was when it ran. */
export async function rescore(runId: RunId, parts: RescoreParts): Promise<void> {
  const { bench, gate, scorings } = parts;
  await requireTrust();
  if (scorings.live(runId))
    throw new NotRun('impossible', vscode.l10n.t('The answers of this run are being scored already: wait, or cancel it.'));
  const found = await (await bench.store()).head(runId);
  if (!found) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
  const { suite, source } = await expectationsFor(found.run, parts);
  const core = await bench.bench();
  const prepared = await gate.pass({
    suite,
    path: found.run.suitePath,
    prepare: () => core.prepareScoring(runId, suite),
    confirm: (plan) => confirmPlan(plan, source),
  });
  const scoring = await scorings.score(prepared, source, (handle) => void showProgress(found.run.name, handle));
  await tellEnd(found.run, scoring, bench);
}

async function expectationsFor(
  { id, suitePath, extensions }: RunRecord,
  { bench, index, suites, problems }: RescoreParts,
): Promise<{ readonly suite: Suite; readonly source: string }> {
  const uri = await index.find(suitePath);
  const now = uri && (await suiteToRun(uri, suites, problems)).suite;
  const stored = now && extensions === 0 ? null : await (await bench.store()).run(id);
  if (uri && now) {
    const suite = stored ? await withAskedRows(now, stored.detail.suite, (moreRows) => suites.load(uri, moreRows)) : now;
    return { suite, source: `expectations of ${suitePath}` };
  }
  if (!stored) throw new NotRun('impossible', vscode.l10n.t('This run is not in the results any more.'));
  const { suite } = stored.detail;
  requireNoKey(suite);
  return { suite, source: `expectations that ${suitePath} had` };
}

async function confirmPlan(prepared: PreparedScoring, source: string): Promise<boolean> {
  const { run, answers } = prepared;
  if (answers === 0) {
    const why = vscode.l10n.t('None of its cases was answered in this run in the same words: run it anew.');
    throw new NotRun('impossible', vscode.l10n.t('Nothing could be scored by the {0}. {1}', plainName(source), why));
  }
  if (!isToAsk(prepared)) return true;
  const question = vscode.l10n.t('Score {0} of “{1}” again?', formatPlural(answers, 'stored answer'), plainName(run.name));
  const detail = rescoreDetail(prepared, source);
  return (
    (await vscode.window.showWarningMessage(question, { modal: true, detail }, vscode.l10n.t('Score Again'))) ===
    vscode.l10n.t('Score Again')
  );
}

function showProgress(name: string, handle: ScoringHandle): Thenable<void> {
  const { events, finished, scoring } = handle;
  const title = vscode.l10n.t('Scoring “{0}” again', plainName(name));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const owned = new DisposableStore();
    let latest: GradingProgress = { done: 0, planned: scoring.planned, failed: 0, costUsd: 0 };
    let shown = 0;
    const report = owned.add(
      new Throttle(updateMs, () => {
        progress.report({
          message: progressText(latest),
          increment: ((latest.done - shown) / Math.max(1, latest.planned)) * 100,
        });
        shown = latest.done;
      }),
    );
    owned.add(token.onCancellationRequested(() => handle.cancel()));
    owned.add(
      events((event) => {
        if (event.type !== 'answer-rescored') return;
        latest = event.progress;
        report.request();
      }),
    );
    await finished.catch(() => undefined);
    owned.dispose();
  });
}

function progressText(progress: GradingProgress): string {
  const { failed, costUsd } = progress;
  return [
    gradingText(progress),
    failed > 0 ? vscode.l10n.t('{0} with a scorer that failed', failed) : null,
    costUsd === null || costUsd === 0 ? null : formatUsd(costUsd),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

async function tellEnd(run: RunRecord, scoring: ScoringRecord, bench: BenchService): Promise<void> {
  const isFine = scoring.status === 'finished';
  const comparison = isFine ? await readComparison(await bench.store(), run.id, scoring.id) : null;
  const result = comparison?.recommendation.headline ?? scoring.statusMessage ?? scoring.status;
  const text = vscode.l10n.t('{0}, scored again: {1}', plainName(run.name), plainMessage(result));
  const open = vscode.l10n.t('Open Comparison');
  const show = isFine ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(text, open)) === open) await vscode.commands.executeCommand(commandIds.openComparison, run.id);
}
