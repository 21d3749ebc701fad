import type { Disposable } from '../../shared/base/disposable.ts';
import type { RunService } from '../run/runService.ts';
import { setting } from '../settings.ts';
import type { ComparisonPanels } from './comparisonPanels.ts';

/** Shows a run while it goes on, unless the user does not want it. Those of the Test Explorer are shown there. */
export function openOnStart(runs: RunService, panels: ComparisonPanels): Disposable {
  return runs.onDidChange(({ type, runId }) => {
    const isTest = runs.live(runId)?.run.triggeredBy === 'test';
    if (type === 'started' && !isTest && setting('openComparisonOnRun')) panels.open(runId);
  });
}
