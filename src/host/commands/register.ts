import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { commandIds, type CommandName } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import { NotRun } from '../run/notRun.ts';

/** Anybody can call a command with anything: keybindings, links, other extensions. */
export type Handler = (...args: readonly unknown[]) => Promise<void>;
export type Handlers<Name extends CommandName = CommandName> = Readonly<Record<Name, Handler>>;

/** Registers every command of the manifest; what a handler throws is logged and shown. */
export function registerCommands(handlers: Handlers, log: RedactedLog): Disposable {
  const owned = new DisposableStore();
  for (const name of Object.keys(commandIds) as CommandName[]) {
    const run = (...args: unknown[]) => handlers[name](...args).catch((error: unknown) => tell(name, error, log));
    owned.add(vscode.commands.registerCommand(commandIds[name], run));
  }
  return owned;
}

async function tell(name: CommandName, error: unknown, log: RedactedLog): Promise<void> {
  const message = log.redact(error instanceof Error ? error.message : String(error));
  if (error instanceof NotRun) {
    if (error.reason === 'declined') void vscode.window.showInformationMessage(plainMessage(message));
    if (error.reason === 'impossible') void vscode.window.showWarningMessage(plainMessage(message));
    return;
  }
  log.error(`${name}: ${error instanceof Error ? (error.stack ?? message) : message}`);
  const show = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(`LLM Bench: ${plainMessage(message)}`, show)) === show) log.show();
}
