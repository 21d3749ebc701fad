import * as vscode from 'vscode';
import type { ResumeWhat } from '../../core/prepareResume.ts';
import type { RunListItem } from '../../core/store/spec.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { BenchService } from '../benchService.ts';
import { NotRun } from '../run/notRun.ts';
import { hasFailures, isUnfinished } from '../run/unfinished.ts';
import { runDescription, runIcon } from '../views/runTexts.ts';
import { shownRuns, type HiddenRuns } from '../views/shownRuns.ts';

const offeredRuns = 200;

/** What runs are offered from. */
export interface RunsSource {
  readonly bench: BenchService;
  readonly pendingDeletes: HiddenRuns;
}

const none = vscode.l10n.t('There are no runs yet: run a suite first.');

/** A stored run of the user's choice, newest first; `null` where they leave. */
export async function pickRun(source: RunsSource, title: string): Promise<RunId | null> {
  return pickAmong(await offered(source), title, none);
}

/** As `pickRun`, among the baselines of suites. */
export async function pickBaseline(source: RunsSource, title: string): Promise<RunId | null> {
  const baselines = (await offered(source)).filter(({ run }) => run.baselineAt !== null);
  return pickAmong(baselines, title, vscode.l10n.t('No run is the baseline of its suite.'));
}

/** As `pickRun`, among those of which something is left to be done, or failed. */
export async function pickToResume(source: RunsSource, what: ResumeWhat): Promise<RunId | null> {
  const runs = await offered(source);
  return what === 'missing'
    ? pickAmong(runs.filter(isUnfinished), vscode.l10n.t('Resume a run'), vscode.l10n.t('No run has calls left to be made.'))
    : pickAmong(
        runs.filter(hasFailures),
        vscode.l10n.t('Retry the failed calls of a run'),
        vscode.l10n.t('No run has failed calls.'),
      );
}

export async function offered({ bench, pendingDeletes }: RunsSource): Promise<readonly RunListItem[]> {
  return shownRuns(await bench.store(), pendingDeletes, { limit: offeredRuns });
}

async function pickAmong(found: readonly RunListItem[], title: string, otherwise: string): Promise<RunId | null> {
  if (found.length === 0) throw new NotRun('impossible', otherwise);
  const items = found.map((item) => ({
    label: `$(${runIcon(item)[0]}) ${item.run.name}`,
    description: runDescription(item, new Date()),
    id: item.run.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.id ?? null;
}
