import type { Disposable } from '../../shared/base/disposable.ts';
import type { RunService } from '../run/runService.ts';
import { setting } from '../settings.ts';
import type { ComparisonPanels } from './comparisonPanels.ts';

/** Shows a run while it goes on, unless the user does not want it. */
export function openOnStart(runs: RunService, panels: ComparisonPanels): Disposable {
  return runs.onDidChange(({ type, runId }) => {
    if (type === 'started' && setting('openComparisonOnRun')) panels.open(runId);
  });
}
