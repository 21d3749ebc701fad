import * as vscode from 'vscode';
import type { RedactedLog } from './log.ts';
import { plainMessage } from './plainMessage.ts';
import { NotRun } from './run/notRun.ts';

/** Logs and shows why something that the user wanted did not come to be. */
export async function tellFailure(what: string, error: unknown, log: RedactedLog): Promise<void> {
  const message = log.redact(error instanceof Error ? error.message : String(error));
  if (error instanceof NotRun) {
    if (error.reason === 'declined') void vscode.window.showInformationMessage(plainMessage(message));
    if (error.reason === 'impossible') void vscode.window.showWarningMessage(plainMessage(message));
    return;
  }
  log.error(`${what}: ${error instanceof Error ? (error.stack ?? message) : message}`);
  const show = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(`LLM Bench: ${plainMessage(message)}`, show)) === show) log.show();
}

/** For what nobody waits for. */
export function inBackground(what: string, work: Promise<void>, log: RedactedLog): void {
  void work.catch((error: unknown) => tellFailure(what, error, log));
}
