import * as vscode from 'vscode';
import type { RedactedLog } from '../log.ts';
import { plainMessage, plainName } from '../plainMessage.ts';
import type { NamedRun, PendingDeleteParts } from './pendingDeletes.ts';

const undoMs = 30_000;

/** How the user hears of deletions, and takes them back. */
export function deleteNotices(log: Pick<RedactedLog, 'error'>): Omit<PendingDeleteParts, 'remove'> {
  return {
    undoMs,
    async offerUndo(runs) {
      const undo = vscode.l10n.t('Undo');
      return (await vscode.window.showInformationMessage(deletedText(runs), undo)) === undo;
    },
    tellTooLate(runs) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('It is too late to undo: {0} was deleted for good after {1} seconds.', named(runs), undoMs / 1000),
      );
    },
    tellFailed({ name, runId }, error) {
      const why = error instanceof Error ? error.message : String(error);
      log.error(`Deleting run ${runId}: ${why}`);
      void vscode.window.showWarningMessage(vscode.l10n.t('“{0}” was not deleted: {1}', plainName(name), plainMessage(why)));
    },
  };
}

function deletedText(runs: readonly NamedRun[]): string {
  return vscode.l10n.t('Deleted {0}.', named(runs));
}

function named(runs: readonly NamedRun[]): string {
  const [only, ...others] = runs;
  if (only && others.length === 0) return `“${plainName(only.name)}”`;
  return vscode.l10n.t('{0} runs', runs.length);
}
