import * as vscode from 'vscode';
import { NotRun } from './notRun.ts';

/** Throws `NotRun` in Restricted Mode, once the user has been told. */
export async function requireTrust(): Promise<void> {
  if (vscode.workspace.isTrusted) return;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t(
    'In Restricted Mode suites are shown and checked, but not run: a suite decides where prompts and keys go.',
  );
  const answer = await vscode.window.showWarningMessage(message, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  throw new NotRun('told');
}
