import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { commandIds, type CommandName } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import { tellFailure } from '../tellFailure.ts';

/** Anybody can call a command with anything: keybindings, links, other extensions. */
export type Handler = (...args: readonly unknown[]) => Promise<void>;
export type Handlers<Name extends CommandName = CommandName> = Readonly<Record<Name, Handler>>;

/** Registers every command of the manifest; what a handler throws is logged and shown. */
export function registerCommands(handlers: Handlers, log: RedactedLog): Disposable {
  const owned = new DisposableStore();
  for (const name of Object.keys(commandIds) as CommandName[]) {
    const run = (...args: unknown[]) => handlers[name](...args).catch((error: unknown) => tellFailure(name, error, log));
    owned.add(vscode.commands.registerCommand(commandIds[name], run));
  }
  return owned;
}
